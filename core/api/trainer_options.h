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

struct TrainerOptions {
  int batchSize = 32;
  double learningRate = 0.05;
  double momentum = 0.9;
  double weightDecay = 5e-4;
  double headLearningRate = 1e-3;
  double headWeightDecay = 1e-4;
  double warmup = 0.1;
  double gradientClip = 0;
  double averageDecay = 0;
  bool bf16 = false;
  int evaluateEvery = 1;
  int checkpointEverySteps = 0;
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
                         "Largest step size of SGD on the picture network; warm-up, then a cosine down to zero."),
       .min = 0,
       .max = 10});
    v("momentum", self.momentum,
      {.label = MARCIE_TR("Options", "Momentum"),
       .help = MARCIE_TR("Options", "Nesterov momentum of SGD."),
       .min = 0,
       .max = 0.999,
       .advanced = true});
    v("weightDecay", self.weightDecay,
      {.label = MARCIE_TR("Options", "Weight decay"),
       .help = MARCIE_TR("Options", "Of the picture network."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("headLearningRate", self.headLearningRate,
      {.label = MARCIE_TR("Options", "Head learning rate"),
       .help = MARCIE_TR("Options", "AdamW on everything behind the picture network, same schedule."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("headWeightDecay", self.headWeightDecay,
      {.label = MARCIE_TR("Options", "Head weight decay"),
       .help = MARCIE_TR("Options", "Of AdamW on the heads."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("warmup", self.warmup,
      {.label = MARCIE_TR("Options", "Warm-up"),
       .help = MARCIE_TR("Options", "Share of a phase's steps in which the learning rate rises from zero."),
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
