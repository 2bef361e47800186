// What the engine's handlers share. One per engine process.
#pragma once

#include <filesystem>
#include <mutex>

#include "core/engine/cinema_film.h"
#include "core/engine/dataset_index.h"
#include "core/engine/predictor_pool.h"
#include "core/engine/projection_jobs.h"
#include "core/engine/recommender_pool.h"
#include "core/engine/run_watcher.h"
#include "core/engine/trainer_process.h"

namespace marcie::engine {

struct SessionOptions {
  std::filesystem::path program;  // marcie-cli, which trains; empty = this very executable
  std::filesystem::path runsRoot;
  std::filesystem::path sampleRoot;
};

struct Query;

// Every member is thread-safe but predictors(), which belongs to the predict lane, samplePredictors(), which belongs to
// the samples lane, and recommender(), which belongs to the recommend lane.
class Session {
 public:
  Session(SessionOptions options, RunWatcher::Notify notify);

  [[nodiscard]] std::filesystem::path runsRoot() const;
  void setRunsRoot(std::filesystem::path root);
  [[nodiscard]] const std::filesystem::path& sampleRoot() const { return sampleRoot_; }

  [[nodiscard]] DatasetIndex& datasets() { return datasets_; }
  [[nodiscard]] PredictorPool& predictors() { return predictors_; }
  [[nodiscard]] PredictorPool& samplePredictors() { return samplePredictors_; }
  // The run's recommender, loaded while the query tells its progress. Errors: those of RecommenderPool::get.
  [[nodiscard]] Result<LoadedRecommender*> recommender(const std::string& run, const Query& query);
  [[nodiscard]] TrainerLauncher& trainers() { return trainers_; }
  [[nodiscard]] RunWatcher& watcher() { return watcher_; }
  [[nodiscard]] ProjectionJobs& projections() { return projections_; }
  [[nodiscard]] CinemaFilms& films() { return films_; }

 private:
  mutable std::mutex mutex_;
  std::filesystem::path runsRoot_;
  std::filesystem::path sampleRoot_;
  DatasetIndex datasets_;
  PredictorPool predictors_, samplePredictors_;
  RecommenderPool recommenders_;
  TrainerLauncher trainers_;
  ProjectionJobs projections_;
  CinemaFilms films_;
  RunWatcher watcher_;  // last: its thread uses trainers_
};

}  // namespace marcie::engine
