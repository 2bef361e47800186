// Maps in the making: one job a pane, each on its own thread; the newest request of a pane wins.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "core/api/protocol.h"
#include "core/base/stop_token.h"
#include "core/eval/embeddings.h"

namespace marcie::engine {

// The embeddings that were computed last: another method or space of the same checkpoint does not read the pictures
// again. Thread-safe; who asks for what another thread is computing waits for it.
class EmbeddingCache {
 public:
  using Value = std::shared_ptr<const eval::Embeddings>;
  // Errors: those of eval::embedRun, cancelled.
  [[nodiscard]] Result<Value> get(const RunFolder& run, const eval::EmbedChoice& choice, const std::string& data,
                                  const StopToken& stop, const eval::ProgressCallback& progress);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool computing_ = false;
  std::string key_;
  Value value_;
};

// Thread-safe. Threads are joined by close() and by the destructor.
class ProjectionJobs {
 public:
  using Notify = std::function<void(std::string_view method, Json params)>;
  static constexpr std::size_t kMostPanes = 8;

  explicit ProjectionJobs(Notify notify) : notify_(std::move(notify)) {}
  ~ProjectionJobs() { close(); }
  ProjectionJobs(const ProjectionJobs&) = delete;
  ProjectionJobs& operator=(const ProjectionJobs&) = delete;

  // The number of the new job. Errors: notFound (no run), option, usage (split, or too many panes).
  [[nodiscard]] Result<std::int64_t> start(const protocol::ProjectionStart& request);
  void control(const std::string& pane, protocol::ProjectionAction action);
  void close();
  // What the maps are made from; for queries about the same pictures.
  [[nodiscard]] EmbeddingCache& embeddings() { return cache_; }

 private:
  struct Job {
    std::int64_t number = 0;
    protocol::ProjectionStart request;
    StopToken stop;
  };
  struct Pane {
    std::thread thread;
    std::optional<Job> waiting, running;
  };
  void loop(Pane& pane);
  void run(const Job& job);
  struct Made {
    protocol::MapEntry entry;
    protocol::MapNeighbours neighbours;
  };
  void finish(const Job& job, Made made, const std::optional<Error>& error);
  // Computes the map, or reads it when it was made before; sends points and frames.
  [[nodiscard]] Result<Made> make(const Job& job);

  Notify notify_;
  EmbeddingCache cache_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::unique_ptr<Pane>> panes_;
  std::int64_t lastJob_ = 0;
  bool closed_ = false;
};

}  // namespace marcie::engine
