// What differs between MARNet and CIERec: the model, its losses and its phases. The Trainer knows none of them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/run_event.h"
#include "core/api/run_folder.h"
#include "core/api/trainer_options.h"
#include "core/base/result.h"
#include "core/data/batch.h"

namespace torch::nn {
class Module;
}

namespace marcie::train {

// A stage of the schedule. The learning rate warms up and decays within each phase.
struct Phase {
  Phase() = default;
  Phase(std::string phaseName, std::string phaseTitle, int epochCount, double rateScale = 1)
      : name(std::move(phaseName)), title(std::move(phaseTitle)), epochs(epochCount), learningRateScale(rateScale) {}

  std::string name;   // "backbone", "joint", "refit"
  std::string title;  // for people
  int epochs = 0;
  double learningRateScale = 1;
  // What its batches carry. `features`: x_v as the picture network of this moment computes it. `text`: no pictures.
  enum class Input { pictures, features, text } input = Input::pictures;
  std::string frozen;              // what stays as it is: names that begin so; "" = nothing that learned before
  bool validates = true;           // false: what pictures give means nothing yet
  std::int64_t stepsPerEpoch = 0;  // 0: as many as there are batches of the training source
};

// Parameters that share an optimiser and its settings.
struct ParameterGroup {
  using Optimizer = OptimizerKind;
  Optimizer optimizer = Optimizer::sgd;
  std::string name;  // stable: names the optimiser's state in a checkpoint
  std::vector<std::pair<std::string, at::Tensor>> parameters;
  double learningRate = 0;
  double weightDecay = 0;
};

struct StepResult {
  at::Tensor loss;                                        // scalar, to be differentiated
  std::vector<std::pair<std::string, at::Tensor>> parts;  // scalars, detached, unweighted; read once per log interval
  at::Tensor logits;     // [B, C], detached, of the path that the loss saw; undefined when the task does not classify
  bool applied = false;  // the task has changed its weights itself: there is nothing to differentiate
};

// One per run, used by the trainer's thread only.
class Task {
 public:
  virtual ~Task() = default;
  [[nodiscard]] virtual torch::nn::Module& module() = 0;
  [[nodiscard]] virtual std::vector<Phase> phases() const = 0;
  // Freezes and unfreezes; returns what learns in this phase.
  [[nodiscard]] virtual std::vector<ParameterGroup> enterPhase(const Phase& phase) = 0;
  // Before each trainStep(): the rate that the schedule gives the first group, for a task that changes its weights
  // itself.
  virtual void setLearningRate(double rate) { static_cast<void>(rate); }
  // Random numbers come from torch's default generator, which the Trainer seeds from (seed, step) before each call.
  [[nodiscard]] virtual StepResult trainStep(const data::Batch& batch) = 0;
  // The test path: gets the image alone, or the x_v [B, d_v] that stand for it. Returns class logits [B, C].
  // Evaluation of a split: sees labels (for metrics) but never text, whose tensor is poisoned with NaN.
  [[nodiscard]] virtual at::Tensor predictLogits(const at::Tensor& images) = 0;
  // predictLogits of a validation batch; the task may keep, for saveFrame(), where its pictures lie.
  [[nodiscard]] virtual at::Tensor validationLogits(const data::Batch& batch) { return predictLogits(batch.input()); }
  // After a validation, with the weights that it used: writes a frame of the run's film. The file's name relative to
  // the run folder, empty when there is nothing to write. Errors: io, diskFull.
  [[nodiscard]] virtual Result<std::string> saveFrame(const RunFolder& folder, std::int64_t step, double epoch) {
    static_cast<void>(folder), static_cast<void>(step), static_cast<void>(epoch);
    return std::string();
  }
  // A task that does not classify measures itself here: metrics of the weights as they are, in evaluation mode.
  // Nothing: the Trainer classifies the validation source. Errors end the run.
  [[nodiscard]] virtual Result<std::optional<std::vector<NamedValue>>> measure() {
    return std::optional<std::vector<NamedValue>>();
  }
  // The metric by which the best validation is chosen; larger is better.
  [[nodiscard]] virtual std::string_view selectionMetric() const { return "top1"; }
  // What is needed beside weights and RunSpec to build the module again: class names, vocabulary, resolved choices.
  [[nodiscard]] virtual Json modelInfo() const = 0;
  // Diagnostics that look at the known text of validation pictures (alignment, leak). Called for some batches between
  // two validations, then asked for the result. Nothing that predicts may remember them.
  virtual void diagnose(const data::Batch& batch) { static_cast<void>(batch); }
  // False when diagnose() would not look at another batch.
  [[nodiscard]] virtual bool wantsDiagnosis() const { return false; }
  [[nodiscard]] virtual std::vector<NamedValue> takeDiagnostics() { return {}; }
};

}  // namespace marcie::train
