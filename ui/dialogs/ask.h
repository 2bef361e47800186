// The few questions that need a decision, and the system's file chooser. Never a nested event loop: the answer comes to
// a callback. Tests answer through the seams at the end.
#pragma once

#include <functional>

#include <QString>
#include <QStringList>
#include <QWidget>

namespace marcie::ui {

struct Question {
  QString title;         // names the decision: "Training is under way"
  QString text;          // what happens with each choice
  QStringList choices;   // button texts, in order
  int suggested = 0;     // the button that Enter presses
  int destructive = -1;  // the button that loses something
};

// `answer` gets the index of the choice, or -1 when the question was closed. Modal to the window, returns at once.
void ask(QWidget* parent, const Question& question, std::function<void(int choice)> answer);

enum class PathKind { file, files, folder, saveFile };
struct PathRequest {
  PathKind kind = PathKind::file;
  QString title;
  QString filter;     // as QFileDialog takes it
  QString suggested;  // folder or file name to begin with
};
// `chosen` is called with the paths, not at all when the dialog was closed.
void choosePaths(QWidget* parent, const PathRequest& request, std::function<void(const QStringList& paths)> chosen);

// Answers instead of a person, until the object dies.
class ScriptedAnswers {
 public:
  ScriptedAnswers(std::function<int(const Question&)> answers,
                  std::function<QStringList(const PathRequest&)> paths = {});
  ~ScriptedAnswers();
  ScriptedAnswers(const ScriptedAnswers&) = delete;
  ScriptedAnswers& operator=(const ScriptedAnswers&) = delete;
};

}  // namespace marcie::ui
