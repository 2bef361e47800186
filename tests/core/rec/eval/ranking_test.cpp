#include "core/rec/eval/ranking.h"

#include <cmath>
#include <limits>
#include <set>

#include <torch/torch.h>

#include "core/base/random.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::makeData;

Scorer tableScorer(const at::Tensor& table) {
  return ScoreTile([table](std::span<const std::int32_t> users) {
    std::vector<std::int64_t> rows(users.begin(), users.end());
    return table.index_select(0, torch::tensor(rows, torch::kInt64));
  });
}

struct World {
  RecData data;
  RecSplit split;
  at::Tensor scores;  // [U, I]
};

// Random scores on a coarse grid, so that ties happen; items warm, cold, cold in the other part, and unrated.
World randomWorld(std::uint64_t seed, int users = 30, int items = 40, int levels = 25) {
  Rng rng(seed);
  World world;
  std::vector<test::Row> rows;
  for (int u = 0; u < users; ++u) {
    for (int i = 0; i < items - 2; ++i) {
      if (rng.chance(0.35)) rows.push_back({u, i, static_cast<std::int64_t>(rng.below(1000))});
    }
  }
  world.data = makeData(users, items, rows);
  world.split.ofItem.assign(static_cast<std::size_t>(items), ItemState::warm);
  for (int i = 0; i < items; ++i) {
    auto& state = world.split.ofItem[static_cast<std::size_t>(i)];
    if (i % 5 == 0) state = ItemState::coldTest;
    if (i % 7 == 3) state = ItemState::coldValidation;
    if (i >= items - 2) state = ItemState::unrated;
  }
  for (const Interaction& one : world.data.interactions) {
    const ItemState state = world.split.ofItem[static_cast<std::size_t>(one.item)];
    const double chance = rng.uniform();
    const Part warm = chance < 0.2 ? Part::test : chance < 0.3 ? Part::validation : Part::train;
    world.split.ofInteraction.push_back(state == ItemState::coldTest         ? Part::test
                                        : state == ItemState::coldValidation ? Part::validation
                                                                             : warm);
  }
  world.scores = torch::empty({users, items});
  for (int u = 0; u < users; ++u) {
    for (int i = 0; i < items; ++i)
      world.scores[u][i] = static_cast<float>(rng.below(static_cast<std::uint64_t>(levels)));
  }
  return world;
}

// The same figures from their definitions: sets, pairs and sorted lists. No ties assumed for what depends on places.
struct Naive {
  double auc = 0, recall = 0, ndcg = 0, mrr = 0;
  std::int64_t users = 0;
};
Naive naiveList(const World& world, const std::string& kind, int k) {
  Naive sums;
  std::int64_t aucUsers = 0;
  const PositiveLists test(world.data, world.split, Part::test);
  const std::vector<Part> before{Part::train, Part::validation};
  const PositiveLists known(world.data, world.split, before);
  for (std::int32_t u = 0; u < world.data.userCount(); ++u) {
    std::vector<std::pair<double, std::int32_t>> list;
    std::set<std::int32_t> positives;
    for (std::int32_t i = 0; i < world.data.itemCount(); ++i) {
      const ItemState state = world.split.ofItem[static_cast<std::size_t>(i)];
      const bool cold = isColdIn(state, Part::test);
      const bool inList = kind == "cold" ? cold : kind == "warm" ? state == ItemState::warm : true;
      if (!inList || known.contains(u, i)) continue;
      const bool positive = test.contains(u, i) && (kind != "coldInAll" || cold);
      if (kind == "coldInAll" && test.contains(u, i) && !cold) continue;
      if (positive) positives.insert(i);
      list.emplace_back(-world.scores[u][i].item<double>(), i);
    }
    if (positives.empty()) continue;
    ++sums.users;
    std::sort(list.begin(), list.end());
    double best = 0;
    double gained = 0;
    double hits = 0;
    double firstHit = 0;
    for (std::size_t p = 0; p < list.size(); ++p) {
      const bool positive = positives.contains(list[p].second);
      const double discount = 1 / std::log2(static_cast<double>(p) + 2);
      if (p < static_cast<std::size_t>(k) && positive) hits += 1, gained += discount;
      if (p < std::min(positives.size(), static_cast<std::size_t>(k))) best += discount;
      if (positive && firstHit == 0) firstHit = 1 / static_cast<double>(p + 1);
    }
    sums.recall += hits / static_cast<double>(positives.size());
    sums.ndcg += gained / best;
    sums.mrr += firstHit;
    double won = 0;
    double pairs = 0;
    for (const auto& [a, i] : list) {
      for (const auto& [b, j] : list) {
        if (!positives.contains(i) || positives.contains(j)) continue;
        won += a < b ? 1 : a == b ? 0.5 : 0;
        pairs += 1;
      }
    }
    if (pairs > 0) ++aucUsers, sums.auc += won / pairs;
  }
  const auto n = static_cast<double>(sums.users);
  sums.auc /= static_cast<double>(aucUsers);
  for (double* value : {&sums.recall, &sums.ndcg, &sums.mrr}) *value /= n;
  return sums;
}

