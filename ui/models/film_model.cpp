#include "ui/models/film_model.h"

#include <algorithm>
#include <cmath>

#include "ui/text.h"

namespace marcie::ui {

FilmModel::FilmModel(EngineClient& engine, QObject* parent) : QObject(parent), engine_(engine) {
  connect(&engine, &EngineClient::runEvents, this,
          [this](const QString& run, bool restarted, bool, const std::vector<RunEvent>& events) {
            if (run != run_ || run_.isEmpty()) return;
            const bool isRecorded = std::any_of(events.begin(), events.end(), [](const RunEvent& event) {
              return std::holds_alternative<SnapshotReady>(event.body);
            });
            // A run that goes on from an earlier checkpoint writes its frames again.
            if (restarted && !frames_.empty()) return setSource(run_, space_);
            if (isRecorded) ask();
          });
  connect(&engine, &EngineClient::ready, this, [this] {
    if (!run_.isEmpty()) ask();
  });
}

void FilmModel::setSource(const QString& run, EmbeddingSpace space) {
  ++generation_;
  run_ = run;
  space_ = space;
  frames_.clear();
  table_ = {};
  error_.reset();
  isAsking_ = isOutdated_ = false;
  Q_EMIT changed(true);
  ask();
}

void FilmModel::ask() {
  if (run_.isEmpty() || engine_.state() != EngineClient::State::ready) return;
  if (isAsking_) {
    isOutdated_ = true;
    return;
  }
  isAsking_ = true;
  isOutdated_ = false;
  protocol::Cinema request;
  request.run = run_.toStdString();
  request.space = space_;
  request.after = frames_.empty() ? -1 : frames_.back().step;
  engine_.call<protocol::Cinema>(
      this, request,
      [this, generation = generation_](const Result<protocol::CinemaReply>& reply) { onReply(generation, reply); });
}

void FilmModel::onReply(int generation, const Result<protocol::CinemaReply>& reply) {
  if (generation != generation_) return;
  isAsking_ = false;
  if (!reply.ok()) {
    error_ = reply.error();
    Q_EMIT changed(frames_.empty());
    return;
  }
  error_.reset();
  auto table = unpack(reply->points);
  if (!table.ok()) {
    error_ = table.error();
    return Q_EMIT changed(false);
  }
  const bool isOther = table->paths != table_.paths;
  if (isOther) table_ = std::move(*table);
  for (const auto& frame : reply->frames) {
    FilmFrame made{frame.step,
                   frame.epoch,
                   q(frame.phase),
                   floatsOf(frame.coordinates),
                   intsOf(frame.predictions),
                   floatsOf(frame.confidences),
                   frame.trustworthiness,
                   frame.recall,
                   frame.imageToTextR1,
                   frame.textToImageR1,
                   frame.matchedCosine,
                   frame.mismatchedCosine,
                   frame.modalityGap};
    const bool isWhole =
        made.coordinates.size() == 2 * table_.size() && made.predictions.size() == table_.pictureCount();
    const bool isLater = frames_.empty() || frames_.back().step < made.step;
    if (isWhole && isLater) frames_.push_back(std::move(made));
  }
  if (isOutdated_) ask();
  Q_EMIT changed(isOther);
}

MapTable FilmModel::tableAt(int frame) const {
  MapTable table = table_;
  if (frame < 0 || frame >= static_cast<int>(frames_.size())) return table;
  const FilmFrame& seen = frames_[static_cast<std::size_t>(frame)];
  const int pictures = table.pictureCount();
  for (int i = 0; i < table.size(); ++i) {
    table.predictions[i] = seen.predictions.value(i % pictures, -1);
    table.confidences[i] = seen.confidences.value(i % pictures, 0);
  }
  return table;
}

QVector<float> FilmModel::coordinatesAt(double place) const {
  if (frames_.empty()) return {};
  const double last = static_cast<double>(frames_.size()) - 1;
  place = std::clamp(place, 0.0, last);
  const auto at = static_cast<std::size_t>(place);
  const QVector<float>& from = frames_[at].coordinates;
  const auto share = static_cast<float>(place - static_cast<double>(at));
  if (share <= 0 || at + 1 >= frames_.size()) return from;
  const QVector<float>& to = frames_[at + 1].coordinates;
  QVector<float> between(from.size());
  for (qsizetype i = 0; i < from.size(); ++i) {
    between[i] = std::isfinite(from[i]) && std::isfinite(to[i]) ? from[i] + share * (to[i] - from[i])
                 : std::isfinite(to[i])                         ? to[i]
                                                                : from[i];
  }
  return between;
}

}  // namespace marcie::ui
