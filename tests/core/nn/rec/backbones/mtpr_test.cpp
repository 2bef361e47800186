#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(MtprTest, Contract) {
  expectBackboneContract("mtpr");
}

TEST(MtprTest, FourTermsAtZeroAreLogTwo) {
  const auto model = makeModel(tinyOptions("mtpr", CierecVariant::plain));
  const torch::NoGradGuard noGradients;
  for (at::Tensor& parameter : model->module().parameters()) parameter.zero_();
  EXPECT_NEAR(model->loss(tinyBatch(false)).total.item<double>(), std::log(2.0), 1e-6);
}

TEST(MtprTest, ContentAloneLearnsToRank) {
  // The counterfactual terms must teach what the look says without identity.
  const auto model = makeModel(tinyOptions("mtpr", CierecVariant::plain));
  trainedLoss(*model, tinyBatch(false), 150);
  const torch::NoGradGuard noGradients;
  model->module().named_parameters()["identity"].zero_();
  const RecLoss loss = model->loss(tinyBatch(false));
  EXPECT_LT(loss.parts.at(1).second.item<double>(), 0.5) << "counterfactual";
}

}  // namespace
}  // namespace marcie::nn::rec::testing
