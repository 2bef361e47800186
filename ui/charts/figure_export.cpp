#include "ui/charts/figure_export.h"

#include <QCoreApplication>
#include <QFile>
#include <QImage>
#include <QMenu>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "ui/dialogs/ask.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr double kScreenDpi = 96;

QString figureText(const char* text) {
  return QCoreApplication::translate("FigureExport", text);
}

void paintFigureOn(const Figure& figure, const FigurePage& page) {
  if (figure.paintOn) return figure.paintOn(page);
  QPainter painter(&page.device);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(page.scale, page.scale);
  figure.paint(painter);
}

bool savePngFigure(const Figure& figure, const QString& path, int dpi) {
  const double scale = dpi / kScreenDpi;
  QImage image(figure.size * scale, QImage::Format_ARGB32_Premultiplied);
  image.fill(Theme::printColours().surface);
  paintFigureOn(figure, {image, scale, false});
  const int perMetre = static_cast<int>(dpi / 0.0254 + 0.5);
  image.setDotsPerMeterX(perMetre);
  image.setDotsPerMeterY(perMetre);
  return image.save(path, "PNG");
}

bool saveSvgFigure(const Figure& figure, const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return false;
  QSvgGenerator generator;
  generator.setOutputDevice(&file);
  generator.setSize(figure.size);
  generator.setViewBox(QRect(QPoint(), figure.size));
  generator.setTitle(figure.name);
  generator.setDescription(figure.description);
  paintFigureOn(figure, {generator, 1, true});
  return file.error() == QFile::NoError;
}

bool savePdfFigure(const Figure& figure, const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return false;
  QPdfWriter writer(&file);
  writer.setTitle(figure.name);
  writer.setResolution(static_cast<int>(kScreenDpi));
  writer.setPageSize(QPageSize(QSizeF(figure.size) * 72 / kScreenDpi, QPageSize::Point, {}, QPageSize::ExactMatch));
  writer.setPageMargins({});
  paintFigureOn(figure, {writer, 1, true});
  return file.error() == QFile::NoError;
}

void chooseAndSave(QWidget* parent, const Figure& figure, const QString& suffix, int dpi,
                   const std::function<void(const QString&, bool)>& done) {
  choosePaths(parent,
              {PathKind::saveFile, figureText(QT_TRANSLATE_NOOP("FigureExport", "Save figure")),
               QStringLiteral("*.") + suffix, figure.name + u'.' + suffix},
              [figure, suffix, dpi, done](const QStringList& paths) {
                QString path = paths.value(0);
                if (!path.endsWith(u'.' + suffix, Qt::CaseInsensitive)) path += u'.' + suffix;
                done(path, saveFigure(figure, path, dpi));
              });
}

}  // namespace

bool saveFigure(const Figure& figure, const QString& path, int dpi) {
  if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive)) return saveSvgFigure(figure, path);
  if (path.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive)) return savePdfFigure(figure, path);
  if (!path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive)) return savePngFigure(figure, path, dpi);
  QSaveFile file(path);
  if (!figure.csv || !file.open(QIODevice::WriteOnly)) return false;
  file.write(figure.csv().toUtf8());
  return file.commit();
}

void addFigureExports(QMenu* menu, QWidget* parent, std::function<Figure()> figure,
                      std::function<void(const QString& path, bool isWritten)> done) {
  const auto add = [&](const QString& text, const QString& suffix, int dpi) {
    menu->addAction(text, parent, [=] { chooseAndSave(parent, figure(), suffix, dpi, done); });
  };
  for (const int dpi : {150, 300, 600}) {
    add(figureText(QT_TRANSLATE_NOOP("FigureExport", "Save as PNG, %1 dpi…")).arg(dpi), QStringLiteral("png"), dpi);
  }
  add(figureText(QT_TRANSLATE_NOOP("FigureExport", "Save as SVG…")), QStringLiteral("svg"), 0);
  add(figureText(QT_TRANSLATE_NOOP("FigureExport", "Save as PDF…")), QStringLiteral("pdf"), 0);
  add(figureText(QT_TRANSLATE_NOOP("FigureExport", "Save values as CSV…")), QStringLiteral("csv"), 0);
}

}  // namespace marcie::ui
