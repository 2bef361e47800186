// One map in the making, or read again: asks the engine, unpacks what comes, and says how far it is. Nothing starts by
// itself. GUI thread only.
#pragma once

#include <optional>

#include <QObject>
#include <QVector>

#include "ui/bridge/engine_client.h"
#include "ui/models/map_table.h"

namespace marcie::ui {

class MapSession : public QObject {
  Q_OBJECT
 public:
  enum class State { none, running, paused, finished, failed, cancelled };
  Q_ENUM(State)

  // `pane`: its name in the engine.
  MapSession(EngineClient& engine, QString pane, QObject* parent = nullptr);

  // The newest request wins. What was shown stays until the first points of the new map come.
  void start(protocol::ProjectionStart request);
  // A map that the run's folder keeps.
  void load(const QString& run, const QString& name, const QString& alignTo = {}, const QString& alignRun = {});
  void pause();
  void unpause();
  void cancel();
  void clear();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool isBusy() const { return state_ == State::running || state_ == State::paused || isLoading_; }
  [[nodiscard]] bool hasMap() const { return !coordinates_.isEmpty(); }
  [[nodiscard]] MapTable& table() { return table_; }
  [[nodiscard]] const QVector<float>& coordinates() const { return coordinates_; }  // the first two columns
  // Of the finished map; of one that is on its way, what was asked for.
  [[nodiscard]] const protocol::MapEntry& entry() const { return entry_; }
  [[nodiscard]] const QString& run() const { return run_; }
  [[nodiscard]] ProjectionStage stage() const { return stage_; }
  [[nodiscard]] qint64 done() const { return done_; }
  [[nodiscard]] qint64 total() const { return total_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  struct Neighbour {
    int point = 0;
    double cosine = 0;
  };
  // Nearest first, in the space that the map is of; empty until the map is finished.
  [[nodiscard]] QVector<Neighbour> neighboursOf(int point) const;

 Q_SIGNALS:
  void stateChanged();  // also: progress
  void tableChanged();  // other points
  void moved();         // other coordinates of the same points
  void finished();      // with success

 private:
  void onNote(const std::string& method, const Json& params);
  void onPoints(const protocol::ProjectionPointsNote& note);
  void onFrame(const protocol::ProjectionFrameNote& note);
  void onFinished(const protocol::ProjectionFinishedNote& note);
  void takePoints(const protocol::MapPoints& points);
  void takeCoordinates(const std::vector<std::uint8_t>& bytes, std::int64_t columns);
  void takeNeighbours(const protocol::MapNeighbours& neighbours);
  void fail(const Error& error);
  void setState(State state);

  EngineClient& engine_;
  QString pane_, run_;
  State state_ = State::none;
  std::int64_t job_ = 0;
  int generation_ = 0;
  bool isStarting_ = false, isLoading_ = false;
  std::vector<std::pair<std::string, Json>> early_;  // notes of a job whose number has not come yet
  protocol::MapEntry entry_;
  MapTable table_;
  QVector<float> coordinates_, neighbourCosines_;
  QVector<std::int32_t> neighbours_;
  std::int64_t neighbourCount_ = 0;
  ProjectionStage stage_ = ProjectionStage::start;
  qint64 done_ = 0, total_ = 0;
  std::optional<Error> error_;
};

}  // namespace marcie::ui
