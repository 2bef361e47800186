#include "ui/charts/scatter_legend.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace marcie::ui {
namespace {

constexpr int kLegendRow = 24;

// Mark and name at the left, the count at the right.
class LegendDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  // As wide as the list, whatever it was when it was laid out.
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {0, kLegendRow};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto& colours = Theme::instance().colours();
    const bool isChosen = (option.state & QStyle::State_Selected) != 0;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isChosen || (option.state & QStyle::State_MouseOver) != 0) painter->fillRect(option.rect, colours.raised);
    if (isChosen) painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), colours.accent);
    const int kind = index.data(ScatterLegendModel::KindRole).toInt();
    painter->setPen(Qt::NoPen);
    painter->setBrush(index.data(Qt::DecorationRole).value<QColor>());
    paintShape(*painter, scatterShape(kind), QPointF(option.rect.left() + 16, option.rect.center().y() + 0.5), 11);
    painter->setFont(Theme::smallFont());
    const QString count = QLocale().toString(index.data(ScatterLegendModel::CountRole).toInt());
    const QRect line = option.rect.adjusted(30, 0, -8, 0);
    painter->setPen(colours.muted);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, count);
    painter->setPen(colours.text);
    const int room = line.width() - painter->fontMetrics().horizontalAdvance(count) - 8;
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room));
    painter->restore();
  }
};

}  // namespace

void ScatterLegendModel::setColouring(const ScatterColouring& colouring, const std::vector<bool>& hidden) {
  beginResetModel();
  colouring_ = colouring;
  counts_.fill(0, colouring.names.size());
  for (qsizetype i = 0; i < colouring.kind.size(); ++i) {
    const int kind = colouring.kind[i];
    const bool isHidden = static_cast<std::size_t>(i) < hidden.size() && hidden[static_cast<std::size_t>(i)];
    if (kind >= 0 && kind < counts_.size() && !isHidden) ++counts_[kind];
  }
  order_.clear();
  for (int k = 0; k < counts_.size(); ++k) order_ << k;
  std::stable_sort(order_.begin(), order_.end(), [this](int a, int b) { return counts_[a] > counts_[b]; });
  endResetModel();
}

int ScatterLegendModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

QVariant ScatterLegendModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= order_.size()) return {};
  const int kind = order_[index.row()];
  switch (role) {
    case Qt::DisplayRole:
      return colouring_.names[kind];
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
      return QStringLiteral("%1: %2").arg(colouring_.names[kind], QLocale().toString(counts_[kind]));
    case Qt::DecorationRole:
      return scatterColour(colouring_, kind, false);
    case KindRole:
      return kind;
    case CountRole:
      return counts_[kind];
    default:
      return {};
  }
}

ScatterLegend::ScatterLegend(QWidget* parent)
    : QWidget(parent),
      model_(new ScatterLegendModel(this)),
      proxy_(new QSortFilterProxyModel(this)),
      search_(new QLineEdit(this)),
      view_(new QListView(this)) {
  proxy_->setSourceModel(model_);
  proxy_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  search_->setObjectName("legendSearch");
  search_->setClearButtonEnabled(true);
  view_->setObjectName("legendView");
  view_->setModel(proxy_);
  view_->setItemDelegate(new LegendDelegate(view_));
  view_->setUniformItemSizes(true);
  view_->setMouseTracking(true);
  view_->setSelectionMode(QAbstractItemView::MultiSelection);
  view_->setFrameShape(QFrame::NoFrame);
  view_->setResizeMode(QListView::Adjust);
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGrid / 2);
  layout->addWidget(search_);
  layout->addWidget(view_, 1);
  connect(search_, &QLineEdit::textChanged, proxy_, &QSortFilterProxyModel::setFilterFixedString);
  connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          [this] { Q_EMIT isolatedChanged(isolated()); });
  connect(&Theme::instance(), &Theme::changed, view_->viewport(), qOverload<>(&QWidget::update));
  retranslate();
}

void ScatterLegend::retranslate() {
  search_->setPlaceholderText(tr("Search"));
  search_->setAccessibleName(tr("Search in the legend"));
  view_->setAccessibleName(tr("Legend"));
  view_->setToolTip(tr("Click names to single them out; again to end it."));
}

void ScatterLegend::setColouring(const ScatterColouring& colouring, const std::vector<bool>& hidden) {
  {
    const QSignalBlocker block(view_->selectionModel());
    model_->setColouring(colouring, hidden);
  }
  constexpr int kFew = 12;
  search_->setVisible(colouring.names.size() > kFew);
  if (!search_->isVisible()) search_->clear();
}

QSet<int> ScatterLegend::isolated() const {
  QSet<int> kinds;
  for (const QModelIndex& index : view_->selectionModel()->selectedIndexes()) {
    kinds << index.data(ScatterLegendModel::KindRole).toInt();
  }
  return kinds;
}

void ScatterLegend::clearIsolated() {
  view_->clearSelection();
}

}  // namespace marcie::ui
