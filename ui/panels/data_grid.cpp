#include "ui/panels/data_grid.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QSettings>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/theme.h"
#include "ui/widgets/choice_box.h"

namespace marcie::ui {
namespace {

constexpr int kSearchDelayMs = 150;
constexpr int kCaption = 22;

// Thumbnail, name of the class, and a mark for the split by shape: none for train, ring for val, disc for test.
class PictureDelegate : public QStyledItemDelegate {
 public:
  explicit PictureDelegate(QListView* view) : QStyledItemDelegate(view), view_(view) {}

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return view_->gridSize();
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto& colours = Theme::instance().colours();
    const QRect cell = QRect(option.rect.topLeft(), view_->gridSize()).adjusted(3, 3, -3, -3);
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    if (selected || (option.state & QStyle::State_MouseOver) != 0) {
      painter->setPen(selected ? QPen(colours.accent, 2) : QPen(Qt::NoPen));
      painter->setBrush(colours.raised);
      painter->drawRoundedRect(cell, 4, 4);
    }
    const QRect area = cell.adjusted(4, 4, -4, -4 - kCaption);
    const auto pixmap = index.data(Qt::DecorationRole).value<QPixmap>();
    if (pixmap.isNull()) {
      painter->setPen(Qt::NoPen);
      painter->setBrush(colours.raised);
      painter->drawRect(area);
      painter->setPen(colours.muted);
      painter->setFont(Theme::smallFont());
      painter->drawText(area.adjusted(4, 4, -4, -4), int(Qt::AlignCenter) | Qt::TextWordWrap,
                        index.data(PictureModel::FailureRole).toString());
    } else {
      QSize size = pixmap.size().scaled(area.size(), Qt::KeepAspectRatio);
      QRect target(QPoint(), size);
      target.moveCenter(area.center());
      painter->drawPixmap(target, pixmap);
    }
    paintCaption(painter, QRect(cell.left() + 6, area.bottom() + 2, cell.width() - 12, kCaption), index);
    painter->restore();
  }

 private:
  static void paintCaption(QPainter* painter, QRect line, const QModelIndex& index) {
    const auto& colours = Theme::instance().colours();
    const QString split = index.data(PictureModel::SplitRole).toString();
    if (split == "val" || split == "test") {
      const QRect dot(line.right() - 8, line.center().y() - 3, 7, 7);
      painter->setPen(QPen(colours.muted, 1.5));
      painter->setBrush(split == "test" ? QBrush(colours.muted) : QBrush(Qt::NoBrush));
      painter->drawEllipse(dot);
      line.setRight(dot.left() - 4);
    }
    painter->setPen(colours.text);
    painter->setFont(Theme::smallFont());
    const QString label = index.data(PictureModel::LabelRole).toString();
    painter->drawText(line, int(Qt::AlignVCenter) | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(label, Qt::ElideRight, line.width()));
  }

  QListView* view_;
};

}  // namespace

