// Start, pause, resume, stop, discard: turns buttons into requests and status notes into states. Follows the run that
// is selected, whoever started it. GUI thread only.
#pragma once

#include <optional>

#include <QObject>
#include <QString>

#include "core/api/protocol.h"

namespace marcie::ui {

class EngineClient;
class Selection;

class RunController : public QObject {
  Q_OBJECT
 public:
  // `pausing`, `stopping` … begin the moment a button is pressed and end when the run says so.
  enum class Activity { none, starting, running, pausing, paused, continuing, stopping, discarding, ended };
  Q_ENUM(Activity)

  RunController(EngineClient& engine, Selection& selection, QObject* parent = nullptr);

  [[nodiscard]] Activity activity() const { return activity_; }
  // True from pressing Start until the run has ended.
  [[nodiscard]] bool isActive() const { return activity_ != Activity::none && activity_ != Activity::ended; }
  // Of the selected run, once the engine has told.
  [[nodiscard]] const std::optional<RunInfo>& info() const { return info_; }
  [[nodiscard]] const RunStatus& status() const { return status_; }

  // Makes a run, selects it and follows it. startRefused() brings every problem of the spec at once.
  void start(const RunSpec& spec, const QString& name = {});
  void pause();
  void unpause();
  void stop();  // saves
  void discard();
  void resume();  // an interrupted, stopped or failed run, from its last checkpoint
  void trainMore(int epochs);
  // The same for any run of the list.
  void control(const QString& run, protocol::RunAction action, int epochs = 0);
  // Looks for a run that is live and selects it, unless one is selected: a window that opens again finds its training.
  void attachToLiveRun();

 Q_SIGNALS:
  void activityChanged(marcie::ui::RunController::Activity activity);
  void statusChanged(const marcie::RunStatus& status);
  void infoChanged();
  void started(const QString& run);
  void startRefused(const marcie::Error& error);
  void controlFailed(const QString& run, const marcie::Error& error);
  // The selected run cannot be read; nothing is selected any more.
  void openFailed(const QString& run, const marcie::Error& error);
  // The engine has answered a request for this run, with success or not: nothing is on its way any more.
  void controlAnswered(const QString& run);
  // The selected run has just ended, however.
  void ended(const marcie::RunStatus& status);
  // Runs came, went or changed their state: lists should be read again.
  void runsChanged();

 private:
  void follow(const QString& run);
  void onStatus(const QString& run, const RunStatus& status);
  void setActivity(Activity activity);
  void controlSelected(protocol::RunAction action, Activity meanwhile);
  // What was asked for while the run was being made is asked now.
  void followWish();

  EngineClient& engine_;
  Selection& selection_;
  QString followed_;
  Activity activity_ = Activity::none;
  bool isMaking_ = false;                    // the engine has been asked for a new run and has not answered yet
  std::optional<protocol::RunAction> wish_;  // made meanwhile
  bool isWishOpen_ = false;                  // it holds until the run obeys, whatever states come before
  std::optional<RunInfo> info_;
  RunStatus status_;
};

}  // namespace marcie::ui
