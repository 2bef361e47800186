#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(DropoutnetTest, Contract) {
  expectBackboneContract("dropoutnet");
}

TEST(DropoutnetTest, PreparingLearnsTablesAndNothingElse) {
  const auto model = makeModel(tinyOptions("dropoutnet", CierecVariant::plain));
  model->setStage(RecModel::Stage::prepare);
  model->loss(tinyBatch(false)).total.backward();
  auto weights = model->module().named_parameters();
  EXPECT_GT(weights["identity"].grad().abs().max().item<double>(), 0);
  EXPECT_FALSE(weights["backbone.items.0.weight"].grad().defined());
  model->module().zero_grad();
  model->setStage(RecModel::Stage::train);
  model->loss(tinyBatch(false)).total.backward();
  EXPECT_GT(weights["backbone.items.0.weight"].grad().abs().max().item<double>(), 0);
  EXPECT_FALSE(weights["identity"].grad().defined() && weights["identity"].grad().abs().max().item<double>() > 0);
}

}  // namespace
}  // namespace marcie::nn::rec::testing
