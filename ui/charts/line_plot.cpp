#include "ui/charts/line_plot.h"

#include <algorithm>
#include <cmath>

#include <QVBoxLayout>

#include "ui/charts/line_plot_parts.h"
#include "ui/text.h"

namespace marcie::ui {

namespace {

constexpr int kLeftMargin = 56;  // px; the same in every plot, so that linked axes stand under each other
constexpr int kFewPoints = 60;

QSharedPointer<QCPGraphDataContainer> containerOf(const QVector<QPointF>& points, bool isLog) {
  QSharedPointer<QCPGraphDataContainer> container(new QCPGraphDataContainer);
  QVector<QCPGraphData> values;
  values.reserve(points.size());
  for (const auto& point : points) values.append({point.x(), isLog && !(point.y() > 0) ? kNaN : point.y()});
  container->set(values, true);
  return container;
}

// A line that goes up and down over the whole height many times looks the same without smooth edges and is painted
// many times quicker.
void makeQuick(QCPGraph& graph, const QVector<QPointF>& points, double width) {
  constexpr double kBusy = 30;  // heights
  double low = std::numeric_limits<double>::infinity(), high = -low, travel = 0, before = kNaN;
  for (const auto& point : points) {
    if (std::isnan(point.y())) continue;
    low = std::min(low, point.y());
    high = std::max(high, point.y());
    if (!std::isnan(before)) travel += std::abs(point.y() - before);
    before = point.y();
  }
  const bool isBusy = high > low && travel > kBusy * (high - low);
  QPen pen = graph.pen();
  pen.setWidthF(isBusy ? 1 : width);
  graph.setPen(pen);
  graph.setAntialiased(!isBusy);
}

QVector<QPointF> pointsOf(const QCPGraph* graph) {
  QVector<QPointF> out;
  if (graph == nullptr) return out;
  for (const auto& value : *graph->data()) out.append({value.key, value.value});
  return out;
}

}  // namespace

LinePlot::LinePlot(QWidget* parent) : QWidget(parent), parts_(std::make_unique<Parts>()) {
  buildPlot();
  connectPlot();
  applyColours(false);
  retranslate();
}

LinePlot::~LinePlot() = default;

void LinePlot::buildPlot() {
  auto* plot = parts_->plot = new QCustomPlot(this);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(plot);
  plot->setObjectName(QStringLiteral("plotCanvas"));
  plot->setContextMenuPolicy(Qt::CustomContextMenu);
  plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  plot->axisRect()->setRangeDrag(Qt::Horizontal);
  plot->axisRect()->setMinimumMargins(QMargins(kLeftMargin, 8, 16, 8));
  plot->layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmBuffered);
  plot->setNoAntialiasingOnDrag(true);
  plot->setPlottingHint(QCP::phFastPolylines);
  plot->xAxis->grid()->setVisible(false);
  plot->xAxis->setNumberFormat(QStringLiteral("g"));
  plot->xAxis->setNumberPrecision(7);
  plot->yAxis->setNumberFormat(QStringLiteral("g"));
  plot->yAxis->setNumberPrecision(4);
  // Above the plot rather than over the curves.
  plot->plotLayout()->insertRow(0);
  plot->axisRect()->insetLayout()->take(plot->legend);
  plot->plotLayout()->addElement(0, 0, plot->legend);
  plot->plotLayout()->setRowStretchFactor(0, 0.001);
  plot->plotLayout()->setRowSpacing(0);
  plot->legend->setFillOrder(QCPLegend::foColumnsFirst);
  plot->legend->setMargins(QMargins(kLeftMargin, 4, 8, 0));
  plot->legend->setIconSize(18, 10);
  // An empty legend gives its margins as its largest size, and the axes below it would become as narrow.
  plot->legend->setMaximumSize(QWIDGETSIZE_MAX / 2, QWIDGETSIZE_MAX);
  plot->legend->setVisible(false);
  parts_->marks = new PlotMarks(plot);
  parts_->crossHair = new CrossHair(plot);
  parts_->placeholder = new QCPItemText(plot);
  parts_->placeholder->position->setType(QCPItemPosition::ptAxisRectRatio);
  parts_->placeholder->position->setCoords(0.5, 0.5);
  parts_->placeholder->setSelectable(false);
  parts_->table = new QLabel(plot);
  parts_->table->setObjectName(QStringLiteral("valueTable"));
  parts_->table->setAttribute(Qt::WA_TransparentForMouseEvents);
  parts_->table->setTextFormat(Qt::RichText);
  parts_->table->setMargin(6);
  parts_->table->setAutoFillBackground(true);
  parts_->table->hide();
  setMinimumSize(240, 120);
}