const ListReport& listOf(const RankingReport& report, const std::string& kind) {
  return kind == "cold" ? report.cold : kind == "warm" ? report.warm : kind == "all" ? report.all : report.coldInAll;
}

RankingReport ranked(const World& world, const RankingOptions& options = {}, std::uint64_t seed = 1) {
  auto report = evaluateRanking(tableScorer(world.scores), world.data, world.split, Part::test, options, seed);
  EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().toString());
  return std::move(*report);
}

TEST(RankingTest, AgreesWithTheDefinitionsOnRandomWorlds) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    World world = randomWorld(seed);
    const RankingReport tied = ranked(world);
    for (const std::string kind : {"cold", "warm", "all", "coldInAll"}) {
      EXPECT_NEAR(listOf(tied, kind).total.auc, naiveList(world, kind, 5).auc, 1e-9) << kind << ", seed " << seed;
    }
    // Places are defined without ties only.
    world.scores = world.scores + torch::rand_like(world.scores) * 0.5;
    RankingOptions options;
    options.ks = {5};
    const RankingReport report = ranked(world, options);
    for (const std::string kind : {"cold", "warm", "all", "coldInAll"}) {
      const Naive naive = naiveList(world, kind, 5);
      const RankingScores& total = listOf(report, kind).total;
      EXPECT_EQ(total.users, naive.users) << kind;
      EXPECT_NEAR(total.auc, naive.auc, 1e-9) << kind;
      EXPECT_NEAR(total.at[0].recall, naive.recall, 1e-9) << kind;
      EXPECT_NEAR(total.at[0].ndcg, naive.ndcg, 1e-9) << kind;
      EXPECT_NEAR(total.mrr, naive.mrr, 1e-9) << kind;
    }
  }
}

TEST(RankingTest, FactorsGiveWhatTheirProductGives) {
  World world = randomWorld(3);
  FactoredScores factors{torch::randn({30, 8}), torch::randn({40, 8}), torch::randn({40})};
  world.scores = at::mm(factors.users, factors.items.t()) + factors.itemBias;
  const RankingReport table = ranked(world);
  const auto fast = evaluateRanking(factors, world.data, world.split, Part::test, {});
  ASSERT_TRUE(fast.ok()) << fast.error().toString();
  EXPECT_NEAR(fast->all.total.auc, table.all.total.auc, 1e-9);
  EXPECT_NEAR(fast->cold.total.at[1].ndcg, table.cold.total.at[1].ndcg, 1e-9);
  EXPECT_EQ(fast->catalogue[0].coverage, table.catalogue[0].coverage);
}

TEST(RankingTest, AModelThatScoresEverythingAlikeIsWorthChance) {
  World world = randomWorld(4, 200, 60);
  world.scores = torch::zeros_like(world.scores);
  RankingOptions options;
  options.ks = {5};
  double recall = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RankingReport report = ranked(world, options, seed);
    EXPECT_DOUBLE_EQ(report.cold.total.auc, 0.5);
    EXPECT_DOUBLE_EQ(report.warm.total.auc, 0.5);
    EXPECT_DOUBLE_EQ(report.coldInAll.total.auc, 0.5);
    recall += report.cold.total.at[0].recall / 5;
  }
  EXPECT_NEAR(recall, 0.5, 0.05);  // five places of ten cold items
}

TEST(RankingTest, DoesNotDependOnThreads) {
  const World world = randomWorld(5, 100, 80);
  RankingOptions options;
  options.perUser = true;
  options.threads = 1;
  const RankingReport one = ranked(world, options);
  options.threads = 2;
  const RankingReport two = ranked(world, options);
  EXPECT_EQ(rankingJson(one), rankingJson(two));
  ASSERT_EQ(one.allRows.size(), two.allRows.size());
  for (std::size_t i = 0; i < one.allRows.size(); ++i) EXPECT_EQ(one.allRows[i].ndcg, two.allRows[i].ndcg);
}

