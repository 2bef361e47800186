// `marcie --tour DIR [RUN]`: shows every panel with what the run has for it, or with its empty state, and writes a PNG
// of each view, light and dark. Knows no panel by name but Data, where a tour begins: what there is to see is said by
// the panels (Panel::views), and so is when they are at rest (Panel::isBusy, Panel::hasContent).
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
  // How often it looks, and after how much time without news it gives a stop up; where the engine
  // owes an answer or starts it gets four times as much.
  void setPace(int pollMs, int quietMs);

 Q_SIGNALS:
  // Exit code: 0 when everything was seen; the reason is on stderr.
  void finished(int code);

 private:
  struct Stop {
    QString name;
    std::function<void()> go;
    std::function<bool()> isReached;
    Panel* panel = nullptr;             // whose view it is; null while the tour prepares
    QWidget* subject = nullptr;         // what is photographed; null = nothing
    std::function<bool()> isWorthIt{};  // whether there is something to see; empty = yes
    bool isSlow = false;                // a process has to start for it
  };
  void plan();
  void planData();
  void planOwnRun();
  // A picture of the data for whatever panel shows one.
  void planPicture();
  void planPanels();
  void next();
  void poll();
  void noteNews();
  [[nodiscard]] bool isQuietForTooLong() const;
  // Without a view the tour goes on, without what it prepares it cannot.
  void giveUp();
  void turnDark();
  bool photograph(QWidget* subject, const QString& name);
  void fail(const QString& reason);
  void say(const QString& reason) const;
  void leave(int code);

  AppContext& context_;
  MainWindow& window_;
  QString folder_, run_, data_;
  QString lastMessage_;
  bool ownRun_ = false, hasAskedForPicture_ = false, hasGivenUp_ = false;
  std::deque<Stop> stops_;
  Stop stop_;
  QTimer timer_;
  QElapsedTimer since_, sinceNews_;
  int quietMs_;
  std::pair<bool, bool> lastSeen_;  // of the panel: is busy, has content
  int settled_ = 0;
  int number_ = 0;
  bool inDark_ = false;  // every stop is photographed in light, then in dark
};

}  // namespace marcie::ui
