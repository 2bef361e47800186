#include "core/engine/projection_jobs.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/log.h"
#include "core/data/fingerprint.h"
#include "core/data/reader.h"
#include "core/engine/boundary.h"
#include "core/engine/map_points.h"
#include "core/engine/map_store.h"
#include "core/eval/predictor.h"
#include "core/project/projector.h"
#include "core/train/checkpoint.h"

namespace marcie::engine {
namespace {

using Clock = std::chrono::steady_clock;

Error cancelled() {
  return Error{ErrorCode::cancelled, "cancelled", {}, {}};
}

// Frames of one job, as often as a window can use them and a pipe can carry them.
class FrameSender {
 public:
  FrameSender(const ProjectionJobs::Notify& notify, std::int64_t job, std::string pane)
      : notify_(notify), job_(job), pane_(std::move(pane)) {}

  void setAligner(MapAligner aligner) { aligner_ = std::move(aligner); }
  // True when enough time has passed since the last frame for its size.
  [[nodiscard]] bool isDue() const { return Clock::now() >= next_; }

  void send(const project::ProjectionProgress& progress, project::Matrix map) {
    constexpr auto kPeriod = std::chrono::milliseconds(50);
    constexpr double kBytesPerSecond = 40e6;
    aligner_.align(map);
    protocol::ProjectionFrameNote note{job_,           pane_,       progress.stage,      progress.done,
                                       progress.total, map.columns, coordinateBytes(map)};
    const std::chrono::duration<double> carrying(static_cast<double>(note.coordinates.size()) / kBytesPerSecond);
    next_ = Clock::now() + std::max<Clock::duration>(kPeriod, std::chrono::duration_cast<Clock::duration>(carrying));
    notify_(protocol::ProjectionFrameNote::kMethod, toJson(note));
  }
  // Only how far the work is.
  void tell(const project::ProjectionProgress& progress) { send(progress, project::Matrix()); }

