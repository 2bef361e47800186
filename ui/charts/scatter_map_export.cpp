// ScatterMap as a file: pictures in print colours with what they show, numbers as CSV.
#include <algorithm>
#include <cmath>

#include <QFile>
#include <QMenu>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTextStream>

#include "core/base/strings.h"
#include "ui/charts/scatter_map_state.h"
#include "ui/dialogs/ask.h"
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

bool ScatterMap::savePng(const QString& path, int dpi) {
  const double scale = dpi / 96.0;
  QImage image((QSizeF(size()) * scale).toSize(), QImage::Format_RGB32);
  {
    QPainter painter(&image);
    painter.scale(scale, scale);
    paintFigure(painter, size(), scale, false);
  }
  const int perMetre = static_cast<int>(dpi / 0.0254 + 0.5);
  image.setDotsPerMeterX(perMetre);
  image.setDotsPerMeterY(perMetre);
  update();
  return image.save(path, "PNG");
}

bool ScatterMap::saveSvg(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return false;
  QSvgGenerator generator;
  generator.setOutputDevice(&file);
  generator.setSize(size());
  generator.setViewBox(QRect(QPoint(), size()));
  generator.setTitle(s_->exportName);
  generator.setDescription(s_->caption);
  {
    QPainter painter(&generator);
    paintFigure(painter, size(), 3, true);
  }
  update();
  return file.error() == QFile::NoError;
}

bool ScatterMap::savePdf(const QString& path) {
  {
    QFile probe(path);  // QPdfWriter says nothing about a folder that is not there
    if (!probe.open(QIODevice::WriteOnly)) return false;
  }
  QPdfWriter writer(path);
  writer.setTitle(s_->exportName);
  writer.setResolution(96);
  writer.setPageSize(QPageSize(QSizeF(size()) * 72.0 / 96.0, QPageSize::Point, QString(), QPageSize::ExactMatch));
  writer.setPageMargins(QMarginsF(0, 0, 0, 0));
  QPainter painter;
  if (!painter.begin(&writer)) return false;
  paintFigure(painter, size(), 3, true);
  update();
  return painter.end();
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

bool ScatterMap::saveCsv(const QString& path) const {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return false;
  file.write(csv().toUtf8());
  return file.commit();
}

void ScatterMap::setExportName(const QString& name) {
  s_->exportName = name;
}

void ScatterMap::setCaption(const QString& text) {
  s_->caption = text;
}

void ScatterMap::exportWith(const QString& suffix, const std::function<bool(const QString&)>& save) {
  const QString name = (s_->exportName.isEmpty() ? QStringLiteral("map") : s_->exportName) + u'.' + suffix;
  choosePaths(this, {PathKind::saveFile, tr("Save map"), QStringLiteral("*.") + suffix, name},
              [this, suffix, save](const QStringList& paths) {
                QString path = paths.value(0);
                if (!path.endsWith(u'.' + suffix, Qt::CaseInsensitive)) path += u'.' + suffix;
                if (save(path)) {
                  Q_EMIT exported(path);
                } else {
                  Q_EMIT exportFailed(path);
                }
              });
}

void ScatterMap::addExports(QMenu* menu) {
  for (const int dpi : {150, 300, 600}) {
    menu->addAction(tr("Save as PNG, %1 dpi…").arg(dpi), this, [this, dpi] {
      exportWith(QStringLiteral("png"), [this, dpi](const QString& path) { return savePng(path, dpi); });
    });
  }
  menu->addAction(tr("Save as SVG…"), this,
                  [this] { exportWith(QStringLiteral("svg"), [this](const QString& path) { return saveSvg(path); }); });
  menu->addAction(tr("Save as PDF…"), this,
                  [this] { exportWith(QStringLiteral("pdf"), [this](const QString& path) { return savePdf(path); }); });
  menu->addAction(tr("Save points as CSV…"), this,
                  [this] { exportWith(QStringLiteral("csv"), [this](const QString& path) { return saveCsv(path); }); });
}

}  // namespace marcie::ui
