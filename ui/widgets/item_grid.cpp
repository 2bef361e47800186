#include "ui/widgets/item_grid.h"

#include <QPainter>
#include <QScrollBar>

#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kPictureWidth = 84;
constexpr int kPictureHeight = 112;
constexpr int kCellWidth = 108;
constexpr int kCellHeight = 168;

void paintBadge(QPainter& painter, const QString& text, const QColor& fill, const QColor& ink, int bottom) {
  painter.setFont(Theme::smallFont());
  const int width = painter.fontMetrics().horizontalAdvance(text) + 10;
  const QRect badge(2, bottom - 18, width, 16);
  painter.setPen(Qt::NoPen);
  painter.setBrush(fill);
  painter.drawRoundedRect(badge, 4, 4);
  painter.setPen(ink);
  painter.drawText(badge, Qt::AlignCenter, text);
}

}  // namespace

ItemGrid::ItemGrid(ThumbnailStore& thumbnails, QWidget* parent) : QListWidget(parent), thumbnails_(thumbnails) {
  setViewMode(QListView::IconMode);
  setResizeMode(QListView::Adjust);
  setMovement(QListView::Static);
  setUniformItemSizes(true);
  setWordWrap(true);
  setTextElideMode(Qt::ElideRight);
  setIconSize({kPictureWidth, kPictureHeight});
  setGridSize({kCellWidth, kCellHeight});
  setFont(Theme::smallFont());
  setFrameShape(QFrame::NoFrame);
  connect(&thumbnails_, &ThumbnailStore::arrived, this, [this](const QStringList& paths) {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (paths.contains(q(cells_[i].item.image))) refresh(static_cast<int>(i));
    }
  });
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    for (int i = 0; i < count(); ++i) refresh(i);
  });
  connect(this, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { Q_EMIT itemChosen(cells_[static_cast<std::size_t>(row(item))].item); });
  connect(this, &QListWidget::itemClicked, this,
          [this](QListWidgetItem* item) { Q_EMIT itemChosen(cells_[static_cast<std::size_t>(row(item))].item); });
}

void ItemGrid::setOneLine() {
  setWrapping(false);
  setFixedHeight(kCellHeight + horizontalScrollBar()->sizeHint().height() + 4);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void ItemGrid::setCells(std::vector<ItemCell> cells) {
  cells_ = std::move(cells);
  clear();
  for (const ItemCell& cell : cells_) {
    const QString title = q(cell.item.title);
    // One line of title, so that what is said below it is always seen.
    const QString shown = fontMetrics().elidedText(title, Qt::ElideRight, kCellWidth - 3 * Theme::kGrid);
    auto* item = new QListWidgetItem(cell.caption.isEmpty() ? shown : shown + QLatin1Char('\n') + cell.caption, this);
    item->setTextAlignment(Qt::AlignHCenter | Qt::AlignTop);
    item->setToolTip(title + QLatin1Char('\n') + cell.caption +
                     (cell.item.isCold ? QLatin1Char('\n') + tr("Cold: nobody has chosen it in training") : QString()) +
                     (cell.isHit ? QLatin1Char('\n') + tr("Chosen later by this user") : QString()));
  }
  for (int i = 0; i < count(); ++i) refresh(i);
}

QPixmap ItemGrid::pictureOf(const ItemCell& cell) {
  const auto& c = Theme::instance().colours();
  const qreal ratio = devicePixelRatioF();
  QPixmap canvas(QSize(kPictureWidth, kPictureHeight) * ratio);
  canvas.setDevicePixelRatio(ratio);
  canvas.fill(Qt::transparent);
  QPainter painter(&canvas);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  if (cell.isFaded) painter.setOpacity(0.35);
  const QPixmap picture = cell.item.image.empty() ? QPixmap() : thumbnails_.get(q(cell.item.image));
  if (picture.isNull()) {
    painter.setPen(c.border);
    painter.setBrush(c.raised);
    painter.drawRoundedRect(QRectF(0.5, 0.5, kPictureWidth - 1, kPictureHeight - 1), 4, 4);
  } else {
    const QSizeF size = QSizeF(picture.size()).scaled(kPictureWidth, kPictureHeight, Qt::KeepAspectRatio);
    const QPointF corner((kPictureWidth - size.width()) / 2, (kPictureHeight - size.height()) / 2);
    painter.drawPixmap(QRectF(corner, size), picture, QRectF(picture.rect()));
  }
  int bottom = kPictureHeight;
  if (cell.isHit) {
    paintBadge(painter, tr("✓ chosen"), c.good, c.surface, bottom);
    bottom -= 20;
  }
  if (cell.item.isCold) paintBadge(painter, tr("cold"), c.accent, c.onAccent, bottom);
  return canvas;
}

void ItemGrid::refresh(int row) {
  if (row < count()) item(row)->setIcon(QIcon(pictureOf(cells_[static_cast<std::size_t>(row)])));
}

}  // namespace marcie::ui
