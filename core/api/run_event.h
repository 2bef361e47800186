// What a run tells the world, one line of events.jsonl each. A closed set: std::visit makes the compiler list every
// place that has to know a new one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/options/json.h"

namespace marcie {

struct NamedValue {
  std::string name;  // "loss", "ema", "cdr_mse", "top1" …
  double value = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("value", self.value);
  }
};

// First event of every run.
struct RunStarted {
  static constexpr std::string_view kType = "runStarted";
  std::string task;
  std::string dataset;  // for people: folder name
  std::int64_t trainSize = 0, valSize = 0, testSize = 0;
  std::int64_t classCount = 0, tagCount = 0;
  std::int64_t totalSteps = 0;
  std::int64_t totalEpochs = 0;
  std::int64_t stepsPerEpoch = 0;
  std::int64_t parameterCount = 0;
  std::string device;  // "cpu", "cuda:0"
  std::int64_t threads = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("task", self.task);
    v("dataset", self.dataset);
    v("trainSize", self.trainSize);
    v("valSize", self.valSize);
    v("testSize", self.testSize);
    v("classCount", self.classCount);
    v("tagCount", self.tagCount);
    v("totalSteps", self.totalSteps);
    v("totalEpochs", self.totalEpochs);
    v("stepsPerEpoch", self.stepsPerEpoch);
    v("parameterCount", self.parameterCount);
    v("device", self.device);
    v("threads", self.threads);
  }
};

struct PhaseStarted {
  static constexpr std::string_view kType = "phaseStarted";
  std::string name;   // "backbone", "joint", "refit"
  std::string title;  // for people
  std::int64_t firstStep = 0;
  std::int64_t endStep = 0;  // one past the last
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("title", self.title);
    v("firstStep", self.firstStep);
    v("endStep", self.endStep);
  }
};

struct StepEnd {
  static constexpr std::string_view kType = "stepEnd";
  double learningRate = 0;
  std::vector<NamedValue> losses;  // "loss" first, then its parts, unweighted
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("learningRate", self.learningRate);
    v("losses", self.losses);
  }
};

struct EpochEnd {
  static constexpr std::string_view kType = "epochEnd";
  std::vector<NamedValue> means;  // of the epoch's training steps, incl. "top1" on training batches
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("means", self.means);
  }
};

struct MetricsReady {
  static constexpr std::string_view kType = "metricsReady";
  std::string split;               // "val", "test", "train"
  std::vector<NamedValue> values;  // "top1" in [0,1] …
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("split", self.split);
    v("values", self.values);
  }
};

struct SnapshotReady {
  static constexpr std::string_view kType = "snapshotReady";
  std::string kind;  // "embeddings", "predictions"
  std::string file;  // relative to the run folder
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("kind", self.kind);
    v("file", self.file);
  }
};

struct CheckpointSaved {
  static constexpr std::string_view kType = "checkpointSaved";
  std::string file;  // relative to the run folder
  bool best = false;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("file", self.file);
    v("best", self.best);
  }
};

struct WarningRaised {
  static constexpr std::string_view kType = "warning";
  std::string code;
  std::string message;
  std::string hint;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("code", self.code);
    v("message", self.message);
    v("hint", self.hint);
  }
};

// Last event of every run, exactly once. A resumed run removes it and goes on.
struct RunFinished {
  static constexpr std::string_view kType = "runFinished";
  std::string outcome;                   // "completed", "stopped" (saved), "failed"
  std::string errorCode, message, hint;  // of a failure
  std::vector<NamedValue> best;          // best validation metrics
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("outcome", self.outcome);
    v("errorCode", self.errorCode);
    v("message", self.message);
    v("hint", self.hint);
    v("best", self.best);
  }
};

using RunEventBody = std::variant<RunStarted, PhaseStarted, StepEnd, EpochEnd, MetricsReady, SnapshotReady,
                                  CheckpointSaved, WarningRaised, RunFinished>;

struct RunEvent {
  std::int64_t step = 0;  // optimiser steps done
  double epoch = 0;       // epochs done, with fraction
  double wallTime = 0;    // seconds of training so far, pauses left out, over all sessions of the run
  RunEventBody body;
};

[[nodiscard]] Json runEventToJson(const RunEvent& event);
// Errors: format, for an unknown type or a member that does not fit.
[[nodiscard]] Result<RunEvent> runEventFromJson(const Json& json);

// Where events go. onEvent returns fast and is called from the trainer's thread only.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void onEvent(const RunEvent& event) = 0;
};

}  // namespace marcie
