#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(BprMfTest, Contract) {
  expectBackboneContract("bpr_mf");
}

TEST(BprMfTest, KnowsNothingOfColdItems) {
  const auto model = makeModel(tinyOptions("bpr_mf", CierecVariant::plain));
  const at::Tensor table = tableOf(*model);
  EXPECT_TRUE(torch::allclose(table.select(1, 11), table.select(1, 12)));
  const auto withContent = makeModel(tinyOptions("bpr_mf", CierecVariant::full));
  const at::Tensor seen = tableOf(*withContent);
  EXPECT_FALSE(torch::allclose(seen.select(1, 11), seen.select(1, 12)));
}

TEST(BprMfTest, LossIsLogTwoWhereNothingIsKnown) {
  const auto model = makeModel(tinyOptions("bpr_mf", CierecVariant::plain));
  const torch::NoGradGuard noGradients;
  for (at::Tensor& parameter : model->module().parameters()) parameter.zero_();
  EXPECT_NEAR(model->loss(tinyBatch(false)).total.item<double>(), std::log(2.0), 1e-6);
}

}  // namespace
}  // namespace marcie::nn::rec::testing
