#include "ui/models/map_session.h"

#include <cmath>

namespace marcie::ui {

MapSession::MapSession(EngineClient& engine, QString pane, QObject* parent)
    : QObject(parent), engine_(engine), pane_(std::move(pane)) {
  connect(&engine, &EngineClient::notified, this, &MapSession::onNote);
  // A job dies with its engine; its last coordinates stay.
  const auto onGone = [this](const Error& error) {
    if (state_ == State::running || state_ == State::paused) fail(error);
  };
  connect(&engine, &EngineClient::restarting, this, onGone);
  connect(&engine, &EngineClient::failed, this, onGone);
}

void MapSession::start(protocol::ProjectionStart request) {
  request.pane = pane_.toStdString();
  ++generation_;
  run_ = QString::fromStdString(request.run);
  entry_ = {};
  entry_.space = request.space;
  entry_.split = request.split;
  entry_.withTexts = request.withTexts;
  entry_.limit = request.limit;
  entry_.options = request.options;
  error_.reset();
  job_ = 0;
  early_.clear();
  isStarting_ = true;
  isLoading_ = false;
  stage_ = ProjectionStage::pictures;
  done_ = total_ = 0;
  setState(State::running);
  engine_.call<protocol::ProjectionStart>(
      this, request, [this, generation = generation_](const Result<protocol::ProjectionStarted>& reply) {
        if (generation != generation_) return;
        isStarting_ = false;
        if (!reply.ok()) return fail(reply.error());
        job_ = reply->job;
        for (const auto& [method, params] : std::exchange(early_, {})) onNote(method, params);
      });
}

void MapSession::load(const QString& run, const QString& name, const QString& alignTo, const QString& alignRun) {
  ++generation_;
  run_ = run;
  isLoading_ = true;
  isStarting_ = false;
  job_ = 0;
  error_.reset();
  Q_EMIT stateChanged();
  const protocol::ProjectionLoad request{run.toStdString(), name.toStdString(), alignTo.toStdString(),
                                         alignRun.toStdString()};
  engine_.call<protocol::ProjectionLoad>(this, request,
                                         [this, generation = generation_](const Result<protocol::MapSnapshot>& reply) {
                                           if (generation != generation_) return;
                                           isLoading_ = false;
                                           if (!reply.ok()) return fail(reply.error());
                                           entry_ = reply->entry;
                                           takePoints(reply->points);
                                           takeCoordinates(reply->coordinates, reply->entry.columns);
                                           takeNeighbours(reply->neighbours);
                                           setState(State::finished);
                                           Q_EMIT finished();
                                         });
}

void MapSession::pause() {
  if (state_ != State::running) return;
  engine_.call<protocol::ProjectionControl>(this, {pane_.toStdString(), protocol::ProjectionAction::pause},
                                            [](const Result<protocol::Empty>&) {});
  setState(State::paused);
}

void MapSession::unpause() {
  if (state_ != State::paused) return;
  engine_.call<protocol::ProjectionControl>(this, {pane_.toStdString(), protocol::ProjectionAction::unpause},
                                            [](const Result<protocol::Empty>&) {});
  setState(State::running);
}

void MapSession::cancel() {
  if (state_ != State::running && state_ != State::paused) return;
  engine_.call<protocol::ProjectionControl>(this, {pane_.toStdString(), protocol::ProjectionAction::cancel},
                                            [](const Result<protocol::Empty>&) {});
}

void MapSession::clear() {
  cancel();
  ++generation_;
  isStarting_ = isLoading_ = false;
  job_ = 0;
  run_.clear();
  entry_ = {};
  table_ = {};
  coordinates_.clear();
  neighbours_.clear();
  neighbourCount_ = 0;
  error_.reset();
  state_ = State::none;
  Q_EMIT tableChanged();
  Q_EMIT moved();
  Q_EMIT stateChanged();
}

void MapSession::onNote(const std::string& method, const Json& params) {
  if (!method.starts_with("projection.") || !params.is_object()) return;
  const auto job = params.find("job"), pane = params.find("pane");
  if (job == params.end() || pane == params.end() || *pane != pane_.toStdString()) return;
  if (isStarting_) {  // an answer may be overtaken by its first notes
    early_.emplace_back(method, params);
    return;
  }
  if (job_ == 0 || *job != job_) return;
  const auto as = [&params](auto note) {
    Problems problems;
    fromJson(params, note, problems);
    return problems.empty() ? std::optional(std::move(note)) : std::nullopt;
  };
  if (method == protocol::ProjectionPointsNote::kMethod) {
    if (const auto note = as(protocol::ProjectionPointsNote{})) onPoints(*note);
  } else if (method == protocol::ProjectionFrameNote::kMethod) {
    if (const auto note = as(protocol::ProjectionFrameNote{})) onFrame(*note);
  } else if (method == protocol::ProjectionFinishedNote::kMethod) {
    if (const auto note = as(protocol::ProjectionFinishedNote{})) onFinished(*note);
  }
}

void MapSession::onPoints(const protocol::ProjectionPointsNote& note) {
  takePoints(note.points);
}

void MapSession::takePoints(const protocol::MapPoints& points) {
  auto table = unpack(points);
  if (!table.ok()) return fail(table.error());
  table_ = std::move(*table);
  coordinates_.clear();
  neighbours_.clear();
  neighbourCount_ = 0;
  Q_EMIT tableChanged();
}

void MapSession::onFrame(const protocol::ProjectionFrameNote& note) {
  stage_ = note.stage;
  done_ = note.done;
  total_ = note.total;
  takeCoordinates(note.coordinates, note.columns);
  Q_EMIT stateChanged();
}

void MapSession::takeCoordinates(const std::vector<std::uint8_t>& bytes, std::int64_t columns) {
  if (bytes.empty() || columns < 2) return;
  const QVector<float> all = floatsOf(bytes);
  if (all.size() != columns * table_.size()) return;
  if (columns == 2) {
    coordinates_ = all;
  } else {
    coordinates_.resize(2 * table_.size());
    for (qsizetype i = 0; i < table_.size(); ++i) {
      coordinates_[2 * i] = all[columns * i];
      coordinates_[2 * i + 1] = all[columns * i + 1];
    }
  }
  Q_EMIT moved();
}

void MapSession::takeNeighbours(const protocol::MapNeighbours& neighbours) {
  neighbours_ = intsOf(neighbours.indices);
  neighbourCosines_ = floatsOf(neighbours.cosines);
  neighbourCount_ = neighbours.count;
  const qsizetype wanted = neighbourCount_ * table_.size();
  if (neighbours_.size() != wanted || neighbourCosines_.size() != wanted) neighbourCount_ = 0;
}

void MapSession::onFinished(const protocol::ProjectionFinishedNote& note) {
  job_ = 0;
  if (!note.error.is_null()) {
    const Error error = protocol::errorFromJson(note.error);
    if (error.code != ErrorCode::cancelled) return fail(error);
    return setState(State::cancelled);
  }
  entry_ = note.entry;
  takeNeighbours(note.neighbours);
  setState(State::finished);
  Q_EMIT finished();
}

QVector<MapSession::Neighbour> MapSession::neighboursOf(int point) const {
  QVector<Neighbour> found;
  if (point < 0 || point >= table_.size()) return found;
  for (std::int64_t k = 0; k < neighbourCount_; ++k) {
    const qsizetype at = point * neighbourCount_ + k;
    if (neighbours_[at] < 0 || neighbours_[at] >= table_.size()) continue;
    found.append({neighbours_[at], static_cast<double>(neighbourCosines_[at])});
  }
  return found;
}

void MapSession::fail(const Error& error) {
  error_ = error;
  isStarting_ = isLoading_ = false;
  job_ = 0;
  setState(State::failed);
}

void MapSession::setState(State state) {
  state_ = state;
  Q_EMIT stateChanged();
}

}  // namespace marcie::ui
