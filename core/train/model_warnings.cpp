#include "core/train/model_warnings.h"

#include "core/base/strings.h"

namespace marcie::train {
namespace {

constexpr double kTooMuchSignal = 0.05;     // more than this at T makes noise a wrong start
constexpr double kTooLittlePicture = 0.01;  // less than this at T, and mode B starts from noise after all
constexpr double kIllConditioned = 1e-3;    // below, a predicted noise says next to nothing about x₀

void warnOfSchedule(const CdrOptions& cdr, double lastAlphaBar, std::vector<WarningRaised>& warnings) {
  const std::string left = formatNumber(lastAlphaBar);
  if (cdr.mode == CdrMode::visualStart) {
    if (lastAlphaBar < kTooLittlePicture) {
      warnings.push_back({"schedule",
                          "the noise schedule leaves " + left +
                              " of the picture at its last step, so mode visual_start begins with noise all the same",
                          "Use model.cdr.schedule=linear with few steps, or mode semantic_conditional"});
    }
  } else if (lastAlphaBar > kTooMuchSignal) {
    warnings.push_back(
        {"schedule",
         "the noise schedule keeps " + left + " of the signal at its last step, but sampling starts from pure noise",
         "Use model.cdr.schedule=cosine, or more steps"});
  }
  if (cdr.prediction == CdrPrediction::eps && lastAlphaBar < kIllConditioned) {
    warnings.push_back(
        {"prediction",
         "the noise schedule keeps " + left +
             " of the signal at its last step: a target computed from predicted noise is arbitrary there",
         "Use model.cdr.prediction=x0 or v"});
  }
}

}  // namespace

std::vector<WarningRaised> modelWarnings(const MarnetOptions& options, double lastAlphaBar) {
  std::vector<WarningRaised> warnings;
  const bool text = options.text != TextPairing::none;
  if (reconstructs(options.variant)) {
    warnOfSchedule(options.cdr, lastAlphaBar, warnings);
    if (text && options.cdr.policy == CdrPolicy::oneStep && options.phases.refit == 0) {
      warnings.push_back({"leak",
                          "with one_step the fused head learns from states that still contain the text, which it will "
                          "not have in use",
                          "Use model.cdr.policy=t_max, or re-fit the head with model.phases.refit"});
    }
  }
  const bool embeds = aligns(options.variant) ||
                      (reconstructs(options.variant) && options.cdr.target != CdrTarget::multihot);  // z_s exists
  if (text && options.ema.mixText && embeds) {
    warnings.push_back({"leak", "x_EMA is mixed with the text in training, which it will not have in use",
                        "Use model.ema.mixText=false for figures that mean something"});
  }
  return warnings;
}

}  // namespace marcie::train