 private:
  const ProjectionJobs::Notify& notify_;
  std::int64_t job_;
  std::string pane_;
  MapAligner aligner_;
  Clock::time_point next_{};
};

// Steps a projector to its end and shows it on the way.
Result<protocol::MapSnapshot> compute(const protocol::ProjectionStart& request, const eval::Embeddings& embeddings,
                                      const StopToken& stop, FrameSender& frames) {
  MARCIE_ASSIGN(const project::Matrix rows, mapMatrix(embeddings, request.space, request.withTexts));
  MARCIE_ASSIGN(const auto projector, project::Projector::create(request.options, rows, stop));
  frames.send({ProjectionStage::start, 1, 1}, projector->map());
  project::ProjectionProgress last{ProjectionStage::start, 1, 1};
  projector->setWatch([&](const project::ProjectionProgress& progress) {
    last = progress;
    if (!frames.isDue()) return;
    const bool moves = progress.stage == ProjectionStage::exaggeration || progress.stage == ProjectionStage::layout;
    moves ? frames.send(progress, projector->map()) : frames.tell(progress);
  });
  MARCIE_TRY(projector->run());
  protocol::MapSnapshot map;
  const project::Matrix coordinates = projector->map();
  frames.send(last, coordinates);
  frames.tell({ProjectionStage::quality, 0, 1});
  MARCIE_ASSIGN(map.entry.quality, projector->quality());
  MARCIE_ASSIGN(map.neighbours, mapNeighbours(rows, request.options, stop));
  map.entry.notes = projector->notes();
  map.entry.leftOut = projector->leftOut();
  map.entry.columns = coordinates.columns;
  map.coordinates = coordinateBytes(coordinates);
  return map;
}

eval::EmbedChoice choiceOf(const protocol::ProjectionStart& request) {
  return {data::splitNamed(request.split), request.limit, request.options.seed};
}

}  // namespace

Result<EmbeddingCache::Value> EmbeddingCache::get(const RunFolder& run, const eval::EmbedChoice& choice,
                                                  const std::string& data, const StopToken& stop,
                                                  const eval::ProgressCallback& progress) {
  MARCIE_ASSIGN(const auto checkpoint, eval::Predictor::current(run));
  std::error_code ignored;
  const auto written = std::filesystem::last_write_time(checkpoint, ignored).time_since_epoch().count();
  const std::string which = (choice.split ? std::string(data::splitName(*choice.split)) : "") + "|" +
                            std::to_string(choice.limit) + "|" + std::to_string(choice.limit > 0 ? choice.seed : 0);
  const std::string key = checkpoint.string() + "|" + which + "|" + std::to_string(written) + "|" + data;
  std::unique_lock lock(mutex_);
  constexpr auto kLook = std::chrono::milliseconds(20);
  while (computing_ && !stop.stopRequested()) changed_.wait_for(lock, kLook);
  if (stop.stopRequested()) return cancelled();
  if (key == key_ && value_) return value_;
  computing_ = true;
  value_.reset();
  lock.unlock();
  Result<eval::Embeddings> made = Error{ErrorCode::internal, "", {}, {}};
  try {
    made = eval::embedRun(run, choice, checkpoint, stop, progress);
  } catch (...) {
    lock.lock();
    computing_ = false;
    changed_.notify_all();
    throw;
  }
  lock.lock();
  computing_ = false;
  changed_.notify_all();
  if (!made) return std::move(made).error();
  key_ = key;
  value_ = std::make_shared<const eval::Embeddings>(std::move(made).value());
  return value_;
}

Result<std::int64_t> ProjectionJobs::start(const protocol::ProjectionStart& request) {
  MARCIE_TRY(RunFolder(request.run).spec());
  if (request.limit < 0) return Error{ErrorCode::usage, "limit: must be 0 (all) or more", {}, {}};
  if (!request.split.empty() && !data::splitNamed(request.split)) {
    return Error{ErrorCode::usage, "'" + request.split + "' is not one of train, val, test", {}, {}};
  }
  std::optional<Job> outdated;
  std::int64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return cancelled();
    auto& pane = panes_[request.pane];
    if (!pane && panes_.size() > kMostPanes) {
      panes_.erase(request.pane);
      return Error{ErrorCode::usage, "more than " + std::to_string(kMostPanes) + " panes", {}, {}};
    }
    if (!pane) {
      pane = std::make_unique<Pane>();
      pane->thread = std::thread([this, p = pane.get()] { loop(*p); });
    }
    number = ++lastJob_;
    outdated = std::move(pane->waiting);
    pane->waiting = Job{number, request, {}};
    if (pane->running) pane->running->stop.requestStop();
  }
  changed_.notify_all();
  if (outdated) finish(*outdated, {}, cancelled());
  return number;
}

void ProjectionJobs::control(const std::string& pane, protocol::ProjectionAction action) {
  std::optional<Job> outdated;
  {
    const std::lock_guard lock(mutex_);
    const auto it = panes_.find(pane);
    if (it == panes_.end()) return;
    Pane& p = *it->second;
    // What waits is newer than what runs, and what runs then has been asked to stop.
    Job* job = p.waiting ? &*p.waiting : p.running ? &*p.running : nullptr;
    if (job == nullptr) return;
    if (action == protocol::ProjectionAction::cancel) {
      job->stop.requestStop();
      if (p.waiting) outdated = std::exchange(p.waiting, std::nullopt);
    } else {
      job->stop.setPaused(action == protocol::ProjectionAction::pause);
    }
  }
  if (outdated) finish(*outdated, {}, cancelled());
}

void ProjectionJobs::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (auto& [name, pane] : panes_) {
      pane->waiting.reset();
      if (pane->running) pane->running->stop.requestStop();
    }
  }
  changed_.notify_all();
  for (auto& [name, pane] : panes_) {  // start() adds none any more
    if (pane->thread.joinable()) pane->thread.join();
  }
}

