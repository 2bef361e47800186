#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(AcfTest, Contract) {
  expectBackboneContract("acf");
}

TEST(AcfTest, HistoryMovesAUserAndTheItemInQuestionDoesNot) {
  CierecOptions options = tinyOptions("acf", CierecVariant::plain);
  RecWorld world = tinyWorld();
  const at::Tensor before = tableOf(*makeModel(options, 3, world));
  world.history = world.history.clone();
  world.history[2].fill_(7);
  const at::Tensor after = tableOf(*makeModel(options, 3, world));
  EXPECT_FALSE(torch::allclose(before[2], after[2]));
  EXPECT_TRUE(torch::equal(before[3], after[3]));
  // Nothing in the history but the item of the pair: the user is p alone, whatever its part vector is.
  RecBatch batch = tinyBatch(false);
  batch.users = torch::tensor({2}, torch::kLong);
  batch.positives = torch::tensor({7}, torch::kLong);
  batch.negatives = torch::tensor({{3}}, torch::kLong);
  const auto model = makeModel(options, 3, world);
  const double loss = model->loss(batch).total.item<double>();
  const torch::NoGradGuard noGradients;
  model->module().named_parameters()["backbone.parts"][7].add_(5);
  EXPECT_EQ(model->loss(batch).total.item<double>(), loss);
}

TEST(AcfTest, NobodysHistoryIsTheUserAlone) {
  const auto model = makeModel(tinyOptions("acf", CierecVariant::plain));
  const at::Tensor latent = model->module().named_parameters()["latent"];
  EXPECT_TRUE(torch::equal(model->users(torch::tensor({0}, torch::kLong)).latent[0], latent[0]));
}

TEST(AcfTest, RegionsHaveToDivideTheFeature) {
  CierecOptions options = tinyOptions("acf", CierecVariant::plain);
  options.special.regions = 3;
  EXPECT_TRUE(tableOf(*makeModel(options)).isfinite().all().item<bool>());
  options.special.regions = 4;
  const auto refused = RecModel::create(options, tinyWorld());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::option);
  EXPECT_NE(refused.error().message.find("6 numbers"), std::string::npos);
}

}  // namespace
}  // namespace marcie::nn::rec::testing
