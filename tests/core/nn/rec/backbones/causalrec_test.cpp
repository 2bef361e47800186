#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(CausalrecTest, Contract) {
  expectBackboneContract("causalrec", true);
}

TEST(CausalrecTest, CorrectionTakesOffTheScoreAtTheMeanItem) {
  CierecOptions options = tinyOptions("causalrec", CierecVariant::plain);
  options.special.counterfactualWeight = 0;
  const at::Tensor plain = tableOf(*makeModel(options));
  options.special.counterfactualWeight = 0.8;
  const at::Tensor corrected = tableOf(*makeModel(options));
  EXPECT_TRUE((corrected < plain).all().item<bool>());
  EXPECT_GE(plain.min().item<double>(), 0) << "a product of probabilities";
  EXPECT_LE(plain.max().item<double>(), 1);
}

}  // namespace
}  // namespace marcie::nn::rec::testing
