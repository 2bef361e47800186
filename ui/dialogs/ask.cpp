#include "ui/dialogs/ask.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QTimer>

namespace marcie::ui {
namespace {

struct Script {
  std::function<int(const Question&)> answers;
  std::function<QStringList(const PathRequest&)> paths;
};
Script& script() {
  static Script instance;
  return instance;
}

}  // namespace

void ask(QWidget* parent, const Question& question, std::function<void(int)> answer) {
  if (script().answers) return answer(script().answers(question));
  auto* box = new QMessageBox(QMessageBox::Question, question.title, question.title, QMessageBox::NoButton, parent);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setInformativeText(question.text);
  QList<QAbstractButton*> buttons;
  for (int i = 0; i < question.choices.size(); ++i) {
    auto* button = box->addButton(question.choices[i], QMessageBox::ActionRole);
    if (i == question.suggested) box->setDefaultButton(button);
    if (i == question.destructive) button->setProperty("danger", true);
    buttons.append(button);
  }
  box->setEscapeButton(box->addButton(QMessageBox::Cancel));
  QObject::connect(box, &QMessageBox::finished, box, [box, buttons, answer = std::move(answer)] {
    answer(static_cast<int>(buttons.indexOf(box->clickedButton())));
  });
  box->open();
}

void choosePaths(QWidget* parent, const PathRequest& request, std::function<void(const QStringList&)> chosen) {
  if (script().paths) {
    const QStringList paths = script().paths(request);
    if (!paths.isEmpty()) chosen(paths);
    return;
  }
  auto* dialog = new QFileDialog(parent, request.title, request.suggested, request.filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  switch (request.kind) {
    case PathKind::file:
      dialog->setFileMode(QFileDialog::ExistingFile);
      break;
    case PathKind::files:
      dialog->setFileMode(QFileDialog::ExistingFiles);
      break;
    case PathKind::folder:
      dialog->setFileMode(QFileDialog::Directory);
      dialog->setOption(QFileDialog::ShowDirsOnly);
      break;
    case PathKind::saveFile:
      dialog->setAcceptMode(QFileDialog::AcceptSave);
      break;
  }
  QObject::connect(dialog, &QFileDialog::filesSelected, dialog, [chosen = std::move(chosen)](const QStringList& paths) {
    if (!paths.isEmpty()) chosen(paths);
  });
  dialog->open();
}

ScriptedAnswers::ScriptedAnswers(std::function<int(const Question&)> answers,
                                 std::function<QStringList(const PathRequest&)> paths) {
  script() = {std::move(answers), std::move(paths)};
}

ScriptedAnswers::~ScriptedAnswers() {
  script() = {};
}

}  // namespace marcie::ui
