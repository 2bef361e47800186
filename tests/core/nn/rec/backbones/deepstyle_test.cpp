#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(DeepstyleTest, Contract) {
  expectBackboneContract("deepstyle");
}

TEST(DeepstyleTest, TakesOffWhatAGroupHasInCommon) {
  const auto model = makeModel(tinyOptions("deepstyle", CierecVariant::plain));
  const at::Tensor before = tableOf(*model);
  const torch::NoGradGuard noGradients;
  at::Tensor styles = model->module().named_parameters()["backbone.styles"];
  styles.add_(torch::ones({8}));
  const at::Tensor latent = model->module().named_parameters()["latent"];
  EXPECT_TRUE(torch::allclose(tableOf(*model), before - latent.sum(1, true), 1e-5, 1e-6));
}

TEST(DeepstyleTest, OneStyleAnItemLeavesColdItemsAlone) {
  CierecOptions options = tinyOptions("deepstyle", CierecVariant::plain);
  options.special.styles = 0;
  const auto model = makeModel(options);
  const at::Tensor before = tableOf(*model);
  const torch::NoGradGuard noGradients;
  model->module().named_parameters()["backbone.styles"].add_(1);
  const at::Tensor after = tableOf(*model);
  EXPECT_TRUE(torch::equal(after.slice(1, 11), before.slice(1, 11)));
  EXPECT_FALSE(torch::allclose(after.slice(1, 0, 11), before.slice(1, 0, 11)));
}

}  // namespace
}  // namespace marcie::nn::rec::testing