DataGrid::DataGrid(AppContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      model_(new PictureModel(context.engine(), this)),
      view_(new QListView(this)),
      classBox_(new ChoiceBox(this)),
      splitBox_(new ChoiceBox(this)),
      tagBox_(new ChoiceBox(this)),
      searchEdit_(new QLineEdit(this)),
      sizeSlider_(new QSlider(Qt::Horizontal, this)),
      countLabel_(new QLabel(this)),
      titleLabel_(new QLabel(this)),
      previewButton_(new QPushButton(this)),
      otherButton_(new QPushButton(this)),
      selectionButton_(new QPushButton(this)) {
  buildToolBar();
  view_->setObjectName("pictureGrid");
  view_->setModel(model_);
  view_->setItemDelegate(new PictureDelegate(view_));
  // A wrapped list lays out 200,000 equal cells at once; the icon mode would keep an object for each.
  view_->setViewMode(QListView::ListMode);
  view_->setFlow(QListView::LeftToRight);
  view_->setWrapping(true);
  view_->setResizeMode(QListView::Adjust);
  view_->setUniformItemSizes(true);
  view_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  view_->setMouseTracking(true);
  view_->setDragEnabled(true);
  view_->setFrameShape(QFrame::NoFrame);
  view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  searchTimer_.setSingleShot(true);
  searchTimer_.setInterval(kSearchDelayMs);

  connect(&searchTimer_, &QTimer::timeout, this, &DataGrid::applyFilter);
  connect(searchEdit_, &QLineEdit::textChanged, &searchTimer_, qOverload<>(&QTimer::start));
  for (QComboBox* box : {classBox_, splitBox_, tagBox_}) {
    connect(box, &QComboBox::currentIndexChanged, this, &DataGrid::applyFilter);
  }
  connect(sizeSlider_, &QSlider::valueChanged, this, &DataGrid::setThumbnailSide);
  connect(view_->selectionModel(), &QItemSelectionModel::currentChanged, this, &DataGrid::onSelected);
  connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &DataGrid::shareSelection);
  connect(&context.pictures(), &SelectionModel::changed, this, &DataGrid::showSelection);
  connect(selectionButton_, &QPushButton::clicked, this, [this] { context_.pictures().clear(); });
  connect(view_, &QListView::doubleClicked, this, [this](const QModelIndex& index) {
    onSelected(index);
    context_.showPanel("predict");
  });
  connect(model_, &PictureModel::totalChanged, this, [this](qint64 total) {
    const qint64 all = context_.selection().hasPictures() ? context_.selection().summary().images : total;
    const QLocale locale;
    countLabel_->setText(total == all ? tr("%1 pictures").arg(locale.toString(total))
                                      : tr("%1 of %2 pictures").arg(locale.toString(total), locale.toString(all)));
  });
  connect(model_, &PictureModel::failed, this,
          [this](const Error& error) { context_.messages().report(error, tr("The pictures could not be listed")); });
  connect(&context.selection(), &Selection::dataChanged, this, &DataGrid::load);
  connect(&context.selection(), &Selection::pictureChanged, this, &DataGrid::onPictureChanged);
  connect(previewButton_, &QPushButton::clicked, this, &DataGrid::previewWanted);
  connect(otherButton_, &QPushButton::clicked, this, &DataGrid::otherDataWanted);
  sizeSlider_->setValue(QSettings().value("data/thumbnailSide", 112).toInt());
  setThumbnailSide(sizeSlider_->value());
  retranslate();
}

void DataGrid::buildToolBar() {
  constexpr int g = Theme::kGrid;
  titleLabel_->setFont(Theme::headingFont());
  countLabel_->setProperty("muted", true);
  countLabel_->setObjectName("pictureCountLabel");
  classBox_->setObjectName("classFilter");
  splitBox_->setObjectName("splitFilter");
  tagBox_->setObjectName("tagFilter");
  searchEdit_->setObjectName("pictureSearch");
  searchEdit_->setClearButtonEnabled(true);
  previewButton_->setObjectName("showPreviewButton");
  otherButton_->setObjectName("otherDataButton");
  sizeSlider_->setRange(64, 192);
  sizeSlider_->setFixedWidth(110);
  selectionButton_->setObjectName("clearSelectionButton");
  selectionButton_->setVisible(false);
  auto* head = new QHBoxLayout;
  head->addWidget(titleLabel_);
  head->addSpacing(g);
  head->addWidget(countLabel_);
  head->addSpacing(g);
  head->addWidget(selectionButton_);
  head->addStretch();
  head->addWidget(previewButton_);
  head->addWidget(otherButton_);
  auto* filters = new QHBoxLayout;
  filters->setSpacing(g);
  for (QComboBox* box : {classBox_, splitBox_, tagBox_}) {
    box->setMinimumContentsLength(14);
    filters->addWidget(box);
  }
  filters->addWidget(searchEdit_, 1);
  filters->addSpacing(g);
  filters->addWidget(sizeSlider_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * g, g + g / 2, 2 * g, 0);
  layout->setSpacing(g);
  layout->addLayout(head);
  layout->addLayout(filters);
  layout->addWidget(view_, 1);
}

