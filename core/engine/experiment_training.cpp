#include "core/engine/experiment_training.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/nn/device.h"
#include "core/train/checkpoint.h"

namespace marcie::engine {
namespace fs = std::filesystem;
namespace {

constexpr auto kLook = std::chrono::milliseconds(40);  // between two looks at the trainers

// Options that differ, as "model.width is 16, planned is 32".
void addDifferences(const Json& have, const Json& planned, const std::string& path, std::vector<std::string>& lines) {
  if (have.is_object() && planned.is_object()) {
    for (const auto& [key, value] : planned.items()) {
      const auto it = have.find(key);
      addDifferences(it == have.end() ? Json(nullptr) : *it, value, path.empty() ? key : path + "." + key, lines);
    }
    return;
  }
  if (have != planned) lines.push_back(path + " is " + dumpJson(have) + ", planned is " + dumpJson(planned));
}

std::size_t jobsOf(int asked, const ExperimentPlan& plan) {
  if (asked > 0) return static_cast<std::size_t>(asked);
  const auto device = nn::resolveDevice(plan.runs.empty() ? Device::cpu : plan.runs.front().spec.trainer.device);
  if (device && device->is_cuda()) return 1;
  return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

ExperimentTraining::ExperimentTraining(const ExperimentPlan& plan, fs::path runs, const ExperimentSettings& settings,
                                       const ExperimentWatcher& watcher)
    : plan_(plan),
      runs_(std::move(runs)),
      jobs_(jobsOf(settings.jobs, plan)),
      watcher_(watcher),
      launcher_(settings.program),
      states_(plan.runs.size(), State::waiting),
      failures_(plan.runs.size()) {}

Result<void> ExperimentTraining::checkFolders() const {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < plan_.runs.size(); ++i) {
    const RunFolder folder = folderOf(i);
    if (!RunFolder::isRun(folder.root())) continue;
    MARCIE_ASSIGN(RunSpec have, folder.spec());
    RunSpec planned = plan_.runs[i].spec;
    // The checkpoint of phase 0 has its path once it is there.
    if (plan_.runs[i].phase0) planned.model.weights = have.model.weights;
    std::vector<std::string> differences;
    addDifferences(toJson(have), toJson(planned), "", differences);
    if (!differences.empty()) lines.push_back(plan_.runs[i].folder + ": " + join(differences, "; "));
  }
  if (lines.empty()) return {};
  return Error{ErrorCode::exists,
               runs_.string() + " has runs of another experiment, which cannot be compared:\n" + join(lines, "\n"),
               "Choose another --out, or ask for the same options and data as before",
               {}};
}

void ExperimentTraining::lookAtFolders() {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const RunFolder folder = folderOf(i);
    if (!RunFolder::isRun(folder.root())) {
      // What a process left that was killed while it made the folder: no run yet.
      std::error_code ignored;
      fs::remove_all(folder.root(), ignored);
      continue;
    }
    const RunStatus status = folder.status();
    if (status.state == RunState::completed) states_[i] = State::finished;
    // Left running by an experiment that was killed: waited for like one of our own.
    if (FileLock::isHeld(folder.lockFile())) states_[i] = State::running;
  }
}

Result<RunSpec> ExperimentTraining::specOf(std::size_t run) const {
  RunSpec spec = plan_.runs[run].spec;
  if (const auto phase0 = plan_.runs[run].phase0) {
    MARCIE_ASSIGN(const fs::path weights,
                  train::currentCheckpoint(folderOf(*phase0), plan_.runs[*phase0].spec.trainer.selection));
    spec.model.weights = weights.string();
  }
  return spec;
}

Result<void> ExperimentTraining::start(std::size_t run) {
  const RunFolder folder = folderOf(run);
  const bool fresh = !RunFolder::isRun(folder.root());
  if (fresh) {
    MARCIE_ASSIGN(const RunSpec spec, specOf(run));
    MARCIE_TRY(RunFolder::create(folder.root(), spec));
    MARCIE_TRY(folder.saveNotes({plan_.runs[run].title, ""}));
  }
  folder.withdraw(RunFolder::Control::stop);
  folder.withdraw(RunFolder::Control::pause);
  folder.withdraw(RunFolder::Control::discard);
  MARCIE_TRY(launcher_.launch(folder, {fresh ? "--start" : "--resume"}));
  states_[run] = State::running;
  if (watcher_.say) watcher_.say((fresh ? "training " : "going on with ") + plan_.runs[run].title);
  return {};
}

Result<void> ExperimentTraining::startMore() {
  for (std::size_t i = 0; i < states_.size() && count(State::running) < jobs_; ++i) {
    if (states_[i] != State::waiting) continue;
    if (const auto phase0 = plan_.runs[i].phase0) {
      if (states_[*phase0] == State::failed) {
        states_[i] = State::failed;
        failures_[i] = "its phase 0 failed";
        continue;
      }
      if (states_[*phase0] != State::finished) continue;
    }
    MARCIE_TRY(start(i));
  }
  return {};
}

void ExperimentTraining::end(std::size_t run) {
  const RunFolder folder = folderOf(run);
  const std::string& title = plan_.runs[run].title;
  if (folder.status().state == RunState::completed) {
    states_[run] = State::finished;
    ++trained_;
    if (watcher_.say) {
      watcher_.say("finished " + title + " in " + formatDuration(folder.status().elapsedSeconds) + ", " +
                   std::to_string(count(State::finished)) + " of " + std::to_string(states_.size()));
    }
    return;
  }
  states_[run] = State::failed;
  const auto info = folder.info();
  failures_[run] =
      info && !info->message.empty() ? info->message : "its process ended: see " + folder.logFile().string();
  if (watcher_.say) watcher_.say("failed " + title + ": " + failures_[run]);
}

void ExperimentTraining::lookAtRunning() {
  launcher_.reap();
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (states_[i] != State::running) continue;
    const RunFolder folder = folderOf(i);
    if (!launcher_.isRunning(folder) && !FileLock::isHeld(folder.lockFile())) end(i);
  }
}