void LinePlot::connectPlot() {
  auto* plot = parts_->plot;
  connect(plot, &QCustomPlot::beforeReplot, this, &LinePlot::prepareRanges);
  connect(plot, &QCustomPlot::afterLayout, this, &LinePlot::fillGraphs);
  connect(plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, &LinePlot::onRangeDragged);
  connect(plot, &QCustomPlot::mouseWheel, this, [this, plot](QWheelEvent* event) {
    const bool vertical = event->modifiers().testFlag(Qt::ShiftModifier);
    plot->axisRect()->setRangeZoom(vertical ? Qt::Vertical : Qt::Horizontal);
    if (!vertical) return;
    isYZoomed_ = true;
    plot->axisRect()->setRangeDrag(Qt::Horizontal | Qt::Vertical);
  });
  connect(plot, &QCustomPlot::mouseDoubleClick, this, [this] { resetZoom(); });
  connect(plot, &QCustomPlot::mouseMove, this, [this, plot](QMouseEvent* event) {
    const bool inside = plot->axisRect()->rect().contains(event->pos());
    setCursorAt(inside ? plot->xAxis->pixelToCoord(event->pos().x()) : kNaN);
  });
  connect(plot, &QWidget::customContextMenuRequested, this, &LinePlot::showMenu);
  connect(&Theme::instance(), &Theme::changed, this, [this] { applyColours(false); });
  plot->installEventFilter(this);
}

int LinePlot::addSeries(const PlotSeries& series) {
  auto curve = std::make_unique<Curve>();
  curve->series = series;
  curve->data.setSmoothing(series.isSmoothed ? smoothing_ : 0);
  auto* plot = parts_->plot;
  curve->raw = plot->addGraph();
  curve->line = plot->addGraph();
  for (auto* graph : {curve->raw.data(), curve->line.data()}) {
    graph->setAdaptiveSampling(false);  // decimated() has done it, without losing a spike
    graph->setSelectable(QCP::stNone);
  }
  curve->raw->removeFromLegend();
  curve->line->setName(series.name);
  styleCurve(*curve, false);
  plot->legend->setVisible(true);
  const int id = nextId_++;
  curves_.emplace(id, std::move(curve));
  queueReplot();
  return id;
}

void LinePlot::clearSeries() {
  parts_->plot->clearGraphs();
  parts_->plot->legend->setVisible(false);
  curves_.clear();
  setCursorAt(kNaN);
  queueReplot();
}

qsizetype LinePlot::seriesCount() const {
  return static_cast<qsizetype>(curves_.size());
}

void LinePlot::setData(int id, QVector<double> x, QVector<double> y) {
  curves_.at(id)->data.assign(std::move(x), std::move(y));
  queueReplot();
}

void LinePlot::append(int id, const QVector<double>& x, const QVector<double>& y) {
  curves_.at(id)->data.append(x, y);
  queueReplot();
}

void LinePlot::setSmoothing(double weight) {
  smoothing_ = weight;
  for (auto& [id, curve] : curves_) curve->data.setSmoothing(curve->series.isSmoothed ? weight : 0);
  queueReplot();
}

