// `marcie --tour DIR [RUN]`: shows every panel with content and writes a PNG of each, light and dark.
#pragma once

#include <deque>
#include <functional>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "ui/bridge/app_context.h"
#include "ui/main_window.h"

namespace marcie::ui {

class Tour : public QObject {
  Q_OBJECT
 public:
  // `run` may be empty: then the built-in sample is made and a quick run is trained for the pictures.
  Tour(AppContext& context, MainWindow& window, QString folder, QString run);
  void start();

 Q_SIGNALS:
  // Exit code; the reason is on stderr.
  void finished(int code);

 private:
  struct Stop {
    QString name;
    std::function<void()> go;
    std::function<bool()> isThere;
    std::function<QWidget*()> subject;  // what is photographed; empty when nothing is
  };
  void plan();
  void planData();
  void planPanels();
  // Pictures and texts in one map, the film, and the alignment report.
  void planEmbeddings();
  void press(const char* button);
  void planBranch();
  void planPredictTabs();
  void next();
  void poll();
  // Sets the runs that are there side by side.
  void compareRuns();
  bool photograph(QWidget* subject, const QString& name);
  void fail(const QString& reason);
  void leave(int code);

  AppContext& context_;
  MainWindow& window_;
  QString folder_, run_, data_;
  QString lastMessage_;
  qsizetype comparable_ = 0;  // runs there are to compare; 0 = not known yet
  bool ownRun_ = false;
  std::deque<Stop> stops_;
  Stop stop_;
  QTimer timer_;
  QElapsedTimer since_;
  int settled_ = 0;
  int number_ = 0;
  bool inDark_ = false;  // every stop is photographed in light, then in dark
};

}  // namespace marcie::ui
