// LinePlot as a file: pictures in print colours, numbers as CSV.
#include <QFile>
#include <QMenu>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTextStream>

#include "core/base/strings.h"
#include "ui/charts/line_plot_parts.h"
#include "ui/dialogs/ask.h"
#include "ui/text.h"

namespace marcie::ui {

namespace {

QString quoted(const QString& text) {
  return q(csvField(text.toStdString()));
}

}  // namespace

void LinePlot::inPrintColours(const std::function<void()>& render) {
  applyColours(true);
  render();
  applyColours(false);
}

bool LinePlot::savePng(const QString& path, int dpi) {
  const double scale = dpi / 96.0;
  QImage image;
  inPrintColours([&] { image = parts_->plot->toPixmap(width(), height(), scale).toImage(); });
  image.setDevicePixelRatio(1);
  const int perMetre = static_cast<int>(dpi / 0.0254 + 0.5);
  image.setDotsPerMeterX(perMetre);
  image.setDotsPerMeterY(perMetre);
  return image.save(path, "PNG");
}

bool LinePlot::saveSvg(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return false;
  QSvgGenerator generator;
  generator.setOutputDevice(&file);
  generator.setSize(size());
  generator.setViewBox(QRect(QPoint(), size()));
  generator.setTitle(exportName_);
  inPrintColours([&] {
    QCPPainter painter(&generator);
    painter.setMode(QCPPainter::pmVectorized);
    parts_->plot->toPainter(&painter, width(), height());
  });
  return file.error() == QFile::NoError;
}

bool LinePlot::savePdf(const QString& path) {
  bool ok = false;
  inPrintColours(
      [&] { ok = parts_->plot->savePdf(path, width(), height(), QCP::epNoCosmetic, QString(), exportName_); });
  return ok;
}

QString LinePlot::csv() const {
  QString out;
  QTextStream stream(&out);
  stream << "series," << quoted(parts_->plot->xAxis->label()) << ",value\n";
  for (const auto& [id, curve] : curves_) {
    const QString name = quoted(curve->series.name);
    for (qsizetype i = 0; i < curve->data.size(); ++i) {
      stream << name << ',' << formatNumber(curve->data.x()[i]).c_str() << ','
             << formatNumber(curve->data.y()[i]).c_str() << '\n';
    }
  }
  return out;
}

bool LinePlot::saveCsv(const QString& path) const {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return false;
  file.write(csv().toUtf8());
  return file.commit();
}

void LinePlot::exportWith(const QString& suffix, const std::function<bool(const QString&)>& save) {
  const QString name = (exportName_.isEmpty() ? QStringLiteral("plot") : exportName_) + u'.' + suffix;
  choosePaths(this, {PathKind::saveFile, tr("Save plot"), QStringLiteral("*.") + suffix, name},
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

void LinePlot::addExports(QMenu* menu) {
  for (const int dpi : {150, 300, 600}) {
    menu->addAction(tr("Save as PNG, %1 dpi…").arg(dpi), this, [this, dpi] {
      exportWith(QStringLiteral("png"), [this, dpi](const QString& path) { return savePng(path, dpi); });
    });
  }
  menu->addAction(tr("Save as SVG…"), this,
                  [this] { exportWith(QStringLiteral("svg"), [this](const QString& path) { return saveSvg(path); }); });
  menu->addAction(tr("Save as PDF…"), this,
                  [this] { exportWith(QStringLiteral("pdf"), [this](const QString& path) { return savePdf(path); }); });
  menu->addAction(tr("Save values as CSV…"), this,
                  [this] { exportWith(QStringLiteral("csv"), [this](const QString& path) { return saveCsv(path); }); });
}

void LinePlot::showMenu(const QPoint& position) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  auto* all = menu->addAction(tr("Show everything"), this, &LinePlot::resetZoom);
  all->setEnabled(isZoomed());
  menu->addSeparator();
  addExports(menu);
  menu->popup(parts_->plot->mapToGlobal(position));
}

}  // namespace marcie::ui
