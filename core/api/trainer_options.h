// Optimisation and bookkeeping of a run, the same for every task.
#pragma once

#include <array>
#include <cstdint>

#include "core/options/field.h"

namespace marcie {

enum class Device { automatic, cpu, cuda };
template <>
struct EnumTable<Device> {
  static constexpr std::array entries{
      EnumEntry{Device::automatic, "auto", MARCIE_TR("Options", "GPU where there is one")},
      EnumEntry{Device::cpu, "cpu", MARCIE_TR("Options", "CPU")},
      EnumEntry{Device::cuda, "cuda", MARCIE_TR("Options", "GPU (CUDA)")}};
};

enum class ModelSelection { last, bestValidation };
template <>
struct EnumTable<ModelSelection> {
  static constexpr std::array entries{
      EnumEntry{ModelSelection::last, "last", MARCIE_TR("Options", "Last epoch")},
      EnumEntry{ModelSelection::bestValidation, "best", MARCIE_TR("Options", "Best on validation")}};
};

enum class OptimizerKind { sgd, adam, adamw, adagrad };
template <>
struct EnumTable<OptimizerKind> {
  static constexpr std::array entries{EnumEntry{OptimizerKind::sgd, "sgd", MARCIE_TR("Options", "SGD (Nesterov)")},
                                      EnumEntry{OptimizerKind::adam, "adam", MARCIE_TR("Options", "Adam")},
                                      EnumEntry{OptimizerKind::adamw, "adamw", MARCIE_TR("Options", "AdamW")},
                                      EnumEntry{OptimizerKind::adagrad, "adagrad", MARCIE_TR("Options", "Adagrad")}};
};

// How the learning rate goes on after the warm-up of a phase.
enum class LearningRateSchedule { cosine, constant, step, linear, oneCycle };
template <>
struct EnumTable<LearningRateSchedule> {
  static constexpr std::array entries{
      EnumEntry{LearningRateSchedule::cosine, "cosine", MARCIE_TR("Options", "Cosine down to zero")},
      EnumEntry{LearningRateSchedule::constant, "constant", MARCIE_TR("Options", "Constant")},
      EnumEntry{LearningRateSchedule::step, "step", MARCIE_TR("Options", "Step: times a factor every few epochs")},
      EnumEntry{LearningRateSchedule::linear, "linear", MARCIE_TR("Options", "Straight down to zero")},
      EnumEntry{LearningRateSchedule::oneCycle, "one_cycle", MARCIE_TR("Options", "One cycle: up and far down")}};
};

// Whose optimiser teaches the linear classifiers, also those of the losses' auxiliary terms.
enum class ClassifierGroup { encoder, heads };
template <>
struct EnumTable<ClassifierGroup> {
  static constexpr std::array entries{
      EnumEntry{ClassifierGroup::encoder, "encoder", MARCIE_TR("Options", "The picture network's")},
      EnumEntry{ClassifierGroup::heads, "heads", MARCIE_TR("Options", "The heads'")}};
};

struct TrainerOptions {
  int batchSize = 32;
  OptimizerKind encoderOptimizer = OptimizerKind::sgd;
  OptimizerKind headOptimizer = OptimizerKind::adamw;
  double learningRate = 0.05;
  double momentum = 0.9;
  double weightDecay = 5e-4;
  double headLearningRate = 1e-3;
  double headWeightDecay = 1e-4;
  ClassifierGroup classifierGroup = ClassifierGroup::encoder;
  LearningRateSchedule schedule = LearningRateSchedule::cosine;
  int stepEpochs = 4;
  double stepFactor = 0.1;
  double warmup = 0.1;
  double gradientClip = 0;
  double averageDecay = 0;
  bool bf16 = false;
  int evaluateEvery = 1;
  int patience = 0;
  int checkpointEverySteps = 0;
  int probePictures = 256;
  ModelSelection selection = ModelSelection::last;
  std::uint64_t seed = 1;
  Device device = Device::automatic;
  int threads = 0;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("seed", self.seed,
      {.label = MARCIE_TR("Options", "Seed"),
       .help = MARCIE_TR("Options", "The same seed, data and device give the same run, bit for bit on a CPU.")});
    v("batchSize", self.batchSize,
      {.label = MARCIE_TR("Options", "Batch size"),
       .help = MARCIE_TR("Options", "Pictures per optimiser step. Smaller needs less memory."),
       .min = 2,
       .max = 4096,
       .unit = "pictures"});
    v("learningRate", self.learningRate,
      {.label = MARCIE_TR("Options", "Learning rate"),
       .help = MARCIE_TR("Options",
                         "Largest step size on the picture network. Adam and AdamW want about a hundredth of what SGD "
                         "wants, Adagrad a fifth."),
       .min = 0,
       .max = 10});
    v("encoderOptimizer", self.encoderOptimizer,
      {.label = MARCIE_TR("Options", "Optimiser"),
       .help = MARCIE_TR("Options", "Of the picture network."),
       .advanced = true});
    v("momentum", self.momentum,
      {.label = MARCIE_TR("Options", "Momentum"),
       .help = MARCIE_TR("Options", "Nesterov momentum of SGD; the other optimisers have no use for it."),
       .min = 0,
       .max = 0.999,
       .advanced = true});
    v("weightDecay", self.weightDecay,
      {.label = MARCIE_TR("Options", "Weight decay"),
       .help = MARCIE_TR("Options", "Of the picture network."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("headOptimizer", self.headOptimizer,
      {.label = MARCIE_TR("Options", "Head optimiser"),
       .help = MARCIE_TR("Options", "Of everything behind the picture network."),
       .advanced = true});
    v("headLearningRate", self.headLearningRate,
      {.label = MARCIE_TR("Options", "Head learning rate"),
       .help = MARCIE_TR("Options", "Step size on everything behind the picture network, same schedule."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("headWeightDecay", self.headWeightDecay,
      {.label = MARCIE_TR("Options", "Head weight decay"),
       .help = MARCIE_TR("Options", "Of everything behind the picture network."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("classifierGroup", self.classifierGroup,
      {.label = MARCIE_TR("Options", "Classifiers learn with"),
       .help = MARCIE_TR("Options",
                         "Whose optimiser and learning rate the linear classifiers get while the picture network "
                         "learns. With the heads' small steps a bare backbone learns far too slowly to compare with."),
       .advanced = true});
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
    v("bf16", self.bf16,
      {.label = MARCIE_TR("Options", "bfloat16"),
       .help = MARCIE_TR("Options", "Compute in bfloat16 where the processor is faster with it."),
       .advanced = true});
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
    v("probePictures", self.probePictures,
      {.label = MARCIE_TR("Options", "Watched pictures"),
       .help = MARCIE_TR("Options",
                         "Validation pictures whose place is recorded at each validation, for the film of the "
                         "Embeddings page; 0 records none."),
       .min = 0,
       .max = 2000,
       .unit = "pictures",
       .advanced = true});
    v("selection", self.selection,
      {.label = MARCIE_TR("Options", "Use the model of"),
       .help = MARCIE_TR("Options", "Which weights evaluation and prediction use when the run has ended."),
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
