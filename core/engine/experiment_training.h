// The training half of an experiment: starts, adopts, resumes and stops the trainers of a plan.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/stop_token.h"
#include "core/engine/experiment_plan.h"
#include "core/engine/experiment_runner.h"
#include "core/engine/trainer_process.h"

namespace marcie::engine {

// Used by one thread. Trainers that it started are told to save and stop when `stop` is asked for.
class ExperimentTraining {
 public:
  ExperimentTraining(const ExperimentPlan& plan, std::filesystem::path runs, const ExperimentSettings& settings,
                     const ExperimentWatcher& watcher);

  // Every run folder that is there already has to be of the run that is planned. Errors: exists, with each that is not
  // and what differs.
  [[nodiscard]] Result<void> checkFolders() const;
  // Until every run has ended. Errors: cancelled, io.
  [[nodiscard]] Result<void> run(const StopToken& stop);

  [[nodiscard]] RunFolder folderOf(std::size_t run) const { return RunFolder(runs_ / plan_.runs[run].folder); }
  [[nodiscard]] bool isFinished(std::size_t run) const { return states_[run] == State::finished; }
  // Why it has not finished; empty when it has.
  [[nodiscard]] const std::string& failure(std::size_t run) const { return failures_[run]; }
  [[nodiscard]] std::int64_t trained() const { return trained_; }

 private:
  enum class State { waiting, running, finished, failed };
  void lookAtFolders();
  [[nodiscard]] Result<void> startMore();
  [[nodiscard]] Result<void> start(std::size_t run);
  [[nodiscard]] Result<RunSpec> specOf(std::size_t run) const;
  void lookAtRunning();
  void end(std::size_t run);
  void stopAll();
  [[nodiscard]] bool isOver() const;
  [[nodiscard]] std::size_t count(State state) const;
  void tell() const;

  const ExperimentPlan& plan_;
  std::filesystem::path runs_;
  std::size_t jobs_;
  ExperimentWatcher watcher_;
  TrainerLauncher launcher_;
  std::vector<State> states_;
  std::vector<std::string> failures_;
  std::int64_t trained_ = 0, kept_ = 0;
};

}  // namespace marcie::engine
