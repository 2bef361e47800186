#include "ui/bridge/run_controller.h"

#include <utility>

#include "ui/bridge/engine_client.h"
#include "ui/bridge/selection.h"

namespace marcie::ui {

RunController::RunController(EngineClient& engine, Selection& selection, QObject* parent)
    : QObject(parent), engine_(engine), selection_(selection) {
  connect(&selection_, &Selection::runChanged, this, &RunController::follow);
  connect(&engine_, &EngineClient::runStatus, this, &RunController::onStatus);
}

void RunController::start(const RunSpec& spec, const QString& name) {
  if (activity_ == Activity::starting) return;
  setActivity(Activity::starting);
  isMaking_ = true;
  wish_.reset();
  protocol::RunStart request;
  request.spec = spec;
  request.name = name.toStdString();
  engine_.call<protocol::RunStart>(this, request, [this](Result<protocol::RunPathReply> reply) {
    isMaking_ = false;
    if (!reply.ok()) {
      setActivity(info_ ? Activity::ended : Activity::none);
      Q_EMIT startRefused(reply.error());
      return;
    }
    const QString run = QString::fromStdString(reply->run);
    selection_.setRun(run);
    followWish();
    Q_EMIT started(run);
    Q_EMIT runsChanged();
  });
}

void RunController::controlSelected(protocol::RunAction action, Activity meanwhile) {
  if (isMaking_) {
    wish_ = action;
    return setActivity(meanwhile);
  }
  if (followed_.isEmpty()) return;
  setActivity(meanwhile);
  control(followed_, action);
}

void RunController::followWish() {
  if (!wish_) return;
  isWishOpen_ = true;
  control(followed_, *std::exchange(wish_, std::nullopt));
}

void RunController::pause() {
  controlSelected(protocol::RunAction::pause, Activity::pausing);
}
void RunController::unpause() {
  controlSelected(protocol::RunAction::unpause, Activity::continuing);
}
void RunController::stop() {
  controlSelected(protocol::RunAction::stop, Activity::stopping);
}
void RunController::discard() {
  controlSelected(protocol::RunAction::discard, Activity::discarding);
}
void RunController::resume() {
  controlSelected(protocol::RunAction::resume, Activity::starting);
}

void RunController::trainMore(int epochs) {
  if (followed_.isEmpty()) return;
  setActivity(Activity::starting);
  control(followed_, protocol::RunAction::moreEpochs, epochs);
}

void RunController::control(const QString& run, protocol::RunAction action, int epochs) {
  protocol::RunControl request;
  request.run = run.toStdString();
  request.action = action;
  request.epochs = epochs;
  engine_.call<protocol::RunControl>(this, request, [this, run](const Result<protocol::Empty>& reply) {
    if (!reply.ok()) {
      if (run == followed_) onStatus(run, status_);  // the buttons go back to what is true
      Q_EMIT controlFailed(run, reply.error());
    }
    Q_EMIT controlAnswered(run);
    Q_EMIT runsChanged();
  });
}

void RunController::attachToLiveRun() {
  engine_.call<protocol::RunsList>(this, {}, [this](const Result<protocol::RunsListReply>& reply) {
    if (!reply.ok() || !selection_.run().isEmpty()) return;
    for (const auto& run : reply->runs) {
      if (isLive(run.status.state)) return selection_.setRun(QString::fromStdString(run.path));
    }
  });
}

void RunController::follow(const QString& run) {
  if (!followed_.isEmpty()) engine_.unwatch(followed_);
  followed_ = run;
  isWishOpen_ = false;
  info_.reset();
  status_ = {};
  if (run.isEmpty()) {
    setActivity(Activity::none);
    Q_EMIT infoChanged();
    Q_EMIT statusChanged(status_);
    return;
  }
  engine_.watch(run, this, [this, run](const Result<RunInfo>& info) {
    if (run != followed_) return;
    if (!info.ok()) {
      Q_EMIT openFailed(run, info.error());
      return selection_.setRun({});
    }
    info_ = *info;
    Q_EMIT infoChanged();
    onStatus(run, info->status);
  });
}

void RunController::onStatus(const QString& run, const RunStatus& status) {
  if (run != followed_) return;
  const bool wasLive = info_ && isActive();
  const RunStatus before = status_;
  status_ = status;
  const bool newSession = status.session != before.session && !isWishOpen_;
  if (status.state != RunState::created && status.state != RunState::running) isWishOpen_ = false;
  switch (status.state) {
    case RunState::created:
      if (!isWishOpen_) setActivity(Activity::starting);
      break;
    case RunState::running:
      // A request under way shows until its effect is seen; a new trainer forgets the old requests.
      if (newSession || activity_ == Activity::none || activity_ == Activity::starting ||
          activity_ == Activity::ended || activity_ == Activity::continuing || activity_ == Activity::paused) {
        setActivity(Activity::running);
      }
      break;
    case RunState::paused:
      if (activity_ != Activity::continuing && activity_ != Activity::stopping && activity_ != Activity::discarding) {
        setActivity(Activity::paused);
      }
      break;
    default:
      // While a trainer is being started again, the old end is still on disk.
      if (activity_ == Activity::starting && wasLive && !newSession && before.session > 0) break;
      setActivity(Activity::ended);
  }
  Q_EMIT statusChanged(status_);
  if (status.state != before.state) Q_EMIT runsChanged();
  if (wasLive && activity_ == Activity::ended) Q_EMIT ended(status_);
}

void RunController::setActivity(Activity activity) {
  if (activity == activity_) return;
  activity_ = activity;
  Q_EMIT activityChanged(activity);
}

}  // namespace marcie::ui
