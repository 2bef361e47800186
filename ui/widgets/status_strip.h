// The status bar's content, always there: device and memory, the run and its state, epoch, step, rate, remaining time.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QWidget>

#include "ui/bridge/app_context.h"

namespace marcie::ui {

class StatusStrip : public QWidget {
  Q_OBJECT
 public:
  explicit StatusStrip(AppContext& context, QWidget* parent = nullptr);
  void retranslate() { refresh(); }

 private:
  void refresh();
  // "pausing…" between a request and its effect; empty otherwise.
  [[nodiscard]] static QString activityName(RunController::Activity activity);
  [[nodiscard]] QString engineText() const;
  [[nodiscard]] QString runText() const;
  AppContext& context_;
  QLabel *engineLabel_, *runLabel_, *messageLabel_;
  QProgressBar* bar_;
};

// "running", "paused" … in the window's language, with its mark: ● ‖ ✓ ■ ✕ !
[[nodiscard]] QString stateMark(RunState state);
[[nodiscard]] QString stateName(RunState state);
// "2:10", "1:02:10": of seconds.
[[nodiscard]] QString durationText(double seconds);

}  // namespace marcie::ui