std::size_t ExperimentTraining::count(State state) const {
  return static_cast<std::size_t>(std::count(states_.begin(), states_.end(), state));
}

bool ExperimentTraining::isOver() const {
  return count(State::waiting) == 0 && count(State::running) == 0;
}

// Runs of this session, so that the remaining time means something.
void ExperimentTraining::tell() const {
  if (!watcher_.progress) return;
  std::string what;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (states_[i] != State::running) continue;
    const RunStatus status = folderOf(i).status();
    const auto share = status.totalSteps > 0 ? 100 * status.step / status.totalSteps : 0;
    what += (what.empty() ? "" : " · ") + plan_.runs[i].title + " (" + std::to_string(share) + " %)";
  }
  const auto over = static_cast<std::int64_t>(count(State::finished) + count(State::failed));
  watcher_.progress("runs", over - kept_, static_cast<std::int64_t>(states_.size()) - kept_, what);
}

void ExperimentTraining::stopAll() {
  while (count(State::running) > 0) {
    launcher_.reap();
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (states_[i] != State::running) continue;
      const RunFolder folder = folderOf(i);
      // Again and again: a trainer that is just starting forgets requests from before its time.
      folder.request(RunFolder::Control::stop);
      if (!launcher_.isRunning(folder) && !FileLock::isHeld(folder.lockFile())) {
        states_[i] = folder.status().state == RunState::completed ? State::finished : State::waiting;
        folder.withdraw(RunFolder::Control::stop);
      }
    }
    std::this_thread::sleep_for(kLook);
  }
}

Result<void> ExperimentTraining::run(const StopToken& stop) {
  lookAtFolders();
  kept_ = static_cast<std::int64_t>(count(State::finished));
  for (;;) {
    lookAtRunning();
    if (stop.stopRequested()) {
      stopAll();
      return Error{ErrorCode::cancelled,
                   "stopped; " + std::to_string(count(State::finished)) + " of " + std::to_string(states_.size()) +
                       " runs are finished",
                   "The same command goes on where this one stopped",
                   {}};
    }
    if (const auto started = startMore(); !started) {
      stopAll();
      return started.error();
    }
    if (isOver()) return {};
    tell();
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace marcie::engine