void ProjectionJobs::loop(Pane& pane) {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return closed_ || pane.waiting; });
    if (closed_) return;
    pane.running = std::move(pane.waiting);
    pane.waiting.reset();
    const Job job = *pane.running;
    lock.unlock();
    run(job);
    lock.lock();
    pane.running.reset();
  }
}

void ProjectionJobs::run(const Job& job) {
  auto made = guarded([&] { return make(job); });
  if (made) return finish(job, std::move(made).value(), {});
  if (made.error().code == ErrorCode::internal) log::error("projection: " + made.error().toString());
  finish(job, {}, made.error());
}

void ProjectionJobs::finish(const Job& job, Made made, const std::optional<Error>& error) {
  notify_(protocol::ProjectionFinishedNote::kMethod,
          toJson(protocol::ProjectionFinishedNote{job.number, job.request.pane, std::move(made.entry),
                                                  std::move(made.neighbours),
                                                  error ? protocol::errorToJson(*error) : Json()}));
}

Result<ProjectionJobs::Made> ProjectionJobs::make(const Job& job) {
  const protocol::ProjectionStart& request = job.request;
  const RunFolder run(request.run);
  FrameSender frames(notify_, job.number, request.pane);
  const auto sendPoints = [&](const protocol::MapPoints& points) {
    notify_(protocol::ProjectionPointsNote::kMethod,
            toJson(protocol::ProjectionPointsNote{job.number, request.pane, points}));
  };
  MARCIE_ASSIGN(const auto checkpoint, eval::Predictor::current(run));
  MARCIE_ASSIGN(const train::CheckpointMeta meta, train::readCheckpointMeta(checkpoint));
  const std::string name = mapName(request, meta.step);
  // Without its data a run still has its maps; with other data than then they are made again.
  const auto dataset = data::readDataset(meta.spec.data, job.stop);
  const std::string content = dataset ? data::contentKey(*dataset) : "";
  if (const auto kept = loadMap(run, name); kept && (!dataset || kept->entry.data == content)) {
    MARCIE_ASSIGN(MapAligner aligner, makeAligner(run, request.alignTo, request.alignRun, kept->points.paths));
    frames.setAligner(std::move(aligner));
    sendPoints(kept->points);
    frames.send({ProjectionStage::layout, 1, 1}, coordinatesOf(*kept));
    return Made{kept->entry, kept->neighbours};
  }
  const auto reading = [&](std::int64_t done, std::int64_t total) {
    if (frames.isDue()) frames.tell({ProjectionStage::pictures, done, total});
  };
  MARCIE_ASSIGN(const auto embeddings, cache_.get(run, choiceOf(request), content, job.stop, reading));
  MARCIE_TRY(mapMatrix(*embeddings, request.space, request.withTexts));
  protocol::MapPoints points = mapPoints(*embeddings, request.withTexts);
  MARCIE_ASSIGN(MapAligner aligner, makeAligner(run, request.alignTo, request.alignRun, points.paths));
  frames.setAligner(std::move(aligner));
  sendPoints(points);
  MARCIE_ASSIGN(protocol::MapSnapshot map, compute(request, *embeddings, job.stop, frames));
  map.points = std::move(points);
  map.entry.space = request.space;
  map.entry.split = request.split;
  map.entry.withTexts = request.withTexts;
  map.entry.limit = request.limit;
  map.entry.available = embeddings->available;
  map.entry.step = embeddings->step;
  map.entry.data = embeddings->data;
  map.entry.options = request.options;
  map.entry.points = static_cast<std::int64_t>(map.points.paths.size());
  // The run may have gone on meanwhile: the name says which checkpoint it was.
  map.entry.name = mapName(request, embeddings->step);
  if (const auto saved = saveMap(run, map); !saved) {
    log::warning("the map is not kept: " + saved.error().toString());
    map.entry.name.clear();
  }
  return Made{map.entry, std::move(map.neighbours)};
}

}  // namespace marcie::engine
