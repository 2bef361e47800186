#include "core/nn/rec/rec_model.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(RecModelTest, UnknownBackboneIsNamed) {
  const auto refused = RecModel::create(tinyOptions("vbrp"), tinyWorld());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::option);
  EXPECT_NE(refused.error().message.find("vbpr"), std::string::npos);
}

TEST(RecModelTest, EveryFusionFitsScoresAndTellsItemsApart) {
  for (const auto& fusion : EnumTable<RecFusion>::entries) {
    for (const auto& cold : EnumTable<ColdId>::entries) {
      CierecOptions options = tinyOptions("vbpr");
      options.fusion = fusion.value;
      options.coldId = cold.value;
      options.idDropout = 0.3;
      const auto model = makeModel(options);
      double before = 0;
      const double after = trainedLoss(*model, tinyBatch(), 150, &before);
      EXPECT_LT(after, 0.8 * before) << fusion.key << " " << cold.key;
      const at::Tensor table = tableOf(*model);
      EXPECT_TRUE(table.isfinite().all().item<bool>()) << fusion.key;
      const ItemVectors items = model->items();
      const UserVectors users = model->users(torch::arange(kUsers));
      EXPECT_TRUE(torch::allclose(model->score(users, items.select(torch::full({kUsers}, 4, torch::kLong))),
                                  table.select(1, 4), 1e-4, 1e-5))
          << fusion.key;
    }
  }
}

TEST(RecModelTest, ColdIdentitiesFollowThePolicy) {
  CierecOptions options = tinyOptions("bpr_mf", CierecVariant::plain);
  options.coldId = ColdId::zero;
  EXPECT_EQ(makeModel(options)->items().identity[12].abs().max().item<double>(), 0);
  options.coldId = ColdId::mean;
  const auto mean = makeModel(options);
  const at::Tensor table = mean->module().named_parameters()["identity"];
  EXPECT_TRUE(torch::allclose(mean->items().identity[12], table.slice(0, 0, 11).mean(0), 1e-5, 1e-6));
  EXPECT_TRUE(torch::equal(mean->items().identity[3], table[3]));
  options.coldId = ColdId::init;
  const auto init = makeModel(options);
  EXPECT_TRUE(torch::equal(init->items().identity[12], init->module().named_parameters()["identity"][12]));
}

TEST(RecModelTest, GeneratedIdentitiesApproachTheLearnedOnes) {
  CierecOptions options = tinyOptions("vbpr");
  options.coldId = ColdId::generated;
  const auto model = makeModel(options);
  const auto distance = [&] {
    for (const auto& [name, value] : model->loss(tinyBatch(false)).parts) {
      if (name == "generate") return value.item<double>();
    }
    return -1.0;
  };
  const double before = distance();
  trainedLoss(*model, tinyBatch(false), 200);
  EXPECT_GT(before, 0);
  EXPECT_LT(distance(), before + 0.05);
}

TEST(RecModelTest, FullIdentityDropoutMakesIdentitiesUseless) {
  CierecOptions options = tinyOptions("vbpr");
  options.idDropout = 0.9999999;
  const auto model = makeModel(options);
  model->loss(tinyBatch(false)).total.backward();
  const at::Tensor gradient = model->module().named_parameters()["identity"].grad();
  EXPECT_TRUE(!gradient.defined() || gradient.abs().max().item<double>() == 0);
}

TEST(RecModelTest, RegularisationIsHalfTheSquaredLengthsOfAPair) {
  CierecOptions options = tinyOptions("bpr_mf", CierecVariant::plain);
  options.regularization = 2;
  const auto model = makeModel(options);
  const torch::NoGradGuard noGradients;
  for (at::Tensor& parameter : model->module().parameters()) parameter.fill_(0.5);
  // Three vectors of eight halves, two biases of a half: (3 · 8 · ¼ + 2 · ¼) / 2 = 3.25
  EXPECT_NEAR(model->loss(tinyBatch(false)).total.item<double>(), std::log(2.0) + 2 * 3.25, 1e-5);
}

// A world with so many items that only those of the batch are looked at must give the same gradients.
TEST(RecModelTest, FewOfManyItemsIsTheSameAsAllOfThem) {
  RecWorld many = tinyWorld();
  const std::int64_t extra = 200;
  many.features = torch::cat({many.features, torch::randn({extra, kFeatures})});
  many.warm = torch::cat({many.warm, torch::zeros({extra}, torch::kBool)});
  for (const std::string name : {"vbpr", "amr", "mtpr"}) {
    const auto big = makeModel(tinyOptions(name), 3, many);
    const auto small = makeModel(tinyOptions(name), 3);
    const torch::NoGradGuard noGradients;
    auto target = big->module().named_parameters();
    for (const auto& item : small->module().named_parameters()) {
      target[item.key()].slice(0, 0, item.value().size(0)).copy_(item.value());
    }
    const auto gradientOf = [](RecModel& model) {
      const torch::AutoGradMode gradients(true);
      RecLoss loss = model.loss(tinyBatch());
      loss.total.backward();
      return std::pair(loss.total.item<double>(),
                       model.module().named_parameters()["identity"].grad().to_dense().slice(0, 0, kItems).clone());
    };
    const auto [bigLoss, bigGradient] = gradientOf(*big);
    const auto [smallLoss, smallGradient] = gradientOf(*small);
    EXPECT_NEAR(bigLoss, smallLoss, 1e-5) << name;
    EXPECT_TRUE(torch::allclose(bigGradient, smallGradient, 1e-4, 1e-6)) << name;
  }
}

