#include <gtest/gtest.h>

#include "core/nn/rec/adversarial.h"
#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(AmrTest, Contract) {
  expectBackboneContract("amr");
}

TEST(AmrTest, ChangeHasItsLengthInEveryRow) {
  const at::Tensor gradient = torch::tensor({{3.0, 4.0}, {0.0, 1e-3}, {0.0, 0.0}});
  const at::Tensor change = worstChange(gradient, 0.1);
  EXPECT_NEAR(change[0].norm().item<double>(), 0.1, 1e-7);
  EXPECT_NEAR(change[1].norm().item<double>(), 0.1, 1e-7);
  EXPECT_EQ(change[2].norm().item<double>(), 0.0);
  EXPECT_NEAR(change[0][0].item<double>(), 0.06, 1e-7) << "along the gradient";
}

TEST(AmrTest, WithoutWeightIsVbpr) {
  for (const CierecVariant variant : {CierecVariant::plain, CierecVariant::full}) {
    CierecOptions options = tinyOptions("amr", variant);
    options.special.adversarialWeight = 0;
    const auto amr = makeModel(options);
    const auto vbpr = makeModel(tinyOptions("vbpr", variant));
    EXPECT_EQ(trainedLoss(*amr, tinyBatch(), 10), trainedLoss(*vbpr, tinyBatch(), 10));
    EXPECT_TRUE(torch::equal(tableOf(*amr), tableOf(*vbpr)));
  }
}

TEST(AmrTest, TheWorstChangeRaisesTheLoss) {
  CierecOptions options = tinyOptions("amr", CierecVariant::plain);
  options.special.adversarialStrength = 0.5;
  const auto model = makeModel(options);
  const RecLoss loss = model->loss(tinyBatch(false));
  ASSERT_EQ(loss.parts.at(1).first, "adversarial");
  EXPECT_GT(loss.parts[1].second.item<double>(), loss.parts[0].second.item<double>());
}

}  // namespace
}  // namespace marcie::nn::rec::testing
