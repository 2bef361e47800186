// How a recommender sees TrainerOptions: the same members under the names and with the help that fit it. A view, so
// that the Trainer knows one struct.
#pragma once

#include "core/api/trainer_options.h"

namespace marcie {

// What a run of the task cierec begins with (findings of validation runs).
[[nodiscard]] inline TrainerOptions recTrainerDefaults() {
  TrainerOptions options;
  options.batchSize = 1024;
  options.encoderOptimizer = OptimizerKind::adam;
  options.headOptimizer = OptimizerKind::adam;
  options.learningRate = 3e-3;
  options.weightDecay = 1e-3;
  options.headLearningRate = 1e-3;
  options.headWeightDecay = 1e-3;
  options.schedule = LearningRateSchedule::constant;
  options.warmup = 0;
  options.evaluateEvery = 5;
  options.selection = ModelSelection::bestValidation;
  return options;
}

template <class Options>  // TrainerOptions or const TrainerOptions
struct RecTrainerView {
  Options& options;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    visitSteps(self.options, v);
    visitSchedule(self.options, v);
    visitRun(self.options, v);
  }

 private:
  template <class Visitor>
  static void visitSteps(Options& self, Visitor& v) {
    v("seed", self.seed,
      {.label = MARCIE_TR("Options", "Seed"),
       .help = MARCIE_TR("Options", "The same seed, data and device give the same run, bit for bit on a CPU.")});
    v("batchSize", self.batchSize,
      {.label = MARCIE_TR("Options", "Batch size"),
       .help = MARCIE_TR("Options", "Interactions per optimiser step."),
       .min = 2,
       .max = 1000000,
       .unit = "interactions"});
    v("learningRate", self.learningRate,
      {.label = MARCIE_TR("Options", "Learning rate"),
       .help = MARCIE_TR("Options", "Step size of ranking. The lineage uses Adagrad with 0.034."),
       .min = 0,
       .max = 10});
    v("optimizer", self.encoderOptimizer,
      {.label = MARCIE_TR("Options", "Optimiser"),
       .help = MARCIE_TR("Options", "Of ranking: vectors of users and items, and the layers on their content."),
       .advanced = true});
    v("momentum", self.momentum,
      {.label = MARCIE_TR("Options", "Momentum"),
       .help = MARCIE_TR("Options", "Nesterov momentum of SGD; the other optimisers have no use for it."),
       .min = 0,
       .max = 0.999,
       .advanced = true});
    v("weightDecay", self.weightDecay,
      {.label = MARCIE_TR("Options", "Weight decay of content"),
       .help = MARCIE_TR("Options", "Of the layers on the content; vectors of users and items have their own λ."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("inferenceOptimizer", self.headOptimizer,
      {.label = MARCIE_TR("Options", "Inference optimiser"),
       .help = MARCIE_TR("Options", "Of content inference, in its own phase."),
       .advanced = true});
    v("inferenceLearningRate", self.headLearningRate,
      {.label = MARCIE_TR("Options", "Inference learning rate"),
       .help = MARCIE_TR("Options", "Step size of content inference, in its own phase."),
       .min = 0,
       .max = 10,
       .advanced = true});
    v("inferenceWeightDecay", self.headWeightDecay,
      {.label = MARCIE_TR("Options", "Inference weight decay"),
       .help = MARCIE_TR("Options", "Of content inference, in every phase."),
       .min = 0,
       .max = 1,
       .advanced = true});
  }
  template <class Visitor>
  static void visitSchedule(Options& self, Visitor& v) {
    v("schedule", self.schedule,
      {.label = MARCIE_TR("Options", "Schedule"),
       .help = MARCIE_TR("Options", "What the learning rate does in each phase, after the warm-up."),
       .advanced = true});
    v("stepEpochs", self.stepEpochs,
      {.label = MARCIE_TR("Options", "Step every"),
       .help = MARCIE_TR("Options", "Epochs of a phase after which the schedule step multiplies the learning rate."),
       .min = 1,
       .max = 10000,
       .unit = "epochs",
       .advanced = true});
    v("stepFactor", self.stepFactor,
      {.label = MARCIE_TR("Options", "Step factor"),
       .help = MARCIE_TR("Options", "What the schedule step multiplies the learning rate with."),
       .min = 0.001,
       .max = 1,
       .advanced = true});
    v("warmup", self.warmup,
      {.label = MARCIE_TR("Options", "Warm-up"),
       .help = MARCIE_TR("Options", "Share of a phase's steps in which the learning rate rises to its largest value."),
       .min = 0,
       .max = 0.9,
       .advanced = true});
    v("gradientClip", self.gradientClip,
      {.label = MARCIE_TR("Options", "Gradient clip"),
       .help = MARCIE_TR("Options", "Largest norm of all gradients together; 0 leaves them alone."),
       .min = 0,
       .max = 1000,
       .advanced = true});
    v("averageDecay", self.averageDecay,
      {.label = MARCIE_TR("Options", "Weight averaging"),
       .help = MARCIE_TR("Options",
                         "Decay of an exponential moving average of the weights that is used for evaluation; 0 is off, "
                         "0.999 is long."),
       .min = 0,
       .max = 0.99999,
       .advanced = true});
  }
  template <class Visitor>
  static void visitRun(Options& self, Visitor& v) {
    v("evaluateEvery", self.evaluateEvery,
      {.label = MARCIE_TR("Options", "Evaluate every"),
       .help = MARCIE_TR("Options", "Epochs between validations."),
       .min = 1,
       .max = 10000,
       .unit = "epochs",
       .advanced = true});
    v("patience", self.patience,
      {.label = MARCIE_TR("Options", "Patience"),
       .help =
           MARCIE_TR("Options", "Validations in a row without a better one after which the run ends; 0 never does."),
       .min = 0,
       .max = 10000,
       .advanced = true});
    v("checkpointEverySteps", self.checkpointEverySteps,
      {.label = MARCIE_TR("Options", "Checkpoint every"),
       .help =
           MARCIE_TR("Options", "Steps between checkpoints within an epoch; 0 saves at the end of each epoch only."),
       .min = 0,
       .max = 1e9,
       .unit = "steps",
       .advanced = true});
    v("selection", self.selection,
      {.label = MARCIE_TR("Options", "Use the model of"),
       .help = MARCIE_TR("Options",
                         "Which weights evaluation and recommendation use when the run has ended. The best is judged "
                         "by the sum of cold and warm AUC, never by cold items alone."),
       .advanced = true});
    v("device", self.device,
      {.label = MARCIE_TR("Options", "Device"),
       .help = MARCIE_TR("Options", "Where the run computes."),
       .advanced = true});
    v("threads", self.threads,
      {.label = MARCIE_TR("Options", "Threads"),
       .help = MARCIE_TR(
           "Options",
           "Threads of the computation; 0 uses every core. Results are bit-identical only for the same number."),
       .min = 0,
       .max = 1024,
       .advanced = true});
  }
};

}  // namespace marcie
