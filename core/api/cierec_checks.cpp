#include "core/api/cierec_checks.h"

#include <algorithm>
#include <string>

namespace marcie {
namespace {

// Backbones that bring a form of their own, which one vector for identity and content would take away.
bool keepsOwnForm(const std::string& backbone) {
  return backbone == "dropoutnet" || backbone == "clcrec";
}

void checkMethod(const CierecOptions& model, Problems& problems) {
  if (model.fusion == RecFusion::attnUser && enriches(model.cierec) &&
      (keepsOwnForm(model.backbone) || model.backbone == "mtpr" || model.backbone == "causalrec")) {
    problems.add("model.fusion", "'attn_user' weighs the parts of an item for each user, which '" + model.backbone +
                                     "' cannot: choose sum, gate, concat_mlp or late");
  }
  if (keepsOwnForm(model.backbone) && enriches(model.cierec) && model.fusion != RecFusion::late) {
    problems.add("model.fusion", "'" + model.backbone + "' tells identity and content apart itself: choose late");
  }
  if (model.coldId == ColdId::generated && !hasUnified(model.cierec)) {
    problems.add("model.coldId", "'generated' needs the unified feature, which plain does not have");
  }
  const InferenceOptions& inference = model.inference;
  if (inference.samplingSteps > inference.diffusionSteps) {
    problems.add("model.inference.samplingSteps",
                 "must not exceed model.inference.diffusionSteps (" + std::to_string(inference.diffusionSteps) + ")");
  }
  if (inference.matchWeight > 0 && inference.kind != InferenceKind::predict) {
    problems.add("model.inference.matchWeight", "is for model.inference.kind=predict");
  }
  if (learnsAnnotations(model.cierec) && inference.weight == 0 && model.phases.inference == 0) {
    problems.add("model.inference.weight",
                 "with 0 and no inference epochs annotations teach nothing: choose "
                 "model.cierec=fe, which says so");
  }
  if (model.phases.mode == InferencePhase::frozen && learnsAnnotations(model.cierec) && model.phases.inference == 0) {
    problems.add("model.phases.mode", "'frozen' needs inference epochs before (model.phases.inference)");
  }
}

void checkLockFree(const CierecOptions& model, Problems& problems) {
  if (!model.special.lockFree) return;
  if (model.backbone != "bpr_mf" || model.cierec != CierecVariant::plain) {
    problems.add("model.special.lockFree", "is for model.backbone=bpr_mf with model.cierec=plain");
  }
  if (model.negatives.kind != NegativeKind::uniform || model.negatives.count != 1) {
    problems.add("model.special.lockFree", "needs one uniform negative");
  }
}

}  // namespace

void findCierecProblems(const RunSpec& spec, Problems& problems) {
  checkMethod(spec.cierec, problems);
  checkLockFree(spec.cierec, problems);
  if (spec.recFeatures.kind == RecFeatureKind::encoder && spec.recFeatures.encoder.empty()) {
    problems.add("features.encoder", "must name the run whose picture network makes the features");
  }
  if (spec.recData.annotationSeparator.size() != 1) {
    problems.add("data.annotationSeparator", "must be exactly one character");
  }
  if (std::max(0.0, spec.recSplit.testShare) + std::max(0.0, spec.recSplit.validationShare) >= 0.9) {
    problems.add("split.validationShare", "leaves too little to train on together with split.testShare");
  }
}

}  // namespace marcie