// Rows of features are most of a step where they are wide: nobody gathers what nobody reads.
TEST(RecModelTest, ARecommenderThatDoesNotLookReadsNoFeatures) {
  RecWorld many = tinyWorld();
  const std::int64_t extra = 200;  // so that only the items of the batch are looked at
  many.features = torch::full({kItems + extra, kFeatures}, std::numeric_limits<float>::quiet_NaN());
  many.warm = torch::cat({many.warm, torch::zeros({extra}, torch::kBool)});
  const auto model = makeModel(tinyOptions("bpr_mf", CierecVariant::plain), 3, many);
  const RecLoss loss = model->loss(tinyBatch(false));
  EXPECT_TRUE(std::isfinite(loss.total.item<double>()));
  loss.total.backward();
  const at::Tensor gradient = model->module().named_parameters()["identity"].grad().to_dense();
  EXPECT_TRUE(gradient.isfinite().all().item<bool>());
  EXPECT_GT(gradient.abs().max().item<double>(), 0);
}

TEST(RecModelTest, PairsAreSelectedWithOrWithoutTheirFeatures) {
  const auto model = makeModel(tinyOptions("vbpr"));
  const at::Tensor rows = torch::tensor({4, 4, 12});
  const ItemVectors items = model->items();
  const ItemVectors all = items.select(rows);
  const ItemVectors made = items.selectMade(rows);
  EXPECT_TRUE(all.raw.defined() && all.input.defined());
  EXPECT_FALSE(made.raw.defined() || made.input.defined());
  EXPECT_TRUE(torch::equal(made.content, all.content));
  EXPECT_TRUE(torch::equal(made.identity, all.identity));
  EXPECT_EQ(made.size(), 3);
}

TEST(RecModelTest, PairsWithoutNegativeAreLeftOut) {
  const auto model = makeModel(tinyOptions("vbpr", CierecVariant::plain));
  RecBatch batch = tinyBatch(false);
  RecBatch fewer = batch;
  fewer.users = batch.users.slice(0, 0, 5);
  fewer.positives = batch.positives.slice(0, 0, 5);
  fewer.negatives = batch.negatives.slice(0, 0, 5);
  batch.negatives = batch.negatives.clone();
  batch.negatives.slice(0, 5).fill_(-1);
  EXPECT_NEAR(model->loss(batch).total.item<double>(), model->loss(fewer).total.item<double>(), 1e-6);
  batch.negatives.fill_(-1);
  EXPECT_EQ(model->loss(batch).total.item<double>(), 0) << "nothing to learn, and no NaN";
}

TEST(RecModelTest, HardNegativesAreTheBestScored) {
  const auto model = makeModel(tinyOptions("vbpr", CierecVariant::plain));
  const at::Tensor table = tableOf(*model);
  RecBatch batch = tinyBatch(false);
  batch.negatives = torch::tensor({1, 2, 3}, torch::kLong).unsqueeze(0).expand({12, 3}).contiguous();
  batch.keepOf = 3;
  const double hard = model->loss(batch).total.item<double>();
  RecBatch chosen = tinyBatch(false);
  chosen.negatives = (table.slice(1, 1, 4).argmax(1) + 1).index_select(0, chosen.users).unsqueeze(1);
  EXPECT_NEAR(hard, model->loss(chosen).total.item<double>(), 1e-6);
}

TEST(RecModelTest, ParametersAreEachInOneGroup) {
  const auto model = makeModel(tinyOptions("vbpr"));
  std::size_t count = 0;
  for (const auto& group : {model->tableParameters(), model->unifiedParameters(), model->contentParameters(),
                            model->inferenceParameters()}) {
    EXPECT_FALSE(group.empty());
    count += group.size();
  }
  EXPECT_EQ(count, model->module().named_parameters().size());
}

TEST(RecModelTest, DetachedInferenceHearsNothingOfRanking) {
  CierecOptions options = tinyOptions("vbpr");
  options.inference.detach = true;
  const auto model = makeModel(options);
  model->loss(tinyBatch(false)).total.backward();
  for (const auto& [name, parameter] : model->inferenceParameters()) {
    EXPECT_TRUE(!parameter.grad().defined() || parameter.grad().abs().max().item<double>() == 0) << name;
  }
  model->loss(tinyBatch(true)).total.backward();
  for (const auto& [name, parameter] : model->inferenceParameters()) {
    EXPECT_GT(parameter.grad().abs().max().item<double>(), 0) << name;
  }
}

TEST(RecModelTest, AnnotationsOfItemsThatAreNotAskedForChangeNothing) {
  // Whatever is wrong with annotations that no loss looks at, scores are the same and finite.
  const auto model = makeModel(tinyOptions("vbpr"));
  trainedLoss(*model, tinyBatch(), 3);
  const at::Tensor before = tableOf(*model);
  RecBatch poisoned = tinyBatch();
  poisoned.annotations.fill_(std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(torch::equal(tableOf(*model), before));
  EXPECT_TRUE(before.isfinite().all().item<bool>());
  EXPECT_FALSE(model->loss(poisoned).total.isfinite().item<bool>()) << "the loss does look at them";
}

}  // namespace
}  // namespace marcie::nn::rec::testing
