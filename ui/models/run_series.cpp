#include "ui/models/run_series.h"

#include <algorithm>
#include <cmath>

#include "ui/text.h"

namespace marcie::ui {

namespace {
constexpr double kJump = 1.6;         // factor between two steps that no glide makes
constexpr double kAlmostZero = 0.02;  // of the highest rate: below it factors say nothing
constexpr double kWarmupSteps = 10;   // of a phase: its warm-up doubles in its first steps
}  // namespace

const QVector<double>& RunColumns::on(RunAxis axis) const {
  return axis == RunAxis::step ? step : axis == RunAxis::epoch ? epoch : seconds;
}

void RunColumns::append(const RunEvent& event) {
  step.append(static_cast<double>(event.step));
  epoch.append(event.epoch);
  seconds.append(event.wallTime);
}

void RunColumns::truncate(qsizetype size) {
  step.resize(size);
  epoch.resize(size);
  seconds.resize(size);
}

struct RunSeries::Collector {
  RunSeries& out;
  const RunEvent& event;
  void operator()(const RunStarted& body) const { out.started_ = body; }
  void operator()(const PhaseStarted& body) const {
    const auto first = static_cast<double>(body.firstStep);
    std::erase_if(out.phases_, [&](const RunPhase& phase) { return phase.firstStep >= first; });
    out.phases_.push_back({QString::fromStdString(body.title.empty() ? body.name : body.title), first,
                           static_cast<double>(body.endStep)});
  }
  void operator()(const StepEnd& body) const { out.addStep(event, body); }
  void operator()(const EpochEnd& body) const { out.addMetrics(event, "train", body.means); }
  void operator()(const MetricsReady& body) const { out.addMetrics(event, body.split, body.values); }
  void operator()(const SnapshotReady&) const {}
  void operator()(const CheckpointSaved& body) const {
    mark(body.best ? RunMark::Kind::best : RunMark::Kind::checkpoint, {});
  }
  void operator()(const WarningRaised& body) const {
    mark(RunMark::Kind::warning, QString::fromStdString(body.message));
  }
  void operator()(const RunFinished& body) const { out.finished_ = body; }

  void mark(RunMark::Kind kind, QString text) const {
    out.marks_.push_back({kind, static_cast<double>(event.step), std::move(text)});
  }
};

void RunSeries::apply(const std::vector<RunEvent>& events) {
  if (events.empty()) return;
  hasForgotten_ = false;
  for (const auto& event : events) std::visit(Collector{*this, event}, event.body);
  Q_EMIT changed(hasForgotten_);
}

void RunSeries::clear() {
  steps_ = {};
  lossNames_.clear();
  losses_.clear();
  learningRate_.clear();
  highestRate_ = 0;
  metrics_.clear();
  phases_.clear();
  std::erase_if(marks_, [](const RunMark& mark) { return mark.kind != RunMark::Kind::pause; });
  started_.reset();
  finished_.reset();
  Q_EMIT changed(true);
}

void RunSeries::markPause(double step) {
  marks_.push_back({RunMark::Kind::pause, step, {}});
  Q_EMIT changed(false);
}

void RunSeries::addStep(const RunEvent& event, const StepEnd& body) {
  finished_.reset();  // there is no step after the end: it was resumed
  const auto step = static_cast<double>(event.step);
  if (steps_.size() > 0 && step <= steps_.step.last()) forgetFrom(step);
  steps_.append(event);
  learningRate_.append(body.learningRate);
  markLearningRate(step);
  for (const auto& [name, value] : body.losses) {
    const QString key = QString::fromStdString(name);
    const auto [it, isNew] = losses_.try_emplace(key);
    if (isNew) lossNames_.append(key);
    it->second.resize(steps_.size() - 1, kNaN);
    it->second.append(value);
  }
  for (auto& [name, values] : losses_) values.resize(steps_.size(), kNaN);
}

void RunSeries::markLearningRate(double step) {
  const double now = learningRate_.last();
  highestRate_ = std::max(highestRate_, now);
  if (learningRate_.size() < 2) return;
  const double before = learningRate_[learningRate_.size() - 2];
  if (before < kAlmostZero * highestRate_ || now <= 0) return;
  const bool fell = before / now >= kJump;
  const double phaseStart = phases_.empty() ? 0 : phases_.back().firstStep;
  const bool rose = now / before >= kJump && step - phaseStart > kWarmupSteps;
  if (!fell && !rose) return;
  marks_.push_back({RunMark::Kind::learningRate, step,
                    QStringLiteral("%1 → %2").arg(QString::number(before, 'g', 3), QString::number(now, 'g', 3))});
}

void RunSeries::addMetrics(const RunEvent& event, const std::string& split, const std::vector<NamedValue>& values) {
  for (const auto& [name, value] : values) {
    auto& metric = metrics_[QString::fromStdString(split + "/" + name)];
    const auto step = static_cast<double>(event.step);
    if (metric.at.size() > 0 && step <= metric.at.step.last()) {
      const auto size = std::lower_bound(metric.at.step.begin(), metric.at.step.end(), step) - metric.at.step.begin();
      metric.at.truncate(size);
      metric.values.resize(size);
      hasForgotten_ = true;
    }
    metric.at.append(event);
    metric.values.append(value);
  }
}

void RunSeries::forgetFrom(double step) {
  const auto size = std::lower_bound(steps_.step.begin(), steps_.step.end(), step) - steps_.step.begin();
  steps_.truncate(size);
  learningRate_.resize(size);
  for (auto& [name, values] : losses_) values.resize(size);
  std::erase_if(marks_, [step](const RunMark& mark) { return mark.step >= step && mark.kind != RunMark::Kind::pause; });
  hasForgotten_ = true;
}

const QVector<double>& RunSeries::loss(const QString& name) const {
  static const QVector<double> none;
  const auto it = losses_.find(name);
  return it == losses_.end() ? none : it->second;
}

QStringList RunSeries::metricKeys() const {
  QStringList keys;
  for (const auto& [key, metric] : metrics_) keys.append(key);
  return keys;
}

const RunMetric* RunSeries::metric(const QString& key) const {
  const auto it = metrics_.find(key);
  return it == metrics_.end() ? nullptr : &it->second;
}

double RunSeries::onAxis(double step, RunAxis axis) const {
  if (axis == RunAxis::step) return step;
  if (axis == RunAxis::epoch && started_ && started_->stepsPerEpoch > 0) {
    return step / static_cast<double>(started_->stepsPerEpoch);
  }
  if (steps_.size() == 0) return 0;
  const auto& values = steps_.on(axis);
  const auto it = std::lower_bound(steps_.step.begin(), steps_.step.end(), step);
  if (it == steps_.step.end()) return values.last();
  const auto i = it - steps_.step.begin();
  const double before = i > 0 ? values[i - 1] : 0;
  const double stepBefore = i > 0 ? steps_.step[i - 1] : 0;
  if (*it <= stepBefore) return values[i];
  return before + (values[i] - before) * (step - stepBefore) / (*it - stepBefore);
}

}  // namespace marcie::ui
