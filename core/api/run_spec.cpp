#include "core/api/run_spec.h"

#include "core/api/marnet_checks.h"

namespace marcie {

namespace {

void findProblems(const RunSpec& spec, Problems& problems) {
  validate(spec, problems);
  if (spec.task != "marnet") problems.add("task", "'" + spec.task + "' is not one of marnet");
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

}  // namespace

Result<void> checkRunSpec(const RunSpec& spec) {
  Problems problems;
  findProblems(spec, problems);
  return problems.toResult();
}

Result<RunSpec> makeRunSpec(const Json& presetPatch, const Json& patch) {
  RunSpec spec;
  Problems problems;
  if (!presetPatch.is_null()) fromJson(presetPatch, spec, problems);
  if (!patch.is_null()) fromJson(patch, spec, problems);
  findProblems(spec, problems);
  MARCIE_TRY(problems.toResult());
  return spec;
}

}  // namespace marcie
