// ScatterMap as a file: pictures in print colours with what they show, numbers as CSV.
#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QTextStream>

#include "core/base/strings.h"
#include "ui/charts/scatter_map_state.h"
#include "ui/text.h"

namespace marcie::ui {
namespace {

constexpr std::int64_t kMostVectorPoints = 20000;  // beyond, files of shapes open slowly: the points are an image then
constexpr int kLegendEntries = 24;
constexpr double kCaptionHeight = 26, kLegendWidth = 150;  // px

QString csvText(const QString& text) {
  return q(csvField(text.toStdString()));
}

}  // namespace

// The map, its legend when it has few categories, and a line that says what it shows.
void ScatterMap::paintFigure(QPainter& painter, const QSizeF& size, double pixelsPerUnit, bool isVector) {
  const auto& colours = Theme::printColours();
  painter.fillRect(QRectF(QPointF(0, 0), size), colours.surface);
  const ScatterColouring& colouring = s_->colouring;
  const bool hasLegend = !colouring.names.isEmpty() && colouring.names.size() <= kLegendEntries;
  const QSizeF area(size.width() - (hasLegend ? kLegendWidth : 0),
                    size.height() - (s_->caption.isEmpty() ? 0 : kCaptionHeight));
  ScatterView view = s_->view;
  view.scale *= std::min(area.width() / std::max(1, width()), area.height() / std::max(1, height()));
  std::vector<bool> faded(s_->look.entry.size());
  for (std::size_t i = 0; i < faded.size(); ++i) faded[i] = s_->look.entry[i] >= s_->look.half();
  const ScatterLook look = makeLook(colouring, s_->points.count(), faded, true);
  const std::int64_t inView = s_->points.countIn(view.area(area));
  painter.save();
  painter.setClipRect(QRectF(QPointF(0, 0), area));
  if (isVector && inView <= kMostVectorPoints) {
    paintLinks(painter, area, view, Output::print);
    painter.setRenderHint(QPainter::Antialiasing);
    const double dot = dotSize(inView);
    for (const bool isFront : {false, true}) {
      s_->points.visit(view.area(area, dot), [&](const ScatterPoints::Entry* first, const ScatterPoints::Entry* last) {
        for (const auto* e = first; e != last; ++e) {
          const auto point = static_cast<std::size_t>(e->point);
          if ((look.entry[point] < look.half()) != isFront) continue;
          if (!s_->hidden.empty() && s_->hidden[point]) continue;
          painter.setPen(Qt::NoPen);
          painter.setBrush(QColor(look.palette[look.entry[point]]));
          paintShape(painter, dot >= 6 ? look.shapes[look.entry[point]] : ScatterShape::disc,
                     view.toPixel(s_->points.at(e->point), area), dot);
          if (point < s_->hollow.size() && s_->hollow[point]) {
            painter.setBrush(colours.surface);
            paintShape(painter, ScatterShape::disc, view.toPixel(s_->points.at(e->point), area), 0.42 * dot);
          }
        }
      });
    }
  } else {
    QImage image((area * pixelsPerUnit).toSize(), QImage::Format_RGB32);
    drawRaster(image, look, view, pixelsPerUnit, Output::print);
    painter.drawImage(QRectF(QPointF(0, 0), area), image);
  }
  painter.setRenderHint(QPainter::Antialiasing);
  paintLayers(painter, area, view, Output::print);
  painter.restore();

  painter.setFont(Theme::smallFont());
  if (hasLegend) {
    double y = 20;
    painter.setPen(colours.muted);
    painter.drawText(QPointF(area.width() + 12, y), colouring.title);
    for (int kind = 0; kind < colouring.names.size(); ++kind) {
      y += 18;
      painter.setPen(Qt::NoPen);
      painter.setBrush(scatterColour(colouring, kind, true));
      paintShape(painter, scatterShape(kind), QPointF(area.width() + 18, y - 4), 9);
      painter.setPen(colours.text);
      painter.drawText(
          QPointF(area.width() + 30, y),
          painter.fontMetrics().elidedText(colouring.names[kind], Qt::ElideRight, static_cast<int>(kLegendWidth) - 36));
    }
  }
  if (!s_->caption.isEmpty()) {
    painter.setPen(colours.muted);
    const QRectF line(8, size.height() - kCaptionHeight, size.width() - 16, kCaptionHeight);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(s_->caption, Qt::ElideRight, static_cast<int>(line.width())));
  }
}

Figure ScatterMap::figure() {
  constexpr double kVectorDetail = 3;  // pixels for a px, of what is an image among shapes
  const auto paintOn = [this](const FigurePage& page) {
    {
      QPainter painter(&page.device);
      painter.scale(page.scale, page.scale);
      paintFigure(painter, size(), page.isVector ? kVectorDetail : page.scale, page.isVector);
    }
    update();
  };
  return {s_->exportName.isEmpty() ? QStringLiteral("map") : s_->exportName,
          size(),
          {},
          [this] { return csv(); },
          paintOn,
          s_->caption};
}

void ScatterMap::setCsvColumns(QStringList names, std::function<QStringList(int)> values) {
  s_->csvNames = std::move(names);
  s_->csvValues = std::move(values);
}

QString ScatterMap::csv() const {
  const ScatterColouring& colouring = s_->colouring;
  QString out;
  QTextStream stream(&out);
  stream << "point,x,y";
  const bool isColoured = colouring.isNumeric() || !colouring.names.isEmpty();
  if (isColoured) stream << ',' << csvText(colouring.title);
  for (const QString& name : s_->csvNames) stream << ',' << csvText(name);
  stream << '\n';
  for (int i = 0; i < s_->points.count(); ++i) {
    const QPointF at = s_->points.at(i);
    stream << i << ',' << formatNumber(at.x()).c_str() << ',' << formatNumber(at.y()).c_str();
    if (colouring.isNumeric()) {
      stream << ',' << (i < colouring.value.size() ? formatNumber(double(colouring.value[i])).c_str() : "");
    } else if (isColoured) {
      const int kind = i < colouring.kind.size() ? colouring.kind[i] : -1;
      stream << ',' << csvText(colouring.names.value(kind));
    }
    if (s_->csvValues) {
      for (const QString& value : s_->csvValues(i)) stream << ',' << csvText(value);
    }
    stream << '\n';
  }
  return out;
}

void ScatterMap::setExportName(const QString& name) {
  s_->exportName = name;
}

void ScatterMap::setCaption(const QString& text) {
  s_->caption = text;
}

}  // namespace marcie::ui
