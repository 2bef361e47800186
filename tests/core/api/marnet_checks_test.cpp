#include "core/api/marnet_checks.h"

#include <functional>

#include <gtest/gtest.h>

#include "core/api/run_spec.h"

namespace marcie {
namespace {

std::vector<std::string> problemsOf(const MarnetOptions& options) {
  Problems problems;
  findMarnetProblems(options, problems);
  return problems.lines;
}

using Change = std::function<void(MarnetOptions&)>;
struct Case {
  const char* path;
  Change breakIt;
  Change repairIt;
};

const std::vector<Case>& cases() {
  using M = MarnetOptions;
  static const std::vector<Case> all{
      {"model.cdr.target", [](M& o) { o.cdr.mode = CdrMode::denoiseVisual, o.cdr.target = CdrTarget::multihot; },
       [](M& o) { o.cdr.target = CdrTarget::textX; }},
      {"model.cdr.target", [](M& o) { o.cdr.mode = CdrMode::visualStart, o.cdr.target = CdrTarget::multihot; },
       [](M& o) { o.cdr.mode = CdrMode::semanticConditional; }},
      {"model.cdr.samplingSteps", [](M& o) { o.cdr.samplingSteps = o.cdr.steps + 1; },
       [](M& o) { o.cdr.samplingSteps = o.cdr.steps; }},
      {"model.cdr.samplingSteps", [](M& o) { o.cdr.sampler = CdrSampler::ddpm, o.cdr.samplingSteps = o.cdr.steps - 1; },
       [](M& o) { o.cdr.samplingSteps = o.cdr.steps; }},
      {"model.cdr.unrollSteps",
       [](M& o) { o.cdr.policy = CdrPolicy::unrolled, o.cdr.samplingSteps = 3, o.cdr.unrollSteps = 4; },
       [](M& o) { o.cdr.unrollSteps = 3; }},
      {"model.cdr.draws",
       [](M& o) { o.cdr.draws = 4, o.cdr.start = CdrStart::zero, o.cdr.eta = 1, o.cdr.samplingSteps = 1; },
       [](M& o) { o.cdr.samplingSteps = 2; }},
      {"model.cdr.guidance", [](M& o) { o.cdr.guidance = 1; }, [](M& o) { o.cdr.dropCondition = 0.1; }},
      {"model.fusion", [](M& o) { o.fusion = "logit_avg", o.variant = MarnetVariant::ema; },
       [](M& o) { o.variant = MarnetVariant::cdr; }},
      {"model.textFile", [](M& o) { o.textEncoder = "glove_gru"; }, [](M& o) { o.textFile = "glove.txt"; }},
      {"model.textFile", [](M& o) { o.textEncoder = "external"; }, [](M& o) { o.text = TextPairing::none; }},
      {"model.ema.mixText", [](M& o) { o.ema.mixText = true, o.text = TextPairing::none; },
       [](M& o) { o.text = TextPairing::paired; }},
      {"model.ema.mixText",
       [](M& o) { o.ema.mixText = true, o.variant = MarnetVariant::cdr, o.cdr.target = CdrTarget::multihot; },
       [](M& o) { o.cdr.target = CdrTarget::textZ; }}};
  return all;
}

TEST(MarnetChecksTest, DefaultsAndTheirVariantsHaveNone) {
  for (const auto& variant : EnumTable<MarnetVariant>::entries) {
    for (const auto& text : EnumTable<TextPairing>::entries) {
      MarnetOptions options;
      options.variant = variant.value;
      options.text = text.value;
      EXPECT_TRUE(problemsOf(options).empty()) << variant.key << " " << text.key;
    }
  }
}

TEST(MarnetChecksTest, EachImpossibleCombinationIsNamedAndItsRemedyWorks) {
  for (const Case& one : cases()) {
    MarnetOptions options;
    one.breakIt(options);
    const auto problems = problemsOf(options);
    ASSERT_EQ(problems.size(), 1U) << one.path;
    EXPECT_TRUE(problems[0].starts_with(std::string(one.path) + ": ")) << problems[0];
    one.repairIt(options);
    EXPECT_TRUE(problemsOf(options).empty()) << one.path;
  }
}

TEST(MarnetChecksTest, AllAreNamedAtOnceBeforeAnythingStarts) {
  RunSpec spec;
  spec.model.textEncoder = "external";
  spec.model.cdr.mode = CdrMode::denoiseVisual;
  spec.model.cdr.target = CdrTarget::multihot;
  spec.model.cdr.sampler = CdrSampler::ddpm;
  spec.model.cdr.guidance = 2;
  spec.model.cdr.policy = CdrPolicy::unrolled;
  spec.model.cdr.unrollSteps = 7;
  const auto checked = checkRunSpec(spec);
  ASSERT_FALSE(checked.ok());
  for (const char* path : {"model.textFile", "model.cdr.target", "model.cdr.samplingSteps", "model.cdr.guidance",
                           "model.cdr.unrollSteps"}) {
    EXPECT_NE(checked.error().message.find(path), std::string::npos) << path;
  }
}

}  // namespace
}  // namespace marcie