TEST(RankingTest, UsersFallApartByHowManyPositivesTheyHave) {
  const World world = randomWorld(6);
  RankingOptions options;
  options.coldUserAtMost = 5;
  options.perUser = true;
  const RankingReport report = ranked(world, options);
  std::int64_t few = 0;
  for (const UserRow& row : report.allRows) few += row.positives <= 5 ? 1 : 0;
  EXPECT_EQ(report.all.coldUsers.users, few);
  EXPECT_EQ(report.all.coldUsers.users + report.all.denseUsers.users, report.all.total.users);
  EXPECT_GT(few, 0);
}

TEST(RankingTest, KnownItemsAreLeftOutUnlessAsked) {
  // The user's training item has the best score.
  const RecData data = makeData(1, 4, {{0, 0, 1}, {0, 1, 2}});
  RecSplit split;
  split.ofInteraction = {Part::train, Part::test};
  split.ofItem.assign(4, ItemState::warm);
  const at::Tensor scores = torch::tensor({9.0F, 5.0F, 4.0F, 6.0F}).reshape({1, 4});
  RankingOptions options;
  options.ks = {1, 2};
  auto report = evaluateRanking(tableScorer(scores), data, split, Part::test, options);
  ASSERT_TRUE(report.ok());
  EXPECT_DOUBLE_EQ(report->all.total.mrr, 1.0 / 2);
  EXPECT_DOUBLE_EQ(report->all.total.auc, 0.5);
  options.excludeTrain = false;
  report = evaluateRanking(tableScorer(scores), data, split, Part::test, options);
  EXPECT_DOUBLE_EQ(report->all.total.mrr, 1.0 / 3);
  EXPECT_NE(report->setting.find("known items left in"), std::string::npos);
  // Validation does not know what will be tested.
  split.ofInteraction = {Part::test, Part::validation};
  const auto validation = evaluateRanking(tableScorer(scores), data, split, Part::validation, options);
  EXPECT_DOUBLE_EQ(validation->all.total.mrr, 1.0 / 3);
}

TEST(RankingTest, AnEmptyColdListIsSaidAndNotPrintedAsZero) {
  const RecData data = makeData(1, 3, {{0, 0, 1}, {0, 1, 2}});
  RecSplit split;
  split.ofInteraction = {Part::train, Part::test};
  split.ofItem.assign(3, ItemState::warm);
  const auto report = evaluateRanking(tableScorer(torch::rand({1, 3})), data, split, Part::test, {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->cold.empty, "there are no cold items in test");
  EXPECT_TRUE(std::isnan(report->cold.total.auc));
  const Json json = rankingJson(*report);
  EXPECT_EQ(json["cold"]["empty"], "there are no cold items in test");
  EXPECT_FALSE(json["cold"].contains("auc"));
  EXPECT_TRUE(json["warm"].contains("recall@20"));
  ASSERT_FALSE(report->warnings.empty());
}

TEST(RankingTest, DrawnCandidatesAreTheAskedOnesAndNothingElse) {
  World world = randomWorld(7, 60, 120);
  world.scores = torch::rand_like(world.scores);
  RankingOptions options;
  options.candidates = RecCandidates::sampled;
  options.negatives = 10;
  options.draws = 3;
  options.ks = {5};
  const RankingReport report = ranked(world, options);
  ASSERT_EQ(report.all.draws.size(), 3U);
  double mean = 0;
  for (const RankingScores& draw : report.all.draws) mean += draw.auc / 3;
  EXPECT_NEAR(mean, report.all.total.auc, 1e-9);
  EXPECT_NE(report.all.draws[0].auc, report.all.draws[1].auc);
  EXPECT_NE(report.setting.find("10 drawn items of training, 3 draws"), std::string::npos) << report.setting;
  EXPECT_EQ(rankingJson(ranked(world, options)), rankingJson(report));
  EXPECT_FALSE(report.coldInAll.empty.empty());
  // Cold items score below every warm one: as negatives are never cold, cold positives lose to all of them.
  for (int i = 0; i < 120; i += 5) world.scores.select(1, i).fill_(-1);
  EXPECT_DOUBLE_EQ(ranked(world, options).cold.total.auc, 0);
  // With more negatives than there are, all of them are taken: the warm list among all warm items of training.
  options.negatives = 100000;
  options.draws = 1;
  const RankingReport whole = ranked(world, options);
  EXPECT_NEAR(whole.warm.total.auc, ranked(world).warm.total.auc, 1e-9);
  EXPECT_FALSE(whole.warnings.empty());
}

TEST(RankingTest, NamesUserAndItemOfAScoreThatIsNoNumber) {
  World world = randomWorld(8);
  world.scores[4][7] = std::numeric_limits<float>::quiet_NaN();
  const auto report = evaluateRanking(tableScorer(world.scores), world.data, world.split, Part::test, {});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, ErrorCode::data);
  EXPECT_NE(report.error().toString().find("the score of user 'u4' for item 'i7' is not a number"), std::string::npos)
      << report.error().toString();
}

