// The plots of the Diffusion page: distances against t, the noise schedule, the way through the map. GUI thread.
#pragma once

#include <QLabel>
#include <QTabWidget>
#include <QVector>
#include <QWidget>

#include "ui/charts/line_plot.h"
#include "ui/charts/scatter_map.h"
#include "ui/models/branch_tree.h"

namespace marcie::ui {

class DiffusionPlots : public QWidget {
  Q_OBJECT
 public:
  explicit DiffusionPlots(QWidget* parent = nullptr);
  void retranslate();
  void setScene(const protocol::DiffusionSceneReply& scene);
  // Every walk that has a reply; `current` is drawn strongest, `names` by node id.
  void setWalks(const BranchTree& tree, int current, const std::map<int, QString>& names);
  void setStep(int step);
  [[nodiscard]] LinePlot* distances() const { return distances_; }
  [[nodiscard]] LinePlot* schedule() const { return schedule_; }
  [[nodiscard]] ScatterMap* map() const { return map_; }

 Q_SIGNALS:
  // Clicked on the map.
  void stepChosen(int walk, int step);
  void exported(const QString& path);
  void exportFailed(const QString& path);

 private:
  void drawSchedule();
  void drawDistances();
  void drawMap();
  void drawPaths();

  // A point of the map: a class, or a step of a walk.
  struct Place {
    int walk = -1, step = -1;
    bool isState = false;  // x_t; else x̂₀
    QString name;          // of the class
  };
  QVector<Place> places_;
  ScatterMap* map_;
  QTabWidget* tabs_;
  LinePlot *distances_, *schedule_;
  QLabel* warningLabel_;
  protocol::DiffusionSceneReply scene_;
  const BranchTree* tree_ = nullptr;
  int current_ = -1;
  int step_ = -1;
  std::map<int, QString> names_;
};

}  // namespace marcie::ui
