// LinePlot as a file: pictures in print colours, numbers as CSV.
#include <QMenu>
#include <QTextStream>

#include "core/base/strings.h"
#include "ui/charts/line_plot_parts.h"
#include "ui/text.h"

namespace marcie::ui {

namespace {

QString quoted(const QString& text) {
  return q(csvField(text.toStdString()));
}

}  // namespace

// In print colours; the window's come back before anything is painted there.
void LinePlot::paintFigure(const FigurePage& page) {
  applyColours(true);
  {
    QCPPainter painter(&page.device);
    painter.scale(page.scale, page.scale);
    painter.setMode(QCPPainter::pmVectorized, page.isVector);
    painter.setMode(QCPPainter::pmNonCosmetic);
    parts_->plot->toPainter(&painter, width(), height());
  }
  applyColours(false);
}

Figure LinePlot::figure() {
  return {exportName_.isEmpty() ? QStringLiteral("plot") : exportName_,
          size(),
          {},
          [this] { return csv(); },
          [this](const FigurePage& page) { paintFigure(page); }};
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

void LinePlot::showMenu(const QPoint& position) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  auto* all = menu->addAction(tr("Show everything"), this, &LinePlot::resetZoom);
  all->setEnabled(isZoomed());
  menu->addSeparator();
  addFigureExports(menu, this, [this] { return figure(); });
  menu->popup(parts_->plot->mapToGlobal(position));
}

}  // namespace marcie::ui
