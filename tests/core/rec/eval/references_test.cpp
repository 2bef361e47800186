#include "core/rec/eval/references.h"

#include <cmath>

#include <torch/torch.h>

#include "core/base/random.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::makeData;

// Users like one of four kinds of items; features say the kind with some noise.
struct KindWorld {
  RecData data;
  RecSplit split;
  at::Tensor features;
};
KindWorld kindWorld(std::uint64_t seed) {
  Rng rng(seed);
  constexpr int kUsers = 80;
  constexpr int kItems = 120;
  std::vector<test::Row> rows;
  for (int u = 0; u < kUsers; ++u) {
    for (int i = 0; i < kItems; ++i) {
      if (rng.chance(i % 4 == u % 4 ? 0.4 : 0.03)) rows.push_back({u, i, static_cast<std::int64_t>(rng.below(1000))});
    }
  }
  KindWorld world{makeData(kUsers, kItems, rows), {}, torch::zeros({kItems, 12})};
  for (int i = 0; i < kItems; ++i) {
    for (int d = 0; d < 12; ++d) world.features[i][d] = 0.3 * rng.normal() + (d % 4 == i % 4 ? 1 : 0);
  }
  SplitOptions options;
  options.protocol = RecProtocol::coldItems;
  world.split = *makeSplit(world.data, options, seed);
  return world;
}

RankingReport judged(const KindWorld& world, const Scorer& scorer) {
  auto report = evaluateRanking(scorer, world.data, world.split, Part::test, {});
  EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().toString());
  return std::move(*report);
}

TEST(ReferencesTest, PopularityCountsTrainingUsersAndKnowsNothingOfColdItems) {
  const RecData data = makeData(3, 3, {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {2, 2, 1}});
  RecSplit split;
  split.ofInteraction = {Part::train, Part::train, Part::train, Part::test};
  split.ofItem = {ItemState::warm, ItemState::warm, ItemState::coldTest};
  const auto factors = std::get<FactoredScores>(popularityReference(data, split));
  EXPECT_TRUE(torch::equal(factors.itemBias, torch::tensor({2.0F, 1.0F, 0.0F})));
  const KindWorld world = kindWorld(1);
  EXPECT_DOUBLE_EQ(judged(world, popularityReference(world.data, world.split)).cold.total.auc, 0.5);
}

TEST(ReferencesTest, LikenessOfContentFindsColdItems) {
  const KindWorld world = kindWorld(2);
  const auto all = itemKnnReference(world.data, world.split, world.features);
  const auto near = itemKnnReference(world.data, world.split, world.features, 10);
  ASSERT_TRUE(all.ok());
  ASSERT_TRUE(near.ok());
  EXPECT_GT(judged(world, *all).cold.total.auc, 0.8);
  EXPECT_GT(judged(world, *near).cold.total.auc, 0.8);
  EXPECT_EQ(itemKnnReference(world.data, world.split, torch::ones({3, 2})).error().code, ErrorCode::data);
  EXPECT_EQ(itemKnnReference(world.data, world.split, world.features, -1).error().code, ErrorCode::option);
}

TEST(ReferencesTest, NeighboursAreTheNearestOnesWithoutTheItemItself) {
  // Item 3 is cold and lies between 0 and 1, nearer to 1.
  const RecData data = makeData(2, 4, {{0, 0, 1}, {0, 2, 1}, {1, 1, 1}});
  RecSplit split;
  split.ofInteraction.assign(3, Part::train);
  split.ofItem = {ItemState::warm, ItemState::warm, ItemState::warm, ItemState::coldTest};
  const at::Tensor features = torch::tensor({1.0F, 0.0F, 0.0F, 1.0F, -1.0F, 0.0F, 0.6F, 0.8F}).reshape({4, 2});
  const auto scorer = itemKnnReference(data, split, features, 1);
  ASSERT_TRUE(scorer.ok());
  const std::vector<std::int32_t> users{0, 1};
  const at::Tensor scores = std::get<ScoreTile>(*scorer)(users);
  EXPECT_NEAR(scores[1][3].item<float>(), 0.8, 1e-6);
  EXPECT_NEAR(scores[0][3].item<float>(), 0, 1e-6);
  EXPECT_NEAR(scores[0][0].item<float>(), 0, 1e-6);  // its own nearest would be itself
}

TEST(ReferencesTest, RidgePredictsFactorsOfColdItems) {
  const KindWorld world = kindWorld(3);
  RidgeOptions options;
  options.factors = 4;
  const auto reference = ridgeReference(world.data, world.split, world.features, options);
  ASSERT_TRUE(reference.ok()) << reference.error().toString();
  EXPECT_GT(judged(world, reference->scores).cold.total.auc, 0.8);
  EXPECT_GT(judged(world, reference->scores).warm.total.auc, 0.75);
  EXPECT_GT(reference->explained, 0.2);
  const auto again = ridgeReference(world.data, world.split, world.features, options);
  EXPECT_TRUE(torch::equal(again->scores.items, reference->scores.items));
  options.factors = 0;
  EXPECT_EQ(ridgeReference(world.data, world.split, world.features, options).error().code, ErrorCode::option);
}

TEST(ReferencesTest, RecoversALinearMapAndLeavesWarmFactorsAlone) {
  torch::manual_seed(1);
  const at::Tensor features = torch::randn({60, 5});
  const at::Tensor factors = at::mm(features, torch::randn({5, 3})) + 2;
  std::vector<std::uint8_t> warm(60, 1);
  for (std::size_t i = 0; i < 60; i += 3) warm[i] = 0;
  at::Tensor given = factors.clone();
  for (std::int64_t i = 0; i < 60; i += 3) given[i].zero_();
  const auto filled = predictFactors(given, features, warm);
  ASSERT_TRUE(filled.ok()) << filled.error().toString();
  EXPECT_TRUE(torch::allclose(*filled, factors, 1e-2, 1e-2));
  EXPECT_TRUE(torch::equal((*filled)[1], given[1]));
  EXPECT_EQ(predictFactors(given, features, std::vector<std::uint8_t>(60, 0)).error().code, ErrorCode::data);
  EXPECT_EQ(predictFactors(given, features.slice(0, 0, 50), warm).error().code, ErrorCode::data);
}

TEST(ReferencesTest, TheRidgeThatIsChosenHasTheLeastLeaveOneOutError) {
  // With pure noise as features nothing can be explained, and a strong ridge is chosen.
  const KindWorld world = kindWorld(4);
  torch::manual_seed(5);
  RidgeOptions options;
  options.factors = 6;
  const auto noise = ridgeReference(world.data, world.split, torch::randn({120, 40}), options);
  const auto content = ridgeReference(world.data, world.split, world.features, options);
  ASSERT_TRUE(noise.ok());
  ASSERT_TRUE(content.ok());
  EXPECT_LT(noise->explained, 0.1);
  EXPECT_GT(content->explained, noise->explained + 0.2);
}

}  // namespace
}  // namespace marcie::rec
