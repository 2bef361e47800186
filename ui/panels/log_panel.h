// What happened, in order: messages of the window, warnings and phases of the run, lines of the engine.
#pragma once

#include <vector>

#include <QColor>
#include <QHash>
#include <QPlainTextEdit>
#include <QToolButton>

#include "core/api/run_event.h"
#include "ui/bridge/messages.h"
#include "ui/panels/panel.h"

namespace marcie::ui {

class LogPanel : public Panel {
  Q_OBJECT
 public:
  explicit LogPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool hasContent() const override { return lines_ > 0; }

 private:
  void append(const QString& source, const QString& text, const QColor& colour);
  void onMessage(const Message& message);
  void onRunEvents(const QString& run, bool restarted, const std::vector<RunEvent>& events);

  QPlainTextEdit* text_;
  QToolButton* copyButton_;
  QToolButton* clearButton_;
  int lines_ = 0;
  int begun_ = 0;             // sentences of the selected run seen since its history began
  QHash<QString, int> told_;  // of each run
};

}  // namespace marcie::ui