void LinePlot::setLogScale(bool isLog) {
  isLog_ = isLog;
  auto* axis = parts_->plot->yAxis;
  axis->setScaleType(isLog ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  axis->setTicker(isLog ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                        : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
  queueReplot();
}

void LinePlot::setXAxis(const QString& label, XKind kind) {
  auto* axis = parts_->plot->xAxis;
  if (kind == xKind_ && label == axis->label()) return;  // a zoom stays
  xKind_ = kind;
  axis->setLabel(label);
  if (kind == XKind::duration) {
    QSharedPointer<QCPAxisTickerTime> ticker(new QCPAxisTickerTime);
    ticker->setTimeFormat(QStringLiteral("%h:%m:%s"));
    axis->setTicker(ticker);
  } else {
    axis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
  }
  resetZoom();
}

void LinePlot::setYAxis(const QString& label) {
  parts_->plot->yAxis->setLabel(label);
  queueReplot();
}

void LinePlot::setYFloor(double low, double high) {
  floorLow_ = low;
  floorHigh_ = high;
  queueReplot();
}

void LinePlot::setBands(const QVector<PlotBand>& bands) {
  parts_->marks->setBands(bands);
  queueReplot();
}

void LinePlot::setTicks(const QVector<PlotTick>& ticks) {
  parts_->marks->setTicks(ticks);
  queueReplot();
}

void LinePlot::setPlaceholder(const QString& text) {
  placeholder_ = text;
  parts_->placeholder->setText(text);
  queueReplot();
}

void LinePlot::queueReplot() {
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

double LinePlot::replotNow() {
  parts_->plot->replot(QCustomPlot::rpImmediateRefresh);
  return parts_->plot->replotTime();
}

QPair<double, double> LinePlot::dataRange() const {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto* owner : {this, static_cast<const LinePlot*>(peer_.data())}) {
    if (owner == nullptr) continue;
    for (const auto& [id, curve] : owner->curves_) {
      if (curve->data.isEmpty()) continue;
      low = std::min(low, curve->data.x().first());
      high = std::max(high, curve->data.x().last());
    }
  }
  if (!(low <= high)) return {0, 1};
  return low < high ? qMakePair(low, high) : qMakePair(low - 0.5, high + 0.5);
}

void LinePlot::prepareRanges() {
  auto* plot = parts_->plot;
  const QScopedValueRollback guard(isSettingRange_, true);
  if (!isXZoomed_) {
    const auto [low, high] = dataRange();
    plot->xAxis->setRange(low, high);
  }
  const bool isEmpty =
      std::all_of(curves_.begin(), curves_.end(), [](auto& item) { return item.second->data.isEmpty(); });
  parts_->placeholder->setVisible(isEmpty && !placeholder_.isEmpty());
  wrapLegend();
  fillGraphs();
  if (!isYZoomed_) fitY();
}

// Decimates to the pixels there are. Runs before the layout, because the y range follows from it, and again after.
void LinePlot::fillGraphs() {
  const int columns = std::max(1, parts_->plot->axisRect()->width());
  for (auto& [id, curve] : curves_) fillCurve(*curve, columns);
}

void LinePlot::fillCurve(Curve& curve, int columns) const {
  const QCPRange range = parts_->plot->xAxis->range();
  // Nothing to do when this very picture has been made already: the second call of a replot, a moved cross-hair.
  const Curve::Made made{range.lower, range.upper, columns, isLog_, curve.data.revision()};
  if (curve.made == made) return;
  curve.made = made;
  const auto& data = curve.data;
  const auto line = decimated(data.x(), data.smooth(), range.lower, range.upper, columns);
  curve.line->setData(containerOf(line, isLog_));
  const auto raw =
      data.isSmoothed() ? decimated(data.x(), data.y(), range.lower, range.upper, columns) : QVector<QPointF>();
  curve.raw->setData(containerOf(raw, isLog_));
  makeQuick(*curve.line, line, curve.series.width);
  makeQuick(*curve.raw, raw, 1);
  const bool dots = curve.series.hasDots && data.countIn(range.lower, range.upper) <= kFewPoints;
  curve.line->setScatterStyle(dots ? QCPScatterStyle(QCPScatterStyle::ssDisc, 5)
                                   : QCPScatterStyle(QCPScatterStyle::ssNone));
}

void LinePlot::fitY() {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  const QCPRange x = parts_->plot->xAxis->range();
  for (const auto& [id, curve] : curves_) {
    for (const auto* graph : {curve->line.data(), curve->raw.data()}) {
      for (const auto& value : *graph->data()) {
        if (std::isnan(value.value) || value.key < x.lower || value.key > x.upper) continue;
        low = std::min(low, value.value);
        high = std::max(high, value.value);
      }
    }
  }
  auto* axis = parts_->plot->yAxis;
  if (isLog_) {
    if (!(low <= high)) return axis->setRange(0.1, 1);
    const double pad = std::max(1.05, std::pow(high / low, 0.05));
    return axis->setRange(low / pad, high * pad);
  }
  if (floorHigh_ > floorLow_) {
    low = std::min(low, floorLow_);
    high = std::max(high, floorHigh_);
  }
  if (!(low <= high)) return axis->setRange(0, 1);
  const double pad = high > low ? 0.05 * (high - low) : std::max(1e-9, std::abs(high) * 0.1);
  // A floor is a natural end of the scale: no empty strip below a share of 0.
  const bool atFloor = floorHigh_ > floorLow_ && low == floorLow_;
  axis->setRange(atFloor ? low : low - pad, high + 2 * pad);  // the names of the bands stand above the curves
}

QVector<QPointF> LinePlot::paintedPoints(int id) const {
  return pointsOf(curves_.at(id)->line);
}

QVector<QPointF> LinePlot::paintedRawPoints(int id) const {
  return pointsOf(curves_.at(id)->raw);
}

}  // namespace marcie::ui