void DataGrid::retranslate() {
  searchEdit_->setPlaceholderText(tr("Search in names, classes and annotations"));
  searchEdit_->setAccessibleName(searchEdit_->placeholderText());
  previewButton_->setText(tr("What was found"));
  otherButton_->setText(tr("Other data…"));
  sizeSlider_->setToolTip(tr("Size of the thumbnails"));
  sizeSlider_->setAccessibleName(sizeSlider_->toolTip());
  classBox_->setAccessibleName(tr("Class"));
  splitBox_->setAccessibleName(tr("Split"));
  tagBox_->setAccessibleName(tr("Annotation"));
  view_->setAccessibleName(tr("Pictures"));
  fillFilters();
  showSelection();
}

void DataGrid::load() {
  if (!context_.selection().hasPictures()) return;
  fillFilters();
  {
    const QSignalBlocker block(searchEdit_);
    searchEdit_->clear();
  }
  titleLabel_->setText(QFileInfo(QString::fromStdString(context_.selection().dataOptions().path)).fileName());
  stale_ = !isVisible();
  if (!stale_) model_->setData(context_.selection().dataOptions());
}

void DataGrid::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (stale_) model_->setData(context_.selection().dataOptions());
  stale_ = false;
}

void DataGrid::fillFilters() {
  const QSignalBlocker blocks[] = {QSignalBlocker(classBox_), QSignalBlocker(splitBox_), QSignalBlocker(tagBox_)};
  const auto begin = [](QComboBox* box, const QString& any) {
    box->clear();
    box->addItem(any, QString());
  };
  begin(classBox_, tr("Every class"));
  begin(splitBox_, tr("Every split"));
  begin(tagBox_, tr("Every annotation"));
  if (!context_.selection().hasPictures()) return;
  const auto& summary = context_.selection().summary();
  const auto add = [](QComboBox* box, const std::string& name, qint64 count) {
    const QString text = QString::fromStdString(name);
    box->addItem(QStringLiteral("%1  (%2)").arg(text, QLocale().toString(count)), text);
  };
  for (const auto& c : summary.classes) add(classBox_, c.name, c.train + c.val + c.test);
  add(splitBox_, "train", summary.train);
  add(splitBox_, "val", summary.val);
  add(splitBox_, "test", summary.test);
  for (const auto& tag : summary.tags) add(tagBox_, tag.name, tag.images);
  tagBox_->setVisible(!summary.tags.empty());
}

void DataGrid::applyFilter() {
  model_->setFilter({classBox_->currentData().toString(), splitBox_->currentData().toString(),
                     tagBox_->currentData().toString(), searchEdit_->text().trimmed()});
}

void DataGrid::setThumbnailSide(int side) {
  view_->setGridSize(QSize(side + 14, side + 14 + kCaption));
  QSettings().setValue("data/thumbnailSide", side);
}

void DataGrid::onSelected(const QModelIndex& index) {
  if (const auto* row = index.isValid() ? model_->rowAt(index.row()) : nullptr) context_.selection().setPicture(*row);
}

void DataGrid::shareSelection() {
  const QModelIndexList chosen = view_->selectionModel()->selectedIndexes();
  if (chosen.size() < 2) {
    if (context_.pictures().origin() == this) context_.pictures().clear();
    return;
  }
  std::vector<protocol::DataRow> rows;
  for (const QModelIndex& index : chosen) {
    if (const auto* row = model_->rowAt(index.row())) rows.push_back(*row);
  }
  context_.pictures().set(std::move(rows), this);
}

void DataGrid::showSelection() {
  const SelectionModel& chosen = context_.pictures();
  if (chosen.isEmpty()) {
    model_->setFixed(std::nullopt);
  } else if (chosen.origin() != this) {
    model_->setFixed(chosen.rows());
  }
  selectionButton_->setText(tr("Selection: %1 pictures ✕").arg(QLocale().toString(chosen.size())));
  selectionButton_->setToolTip(tr("Show all pictures again"));
  selectionButton_->setVisible(model_->isFixed());
}

void DataGrid::onPictureChanged() {
  const auto& picture = context_.selection().picture();
  if (!picture) return view_->selectionModel()->clear();
  const auto* current = view_->currentIndex().isValid() ? model_->rowAt(view_->currentIndex().row()) : nullptr;
  if (current == nullptr || current->path != picture->path) view_->clearSelection();
}

}  // namespace marcie::ui
