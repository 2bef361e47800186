// What happened, in order: messages of the window, warnings and phases of the run, lines of the engine.
#pragma once

#include <deque>
#include <vector>

#include <QHash>
#include <QPlainTextEdit>
#include <QSet>
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
  [[nodiscard]] bool hasContent() const override { return !lines_.empty(); }

 private:
  enum class Tone { plain, quiet, warning, error };
  struct Line {
    QString time, source, text;
    Tone tone;
  };
  static Tone toneOf(const RunEvent& event);
  void append(const QString& source, const QString& text, Tone tone);
  void write(const Line& line);
  void rewrite();
  void onMessage(const Message& message);
  void onRunEvents(const QString& run, const std::vector<RunEvent>& events);

  QPlainTextEdit* text_;
  QToolButton* copyButton_;
  QToolButton* clearButton_;
  std::deque<Line> lines_;              // what is shown, to write it again in the colours of another theme
  QHash<QString, QSet<QString>> told_;  // of each run: step and sentence
};

}  // namespace marcie::ui
