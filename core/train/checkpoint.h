// Everything a run needs to go on as if it had never stopped, in one safetensors file:
//
//   model.<name>              parameters and buffers
//   average.<name>            their moving average, when it is on
//   optimizer.<group>.<…>     momentum, moments, step counts
//   __metadata__["marcie"]    CheckpointMeta as JSON
//
// Random numbers need no state: every draw is a function of (seed, step) or of (seed, epoch, picture).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/api/run_folder.h"
#include "core/api/run_spec.h"
#include "core/train/module_state.h"

namespace marcie::train {

inline constexpr int kCheckpointVersion = 1;

struct CheckpointMeta {
  int version = kCheckpointVersion;
  RunSpec spec;
  Json model;  // Task::modelInfo()
  std::string phase;
  std::int64_t step = 0;  // optimiser steps done
  double epoch = 0;
  double wallTime = 0;                 // s
  RunFolderWriter::Position position;  // of events.jsonl and metrics.csv before the event of this checkpoint
  bool scheduled = true;               // false: written because the run was stopped
  bool best = false;
  std::int64_t averageUpdates = 0;
  std::int64_t epochSteps = 0;  // steps of the running epoch, and the sums of their losses
  std::vector<NamedValue> epochSums;
  std::vector<NamedValue> bestMetrics;  // of validation so far; empty before the first
  std::int64_t sinceBest = 0;           // validations since then
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("version", self.version);
    v("spec", self.spec);
    v("model", self.model);
    v("phase", self.phase);
    v("step", self.step);
    v("epoch", self.epoch);
    v("wallTime", self.wallTime);
    v("position", self.position);
    v("scheduled", self.scheduled);
    v("best", self.best);
    v("averageUpdates", self.averageUpdates);
    v("epochSteps", self.epochSteps);
    v("epochSums", self.epochSums);
    v("bestMetrics", self.bestMetrics);
    v("sinceBest", self.sinceBest);
  }
};

struct Checkpoint {
  CheckpointMeta meta;
  NamedTensors model, average, optimizer;
  // What evaluation and prediction use: the averages where they exist, else the weights.
  [[nodiscard]] NamedTensors evaluationWeights() const;
};

// Written aside, synced, renamed. Errors: io, diskFull.
[[nodiscard]] Result<void> writeCheckpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);
// Errors: notFound, io, format (damaged), checkpoint (no checkpoint of ours, or of a newer version).
[[nodiscard]] Result<Checkpoint> readCheckpoint(const std::filesystem::path& path);
[[nodiscard]] Result<CheckpointMeta> readCheckpointMeta(const std::filesystem::path& path);

[[nodiscard]] std::filesystem::path checkpointPath(const RunFolder& folder, std::int64_t step);
[[nodiscard]] std::filesystem::path bestCheckpointPath(const RunFolder& folder);
// step-<n>.safetensors of a run, newest first; unfinished files are not among them.
[[nodiscard]] std::vector<std::filesystem::path> listCheckpoints(const RunFolder& folder);
// The one that evaluation and prediction use: the newest while the run lives, else by `selection`.
// Errors: notFound, when the run has saved none yet.
[[nodiscard]] Result<std::filesystem::path> currentCheckpoint(const RunFolder& folder, ModelSelection selection);
// Removes all but the newest `keep` and what an interrupted write left behind.
void pruneCheckpoints(const RunFolder& folder, std::size_t keep);

}  // namespace marcie::train
