// The curves of the current run and of those it is compared with: accuracy above, losses below, one x axis, and a strip
// with the values of this moment. Usable alone; draws what AppContext::series() collects.
#pragma once

#include <map>
#include <vector>

#include <QStringList>

#include "ui/models/run_series.h"
#include "ui/panels/panel.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QMenu;
class QSlider;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace marcie::ui {

class EmptyState;
class GlanceStrip;
class LinePlot;
class LiveStrip;

class CurvesPanel : public Panel {
  Q_OBJECT
 public:
  explicit CurvesPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool hasContent() const override;

  // Beside something else: fewer words in the bar, no strips of the current run.
  void setCompact();
  [[nodiscard]] LinePlot* metricPlot() const { return metricPlot_; }
  [[nodiscard]] LinePlot* lossPlot() const { return lossPlot_; }
  // Values drawn over all curves: for tests.
  [[nodiscard]] qsizetype pointCount() const;

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  // One curve on screen and how much of its run it has drawn.
  struct Drawn {
    QString run;
    QString key;  // loss name, or metric key with a slash
    LinePlot* plot = nullptr;
    int id = -1;
    qsizetype count = 0;
  };

  void build();
  QWidget* makeControls();
  void followShown();
  void onSeriesChanged(const QString& run, bool restarted);
  void rebuild();
  void appendNew();
  [[nodiscard]] bool hasNewNames() const;
  [[nodiscard]] QStringList wantedLosses(RunSeries* series) const;
  [[nodiscard]] QStringList wantedMetrics(RunSeries* series) const;
  void addLosses(const QString& run, int colour, bool alone);
  void addMetrics(const QString& run, int colour, bool alone);
  void drawMarks();
  void applyAxis();
  void fillParts();
  void fillMetricChoice();
  void updateState();
  [[nodiscard]] RunAxis axis() const;
  [[nodiscard]] RunSeriesStore& store() const;

  std::vector<Drawn> drawn_;
  std::map<QString, QMetaObject::Connection> followed_;
  QStringList hiddenParts_;
  QStringList knownNames_;
  bool isCompact_ = false;
  bool isStale_ = true;  // rebuild when shown next

  QStackedWidget* stack_;
  EmptyState* empty_;
  LinePlot* metricPlot_;
  LinePlot* lossPlot_;
  LiveStrip* strip_;
  GlanceStrip* glance_;
  QComboBox* axisBox_;
  QComboBox* metricBox_;
  QSlider* smoothing_;
  QLabel* smoothingLabel_;
  QLabel* smoothingValue_;
  QLabel* axisLabel_;
  QCheckBox* logBox_;
  QToolButton* partsButton_;
  QToolButton* resetButton_;
  QMenu* partsMenu_;
};

// True for what lies between 0 and 1 and is said in percent: accuracies, F1, recall.
[[nodiscard]] bool isShareMetric(const QString& name);
// "alignment (EMA)" for "ema": names of losses and metrics as people read them; unknown ones as they are.
[[nodiscard]] QString curveTitle(const QString& name);
// Names of validation metrics to choose from, what matters most first: accuracy where a run classifies or nothing is
// known yet, cold and warm items where it recommends. `keys` are those of RunSeries: "val/coldAuc", "train/top1" …
[[nodiscard]] QStringList metricChoice(const QStringList& keys);

}  // namespace marcie::ui
