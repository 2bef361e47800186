#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(VbprTest, Contract) {
  expectBackboneContract("vbpr");
}

TEST(VbprTest, ScoreIsTheFormula) {
  const auto model = makeModel(tinyOptions("vbpr", CierecVariant::plain));
  trainedLoss(*model, tinyBatch(false), 5);
  const torch::NoGradGuard noGradients;
  auto weights = model->module().named_parameters();
  const RecWorld world = tinyWorld();
  const at::Tensor content = world.features.mm(weights["content.visual.weight"].t());
  const at::Tensor expected = weights["latent"].mm(weights["identity"].t()) + weights["taste"].mm(content.t()) +
                              weights["bias"].squeeze(1) +
                              world.features.mm(weights["content.bias.weight"].t()).squeeze(1);
  const at::Tensor table = tableOf(*model);
  EXPECT_TRUE(torch::allclose(table.slice(1, 0, 11), expected.slice(1, 0, 11), 1e-5, 1e-6));
  EXPECT_FALSE(torch::allclose(table.slice(1, 11), expected.slice(1, 11), 1e-5, 1e-6)) << "identities of cold items";
}

TEST(VbprTest, SumIsOneVectorOfTheUserForAll) {
  const auto model = makeModel(tinyOptions("vbpr", CierecVariant::full));
  EXPECT_FALSE(model->module().named_parameters().contains("taste"));
  const auto parts = model->scoreParts(model->users(torch::arange(3)), model->items().select(torch::arange(3)));
  const at::Tensor score = model->score(model->users(torch::arange(3)), model->items().select(torch::arange(3)));
  EXPECT_TRUE(torch::allclose(parts.collaborative + parts.visual + parts.inferred + parts.bias, score, 1e-5, 1e-6));
  EXPECT_GT(parts.inferred.abs().max().item<double>(), 0);
}

}  // namespace
}  // namespace marcie::nn::rec::testing
