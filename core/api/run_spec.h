// The complete, serialisable request for a run. Saved verbatim in the run folder; running it again on the same device
// gives the same run.
#pragma once

#include <string>
#include <string_view>

#include "core/api/data_options.h"
#include "core/api/marnet_options.h"
#include "core/api/trainer_options.h"
#include "core/base/result.h"
#include "core/options/json.h"

namespace marcie {

inline constexpr int kRunSpecVersion = 1;

struct RunSpec {
  int version = kRunSpecVersion;
  std::string task = "marnet";
  std::string preset;  // the preset it started from, for people
  DataOptions data;
  AugmentOptions augment;
  MarnetOptions model;
  TrainerOptions trainer;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("version", self.version, {.min = 1, .max = kRunSpecVersion, .hidden = true});
    v("task", self.task,
      {.label = MARCIE_TR("Options", "Task"), .help = MARCIE_TR("Options", "The method to train."), .hidden = true});
    v("preset", self.preset, {.label = MARCIE_TR("Options", "Preset"), .hidden = true});
    v("model", self.model, {.label = MARCIE_TR("Options", "Model")});
    v("trainer", self.trainer, {.label = MARCIE_TR("Options", "Training")});
    v("augment", self.augment, {.label = MARCIE_TR("Options", "Augmentation")});
    v("data", self.data, {.label = MARCIE_TR("Options", "Data")});
  }
};

// Builds a spec from defaults, a preset (JSON patch, may be null) and a patch of --set assignments or form changes.
// Errors: option, with every problem at once (unknown keys with the nearest spelling, ranges, combinations).
[[nodiscard]] Result<RunSpec> makeRunSpec(const Json& presetPatch, const Json& patch);

// Ranges and combinations that cannot work; every problem at once. Errors: option.
[[nodiscard]] Result<void> checkRunSpec(const RunSpec& spec);

}  // namespace marcie
