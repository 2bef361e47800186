// The complete, serialisable request for a run. Saved verbatim in the run folder; running it again on the same device
// gives the same run.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "core/api/cierec_options.h"
#include "core/api/data_options.h"
#include "core/api/marnet_options.h"
#include "core/api/rec_options.h"
#include "core/api/rec_trainer_options.h"
#include "core/api/trainer_options.h"
#include "core/base/result.h"
#include "core/options/json.h"

namespace marcie {

inline constexpr int kRunSpecVersion = 1;
inline constexpr std::string_view kMarnetTask = "marnet";
inline constexpr std::string_view kCierecTask = "cierec";

// A run of one of the methods: `task` says which, and with it what "model" and "data" hold.
struct RunSpec {
  int version = kRunSpecVersion;
  std::string task{kMarnetTask};
  std::string preset;  // the preset it started from, for people
  TrainerOptions trainer;
  DataOptions data;  // of a recommender only the path, which is recData's
  AugmentOptions augment;
  MarnetOptions model;

  CierecOptions cierec;    // task cierec: what "model" holds …
  RecDataOptions recData;  // … and "data"
  RecSplitOptions recSplit;
  RecFeatureOptions recFeatures;
  RecRankingOptions recRanking;

  [[nodiscard]] bool isCierec() const { return task == kCierecTask; }
  // For people and lists: "full", "ema"; of a recommender "vbpr full".
  [[nodiscard]] std::string variantName() const;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("version", self.version, {.min = 1, .max = kRunSpecVersion, .hidden = true});
    v("task", self.task,
      {.label = MARCIE_TR("Options", "Task"), .help = MARCIE_TR("Options", "The method to train."), .hidden = true});
    v("preset", self.preset, {.label = MARCIE_TR("Options", "Preset"), .hidden = true});
    if (self.isCierec()) return visitCierec(self, v);
    v("model", self.model, {.label = MARCIE_TR("Options", "Model")});
    v("trainer", self.trainer, {.label = MARCIE_TR("Options", "Training")});
    v("augment", self.augment, {.label = MARCIE_TR("Options", "Augmentation")});
    v("data", self.data, {.label = MARCIE_TR("Options", "Data")});
  }

 private:
  template <class Self, class Visitor>
  static void visitCierec(Self& self, Visitor& v) {
    v("model", self.cierec, {.label = MARCIE_TR("Options", "Model")});
    RecTrainerView<std::remove_reference_t<decltype((self.trainer))>> trainer{self.trainer};
    v("trainer", trainer, {.label = MARCIE_TR("Options", "Training")});
    v("features", self.recFeatures, {.label = MARCIE_TR("Options", "Item features")});
    v("split", self.recSplit, {.label = MARCIE_TR("Options", "Split")});
    v("ranking", self.recRanking, {.label = MARCIE_TR("Options", "Evaluation")});
    v("data", self.recData, {.label = MARCIE_TR("Options", "Data")});
    if constexpr (!std::is_const_v<Self>) self.data.path = self.recData.path;
  }
};

// What a run of that task begins with. An unknown task gets MARNet's; checkRunSpec() names it.
[[nodiscard]] RunSpec defaultRunSpec(std::string_view task);

// Builds a spec from the defaults of its task (named by `patch`, else by the preset), a preset (JSON patch, may be
// null) and a patch of --set assignments or form changes. Errors: option, with every problem at once (unknown keys with
// the nearest spelling, ranges, combinations).
[[nodiscard]] Result<RunSpec> makeRunSpec(const Json& presetPatch, const Json& patch);

// Ranges and combinations that cannot work; every problem at once. Errors: option.
[[nodiscard]] Result<void> checkRunSpec(const RunSpec& spec);

}  // namespace marcie
