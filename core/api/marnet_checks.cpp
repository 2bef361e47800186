#include "core/api/marnet_checks.h"

#include <string>

namespace marcie {
namespace {

void checkText(const MarnetOptions& options, Problems& problems) {
  const bool paired = options.text != TextPairing::none;
  const bool reads = options.textEncoder == "glove_gru" || options.textEncoder == "external";
  const bool embeds =
      aligns(options.variant) || (reconstructs(options.variant) && options.cdr.target != CdrTarget::multihot);
  if (reads && paired && embeds && options.textFile.empty()) {
    problems.add("model.textFile", "'" + options.textEncoder + "' needs a file with the vectors of the annotations");
  }
  const bool mixes = options.ema.mixText && (aligns(options.variant) || reconstructs(options.variant));
  if (mixes && !paired) problems.add("model.ema.mixText", "there is no text to mix in with model.text=none");
  if (mixes && paired && !embeds) {
    problems.add("model.ema.mixText", "this variant and target have no text embedding z_s to mix in");
  }
}

void checkSampling(const CdrOptions& cdr, Problems& problems) {
  if (cdr.samplingSteps > cdr.steps) {
    problems.add("model.cdr.samplingSteps", "must not exceed model.cdr.steps");
  } else if (cdr.sampler == CdrSampler::ddpm && cdr.samplingSteps != cdr.steps) {
    problems.add("model.cdr.samplingSteps", "ddpm takes every step: set it to model.cdr.steps (" +
                                                std::to_string(cdr.steps) + "), or choose model.cdr.sampler=ddim");
  }
  if (cdr.policy == CdrPolicy::unrolled && cdr.unrollSteps > cdr.samplingSteps) {
    problems.add("model.cdr.unrollSteps", "only " + std::to_string(cdr.samplingSteps) +
                                              " sampling steps are there to learn from: lower it, or raise "
                                              "model.cdr.samplingSteps");
  }
  const bool noisySteps = cdr.samplingSteps > 1 && (cdr.sampler == CdrSampler::ddpm || cdr.eta > 0);
  if (cdr.draws > 1 && cdr.start == CdrStart::zero && !noisySteps) {
    problems.add("model.cdr.draws", "all draws would be equal: start with noise, or sample with noise in its steps");
  }
  if (cdr.guidance > 0 && cdr.dropCondition == 0) {
    problems.add("model.cdr.guidance", "needs model.cdr.dropCondition above 0, which trains the blank condition");
  }
}

}  // namespace

void findMarnetProblems(const MarnetOptions& options, Problems& problems) {
  checkText(options, problems);
  if (reconstructs(options.variant) && options.cdr.mode != CdrMode::semanticConditional &&
      options.cdr.target == CdrTarget::multihot) {
    problems.add("model.cdr.target", "mode " + std::string(enumKey(options.cdr.mode)) +
                                         " mixes text and picture, so it needs a text embedding: choose text_z, text_x "
                                         "or class_proto");
  }
  checkSampling(options.cdr, problems);
  if (options.fusion == "logit_avg" && options.variant == MarnetVariant::ema) {
    problems.add("model.fusion", "'logit_avg' needs x_CDR, which the variant 'ema' does not have");
  }
}

}  // namespace marcie
