// The numbers of runs as columns, collected from their events: what the curves draw.
//
// GUI thread only. A RunSeries lives as long as its store.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QStringList>
#include <QVector>

#include "core/api/run_event.h"
#include "core/api/run_folder.h"

namespace marcie::ui {

class EngineClient;

enum class RunAxis { step, epoch, seconds };

// Where points stand, on each of the three axes. All of one length, ascending.
struct RunColumns {
  QVector<double> step, epoch, seconds;
  [[nodiscard]] qsizetype size() const { return step.size(); }
  [[nodiscard]] const QVector<double>& on(RunAxis axis) const;
  void append(const RunEvent& event);
  void truncate(qsizetype size);
};

struct RunMetric {
  RunColumns at;
  QVector<double> values;
};

struct RunPhase {
  QString title;  // untranslated, context "Options"
  double firstStep = 0, endStep = 0;
};

struct RunMark {
  enum class Kind { checkpoint, best, learningRate, warning, pause };
  Kind kind = Kind::checkpoint;
  double step = 0;
  QString text;  // of warnings; of a learning rate "0.05 → 0.005"
};

class RunSeries : public QObject {
  Q_OBJECT
 public:
  explicit RunSeries(QObject* parent = nullptr) : QObject(parent) {}

  void apply(const std::vector<RunEvent>& events);
  void clear();
  void markPause(double step);

  // One point an optimiser step. A part that a step did not report is NaN there, so every column has the same length.
  [[nodiscard]] const RunColumns& steps() const { return steps_; }
  [[nodiscard]] QStringList lossNames() const { return lossNames_; }  // "loss" first, as they came
  [[nodiscard]] const QVector<double>& loss(const QString& name) const;
  [[nodiscard]] const QVector<double>& learningRate() const { return learningRate_; }
  // Keys are "<split>/<name>", e.g. "val/top1"; the means of an epoch's training steps are "train/<name>".
  [[nodiscard]] QStringList metricKeys() const;
  [[nodiscard]] const RunMetric* metric(const QString& key) const;
  [[nodiscard]] const std::vector<RunPhase>& phases() const { return phases_; }
  [[nodiscard]] const std::vector<RunMark>& marks() const { return marks_; }
  [[nodiscard]] const std::optional<RunStarted>& started() const { return started_; }
  [[nodiscard]] const std::optional<RunFinished>& finished() const { return finished_; }
  [[nodiscard]] bool isEmpty() const { return steps_.size() == 0 && metrics_.empty(); }
  // A step on another axis; between two known steps it is interpolated.
  [[nodiscard]] double onAxis(double step, RunAxis axis) const;

 Q_SIGNALS:
  // `restarted`: what was drawn is void. Otherwise columns only grew.
  void changed(bool restarted);

 private:
  struct Collector;
  void addStep(const RunEvent& event, const StepEnd& body);
  void addMetrics(const RunEvent& event, const std::string& split, const std::vector<NamedValue>& values);
  // Marks a jump of the learning rate; schedules that glide, warm-up and the last steps of a cosine are none.
  void markLearningRate(double step);
  // A resumed run repeats steps that a reader has seen: the newer ones count.
  void forgetFrom(double step);

  RunColumns steps_;
  QStringList lossNames_;
  std::map<QString, QVector<double>> losses_;
  QVector<double> learningRate_;
  double highestRate_ = 0;
  std::map<QString, RunMetric> metrics_;
  std::vector<RunPhase> phases_;
  std::vector<RunMark> marks_;
  std::optional<RunStarted> started_;
  std::optional<RunFinished> finished_;
  bool hasForgotten_ = false;
};

// All runs that anybody follows, and which of them are compared.
class RunSeriesStore : public QObject {
  Q_OBJECT
 public:
  static constexpr int kMostCompared = 50;

  explicit RunSeriesStore(EngineClient& engine, QObject* parent = nullptr);

  // Never null; empty until events come.
  [[nodiscard]] RunSeries* series(const QString& run);
  // Name for legends: the note's name, else the folder's.
  [[nodiscard]] QString title(const QString& run) const;
  void setTitle(const QString& run, const QString& title);

  // The current run is followed by the run controller; here it is only remembered, so that it is drawn first.
  void setCurrent(const QString& run);
  // Runs drawn beside the current one. Their events are asked for from the engine.
  void setCompared(const QStringList& runs);
  [[nodiscard]] const QStringList& compared() const { return compared_; }
  // Current run first, then the compared ones, no run twice.
  [[nodiscard]] QStringList shown() const;
  // Index into the theme's series colours; -1 when the run is not drawn.
  [[nodiscard]] int colourOf(const QString& run) const;

 Q_SIGNALS:
  void shownChanged();
  void titleChanged(const QString& run);

 private:
  void onEvents(const QString& run, bool restarted, const std::vector<RunEvent>& events);
  void onStatus(const QString& run, const RunStatus& status);

  EngineClient& engine_;
  std::map<QString, std::unique_ptr<RunSeries>> series_;
  std::map<QString, QString> titles_;
  std::map<QString, RunState> states_;
  QString current_;
  QStringList compared_;
};

}  // namespace marcie::ui
