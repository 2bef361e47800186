#include <QDir>

#include "ui/bridge/engine_client.h"
#include "ui/models/run_series.h"

namespace marcie::ui {

RunSeriesStore::RunSeriesStore(EngineClient& engine, QObject* parent) : QObject(parent), engine_(engine) {
  connect(&engine_, &EngineClient::runEvents, this,
          [this](const QString& run, bool restarted, bool, const std::vector<RunEvent>& events) {
            onEvents(run, restarted, events);
          });
  connect(&engine_, &EngineClient::runStatus, this, &RunSeriesStore::onStatus);
}

RunSeries* RunSeriesStore::series(const QString& run) {
  auto& found = series_[run];
  if (!found) found = std::make_unique<RunSeries>();
  return found.get();
}

QString RunSeriesStore::title(const QString& run) const {
  const auto it = titles_.find(run);
  return it == titles_.end() || it->second.isEmpty() ? QDir(run).dirName() : it->second;
}

void RunSeriesStore::setTitle(const QString& run, const QString& title) {
  auto& known = titles_[run];
  if (known == title) return;
  known = title;
  Q_EMIT titleChanged(run);
}

void RunSeriesStore::setCurrent(const QString& run) {
  if (current_ == run) return;
  current_ = run;
  Q_EMIT shownChanged();
}

void RunSeriesStore::setCompared(const QStringList& runs) {
  QStringList wanted = runs.mid(0, kMostCompared);
  wanted.removeDuplicates();
  if (wanted == compared_) return;
  const QStringList before = compared_;
  compared_ = wanted;
  for (const auto& run : wanted) {
    if (!before.contains(run)) engine_.watch(run);
  }
  for (const auto& run : before) {
    if (!wanted.contains(run)) engine_.unwatch(run);
  }
  Q_EMIT shownChanged();
}

QStringList RunSeriesStore::shown() const {
  QStringList runs;
  if (!current_.isEmpty()) runs.append(current_);
  for (const auto& run : compared_) {
    if (run != current_) runs.append(run);
  }
  return runs;
}

int RunSeriesStore::colourOf(const QString& run) const {
  return static_cast<int>(shown().indexOf(run));
}

void RunSeriesStore::onEvents(const QString& run, bool restarted, const std::vector<RunEvent>& events) {
  auto* target = series(run);
  if (restarted) target->clear();
  target->apply(events);
}

// The run itself does not record pauses (its events are the same with and without); what the window saw is marked.
void RunSeriesStore::onStatus(const QString& run, const RunStatus& status) {
  const auto it = states_.find(run);
  const bool wasRunning = it != states_.end() && it->second == RunState::running;
  states_[run] = status.state;
  if (wasRunning && status.state == RunState::paused) series(run)->markPause(static_cast<double>(status.step));
}

}  // namespace marcie::ui
