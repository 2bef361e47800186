// The numbered way through the first hour: 1 Load · 2 Check · 3 Configure · 4 Train · 5 Look · 6 Export. A step lights
// up when it was done, in this session or an earlier one; "Hide for good" ends it.
#pragma once

#include <QFrame>
#include <QPushButton>
#include <QSet>
#include <QToolButton>

#include "ui/bridge/app_context.h"

namespace marcie::ui {

class FirstRunPath : public QFrame {
  Q_OBJECT
 public:
  enum Step { load, check, configure, train, look, exportStep, kSteps };

  explicit FirstRunPath(AppContext& context, QWidget* parent = nullptr);
  void retranslate();
  [[nodiscard]] bool isDone(Step step) const { return done_.contains(step); }
  void markDone(Step step);
  void hideForGood();
  [[nodiscard]] static bool isHiddenForGood();
  // View menu: show it again, with what was done kept.
  void showAgain();

 Q_SIGNALS:
  void stepChosen(int step);
  void hiddenForGood();

 private:
  void paintSteps();
  void onRunEvents(const QString& run, const std::vector<RunEvent>& events);
  AppContext& context_;
  QList<QPushButton*> buttons_;
  QPushButton* hideButton_;
  QSet<int> done_;
};

}  // namespace marcie::ui
