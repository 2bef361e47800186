#include "core/api/run_spec.h"

#include "core/api/cierec_checks.h"
#include "core/api/marnet_checks.h"

namespace marcie {

namespace {

void findPictureProblems(const RunSpec& spec, Problems& problems) {
  if (spec.data.cacheSize < spec.data.imageSize) {
    problems.add("data.cacheSize", "must be at least data.imageSize (" + std::to_string(spec.data.imageSize) +
                                       "), is " + std::to_string(spec.data.cacheSize));
  }
  if (spec.data.tagSeparator.size() != 1) problems.add("data.tagSeparator", "must be exactly one character");
  if (spec.data.valFraction + spec.data.testFraction >= 0.9) {
    problems.add("data.valFraction", "leaves too little to train on together with data.testFraction");
  }
  findMarnetProblems(spec.model, problems);
  const MarnetOptions& model = spec.model;
  const bool matrix = model.encoder == "matrix";
  if (matrix && model.weights.empty()) {
    problems.add("model.weights", "must name the .npy file with the features when model.encoder is matrix");
  }
  if (!matrix && !model.featureIndex.empty()) {
    problems.add("model.featureIndex", "needs model.encoder=matrix");
  }
  if (model.featureViews > 1 && (matrix || !model.freezeEncoder)) {
    problems.add("model.featureViews", "above 1 needs a picture network that is frozen (model.freezeEncoder)");
  }
}

void findProblems(const RunSpec& spec, Problems& problems) {
  validate(spec, problems);
  if (spec.isCierec()) return findCierecProblems(spec, problems);
  if (spec.task != kMarnetTask) problems.add("task", "'" + spec.task + "' is not one of marnet, cierec");
  findPictureProblems(spec, problems);
}

// The task that a patch names, or "".
std::string taskOf(const Json& patch) {
  if (!patch.is_object()) return {};
  const auto it = patch.find("task");
  return it != patch.end() && it->is_string() ? it->get<std::string>() : std::string();
}

}  // namespace

std::string RunSpec::variantName() const {
  if (isCierec()) return cierec.backbone + " " + std::string(enumKey(cierec.cierec));
  return std::string(enumKey(model.variant));
}

RunSpec defaultRunSpec(std::string_view task) {
  RunSpec spec;
  if (task != kCierecTask) return spec;
  spec.task = task;
  spec.trainer = recTrainerDefaults();
  return spec;
}

Result<void> checkRunSpec(const RunSpec& spec) {
  Problems problems;
  findProblems(spec, problems);
  return problems.toResult();
}

Result<RunSpec> makeRunSpec(const Json& presetPatch, const Json& patch) {
  const std::string asked = taskOf(patch);
  RunSpec spec = defaultRunSpec(asked.empty() ? taskOf(presetPatch) : asked);
  Problems problems;
  if (!presetPatch.is_null()) fromJson(presetPatch, spec, problems);
  if (!patch.is_null()) fromJson(patch, spec, problems);
  findProblems(spec, problems);
  MARCIE_TRY(problems.toResult());
  return spec;
}

}  // namespace marcie