TEST(RankingTest, RefusesWhatDoesNotFit) {
  const World world = randomWorld(9);
  const auto shape = evaluateRanking(FactoredScores{torch::ones({30, 4}), torch::ones({39, 4}), {}}, world.data,
                                     world.split, Part::test, {});
  ASSERT_FALSE(shape.ok());
  EXPECT_NE(shape.error().toString().find("[39, 4] do not fit 30 users and 40 items"), std::string::npos)
      << shape.error().toString();
  RankingOptions options;
  options.ks = {0};
  options.draws = 0;
  const auto both = evaluateRanking(tableScorer(world.scores), world.data, world.split, Part::test, options);
  ASSERT_FALSE(both.ok());
  EXPECT_EQ(both.error().code, ErrorCode::option);
  EXPECT_NE(both.error().toString().find("ks"), std::string::npos);
  EXPECT_NE(both.error().toString().find("draws"), std::string::npos);
  StopToken stop;
  stop.requestStop();
  EXPECT_EQ(
      evaluateRanking(tableScorer(world.scores), world.data, world.split, Part::test, {}, 1, {}, stop).error().code,
      ErrorCode::cancelled);
}

TEST(RankingTest, ScoresOfTheWholeWorldNeverExistAtOnce) {
  constexpr int kItems = 200000;
  constexpr int kUsers = 120;  // 96 MB of scores in all
  std::vector<test::Row> rows;
  for (int u = 0; u < kUsers; ++u) rows.push_back({u, u, 1});
  const RecData data = makeData(kUsers, kItems, rows);
  RecSplit split;
  split.ofInteraction.assign(rows.size(), Part::test);
  split.ofItem.assign(kItems, ItemState::warm);
  std::size_t most = 0;
  std::int64_t seen = 0;
  const Scorer scorer = ScoreTile([&](std::span<const std::int32_t> users) {
    most = std::max(most, users.size());
    seen += static_cast<std::int64_t>(users.size());
    return torch::zeros({static_cast<std::int64_t>(users.size()), kItems});
  });
  ASSERT_TRUE(evaluateRanking(scorer, data, split, Part::test, {}).ok());
  EXPECT_EQ(seen, kUsers);
  EXPECT_LE(most * kItems * sizeof(float), std::size_t{16} << 20U);
}

TEST(RankingTest, TopItemsAreExactAndLeaveKnownOnesOut) {
  const World world = randomWorld(10, 30, 90, 8);
  const PositiveLists known(world.data, world.split, Part::train);
  std::vector<std::uint8_t> mask(90, 1);
  mask[3] = 0;
  std::vector<std::int32_t> users{4, 0, 29};
  const auto lists = topItems(tableScorer(world.scores), users, 90, 7, &known, mask);
  ASSERT_TRUE(lists.ok()) << lists.error().toString();
  for (std::size_t k = 0; k < users.size(); ++k) {
    std::vector<std::pair<float, std::int32_t>> wanted;
    for (std::int32_t i = 0; i < 90; ++i) {
      if (i != 3 && !known.contains(users[k], i)) wanted.emplace_back(-world.scores[users[k]][i].item<float>(), i);
    }
    std::sort(wanted.begin(), wanted.end());
    ASSERT_EQ((*lists)[k].size(), 7U);
    for (std::size_t p = 0; p < 7; ++p) {
      EXPECT_EQ((*lists)[k][p].item, wanted[p].second);
      EXPECT_EQ((*lists)[k][p].score, -wanted[p].first);
    }
  }
  const auto few = topItems(tableScorer(torch::rand({1, 3})), std::vector<std::int32_t>{0}, 3, 10);
  ASSERT_TRUE(few.ok());
  EXPECT_EQ((*few)[0].size(), 3U);
  EXPECT_EQ(topItems(tableScorer(world.scores), users, 90, 0).error().code, ErrorCode::option);
}

}  // namespace
}  // namespace marcie::rec
