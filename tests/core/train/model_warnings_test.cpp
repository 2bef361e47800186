#include "core/train/model_warnings.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace marcie::train {
namespace {

bool warns(const MarnetOptions& options, double lastAlphaBar, const std::string& text) {
  const auto warnings = modelWarnings(options, lastAlphaBar);
  return std::any_of(warnings.begin(), warnings.end(), [&](const WarningRaised& warning) {
    return warning.message.find(text) != std::string::npos && !warning.hint.empty();
  });
}

TEST(ModelWarningsTest, DefaultsHaveNone) {
  EXPECT_TRUE(modelWarnings(MarnetOptions{}, 2.4e-8).empty());
}

TEST(ModelWarningsTest, NoiseIsAWrongStartWhereSignalIsLeft) {
  MarnetOptions options;
  for (const CdrMode mode : {CdrMode::semanticConditional, CdrMode::denoiseVisual}) {
    options.cdr.mode = mode;
    EXPECT_TRUE(warns(options, 0.06, "starts from pure noise"));
    EXPECT_FALSE(warns(options, 0.04, "starts from pure noise"));
  }
  options.cdr.mode = CdrMode::visualStart;
  EXPECT_FALSE(warns(options, 0.8, "noise"));
  EXPECT_TRUE(warns(options, 2.4e-8, "begins with noise all the same"));
  options.variant = MarnetVariant::ema;
  EXPECT_TRUE(modelWarnings(options, 0.8).empty());
}

TEST(ModelWarningsTest, PredictedNoiseNeedsSignal) {
  MarnetOptions options;
  options.cdr.prediction = CdrPrediction::eps;
  EXPECT_TRUE(warns(options, 1e-5, "arbitrary"));
  EXPECT_FALSE(warns(options, 0.01, "arbitrary"));
  options.cdr.prediction = CdrPrediction::v;
  EXPECT_FALSE(warns(options, 1e-5, "arbitrary"));
}

TEST(ModelWarningsTest, LeaksAreNamed) {
  MarnetOptions options;
  options.cdr.policy = CdrPolicy::oneStep;
  EXPECT_TRUE(warns(options, 0, "still contain the text"));
  options.phases.refit = 3;
  EXPECT_FALSE(warns(options, 0, "still contain the text"));
  options.ema.mixText = true;
  EXPECT_TRUE(warns(options, 0, "mixed with the text"));
  options.text = TextPairing::none;
  EXPECT_TRUE(modelWarnings(options, 0).empty());
}

}  // namespace
}  // namespace marcie::train
