#include "core/rec/data/split.h"

#include <set>

#include "core/base/random.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::makeData;

// 40 users with 20 items each out of 60, at increasing times; a fifth of the items marked cold.
RecData splitWorld() {
  Rng rng(3);
  std::vector<test::Row> rows;
  for (int u = 0; u < 40; ++u) {
    std::vector<int> items(60);
    for (int i = 0; i < 60; ++i) items[static_cast<std::size_t>(i)] = i;
    rng.shuffle(std::span(items));
    for (int k = 0; k < 20; ++k) rows.push_back({u, items[static_cast<std::size_t>(k)], 1000 * k + u});
  }
  RecData data = makeData(40, 61, rows);  // item 60 has no interaction
  for (std::size_t i = 0; i < 60; i += 5) data.items[i].markedCold = true;
  return data;
}

RecSplit splitBy(const RecData& data, RecProtocol protocol, std::uint64_t seed = 1, SplitOptions options = {}) {
  options.protocol = protocol;
  auto split = makeSplit(data, options, seed);
  EXPECT_TRUE(split.ok()) << (split.ok() ? "" : split.error().toString());
  return std::move(*split);
}

// No cold item in training (but for the shots given back), everything in some part, sizes that fit.
void expectSound(const RecData& data, const RecSplit& split, int shots = 0) {
  std::vector<int> trained(data.items.size(), 0);
  for (std::size_t k = 0; k < data.interactions.size(); ++k) {
    const auto item = static_cast<std::size_t>(data.interactions[k].item);
    const Part part = split.ofInteraction[k];
    if (part == Part::train) ++trained[item];
    if (part != Part::train && isCold(split.ofItem[item])) {
      EXPECT_TRUE(isColdIn(split.ofItem[item], part)) << k;
    }
  }
  for (std::size_t i = 0; i < trained.size(); ++i) {
    if (isCold(split.ofItem[i])) {
      EXPECT_LE(trained[i], shots) << i;
    }
  }
}

TEST(SplitTest, MarkedColdItemsAreHalvedAndTheNewestWarmOnesAreTheTest) {
  const RecData data = splitWorld();
  const RecSplit split = splitBy(data, RecProtocol::automatic);
  EXPECT_EQ(split.protocol, RecProtocol::markedCold);
  expectSound(data, split);
  EXPECT_EQ(std::count(split.ofItem.begin(), split.ofItem.end(), ItemState::coldValidation), 6);
  EXPECT_EQ(std::count(split.ofItem.begin(), split.ofItem.end(), ItemState::coldTest), 6);
  EXPECT_EQ(split.ofItem[60], ItemState::unrated);
  for (int u = 0; u < 40; ++u) {
    std::int64_t warm = 0;
    std::vector<std::pair<std::int64_t, Part>> parts;
    for (std::size_t k = 0; k < data.interactions.size(); ++k) {
      const Interaction& one = data.interactions[k];
      if (one.user != u || isCold(split.ofItem[static_cast<std::size_t>(one.item)])) continue;
      ++warm;
      parts.emplace_back(one.time, split.ofInteraction[k]);
    }
    const auto tests = static_cast<std::int64_t>(0.2 * static_cast<double>(warm));
    const auto validations = static_cast<std::int64_t>(0.1 * static_cast<double>(warm));
    std::sort(parts.begin(), parts.end());
    for (std::int64_t k = 0; k < warm; ++k) {
      const Part wanted = k >= warm - tests                 ? Part::test
                          : k >= warm - tests - validations ? Part::validation
                                                            : Part::train;
      EXPECT_EQ(parts[static_cast<std::size_t>(k)].second, wanted) << "user " << u << ", " << k;
    }
  }
  EXPECT_EQ(split.warmMask()[0], 0);
  EXPECT_EQ(split.warmMask()[1], 1);
}

TEST(SplitTest, EveryProtocolIsSoundAndAFunctionOfItsSeed) {
  const RecData data = splitWorld();
  for (const auto& entry : EnumTable<RecProtocol>::entries) {
    if (entry.value == RecProtocol::given) continue;
    const RecSplit split = splitBy(data, entry.value);
    const bool loo = entry.value == RecProtocol::leaveOneOut;
    expectSound(data, split, loo ? 4 : entry.value == RecProtocol::fewShot ? 1 : 0);
    EXPECT_EQ(splitBy(data, entry.value).ofInteraction, split.ofInteraction) << entry.key;
    EXPECT_FALSE(split.origin.empty());
    const bool drawn = entry.value == RecProtocol::coldItems || entry.value == RecProtocol::strictCold ||
                       entry.value == RecProtocol::fewShot || entry.value == RecProtocol::mtpr;
    if (drawn) {
      EXPECT_NE(splitBy(data, entry.value, 2).ofInteraction, split.ofInteraction) << entry.key;
    }
  }
}

TEST(SplitTest, StrictColdKeepsEverythingWarmForTraining) {
  const RecData data = splitWorld();
  const RecSplit split = splitBy(data, RecProtocol::strictCold);
  for (std::size_t k = 0; k < data.interactions.size(); ++k) {
    const bool cold = isCold(split.ofItem[static_cast<std::size_t>(data.interactions[k].item)]);
    EXPECT_EQ(split.ofInteraction[k] == Part::train, !cold);
  }
  EXPECT_EQ(std::count_if(split.ofItem.begin(), split.ofItem.end(), [](ItemState s) { return isCold(s); }), 12);
}

TEST(SplitTest, FewShotsGiveBackExactlyThatMany) {
  const RecData data = splitWorld();
  SplitOptions options;
  options.shots = 2;
  const RecSplit split = splitBy(data, RecProtocol::fewShot, 1, options);
  std::vector<int> trained(data.items.size(), 0);
  for (std::size_t k = 0; k < data.interactions.size(); ++k) {
    if (split.ofInteraction[k] == Part::train) ++trained[static_cast<std::size_t>(data.interactions[k].item)];
  }
  for (std::size_t i = 0; i < trained.size(); ++i) {
    if (isCold(split.ofItem[i])) {
      EXPECT_EQ(trained[i], 2) << i;
    }
  }
}

TEST(SplitTest, LeaveOneOutTakesTheNewestOfEachUser) {
  const RecData data = makeData(3, 5, {{0, 0, 1}, {0, 1, 2}, {0, 2, 3}, {1, 0, 1}, {1, 1, 2}, {2, 3, 9}});
  SplitOptions options;
  options.fewFeedbacks = 1;
  const RecSplit split = splitBy(data, RecProtocol::leaveOneOut, 1, options);
  EXPECT_EQ(split.ofInteraction,
            (std::vector<Part>{Part::train, Part::validation, Part::test, Part::train, Part::test, Part::train}));
  EXPECT_EQ(split.ofItem[1], ItemState::coldBoth);
  EXPECT_EQ(split.ofItem[2], ItemState::coldTest);
  EXPECT_EQ(split.ofItem[4], ItemState::unrated);
}

TEST(SplitTest, TimeCutsEverybodyAtOnceAndNeedsTimes) {
  RecData data = splitWorld();
  const RecSplit split = splitBy(data, RecProtocol::time);
  std::int64_t latestTrain = 0;
  std::int64_t earliestTest = 1 << 30;
  for (std::size_t k = 0; k < data.interactions.size(); ++k) {
    if (split.ofInteraction[k] == Part::train) latestTrain = std::max(latestTrain, data.interactions[k].time);
    if (split.ofInteraction[k] == Part::test) earliestTest = std::min(earliestTest, data.interactions[k].time);
  }
  EXPECT_LT(latestTrain, earliestTest);
  EXPECT_EQ(split.count(Part::test), 160);
  data.hasTimes = false;
  SplitOptions options;
  options.protocol = RecProtocol::time;
  const auto without = makeSplit(data, options, 1);
  ASSERT_FALSE(without.ok());
  EXPECT_NE(without.error().toString().find("needs a time for every interaction"), std::string::npos);
}

TEST(SplitTest, GivenPartsMakeItemsThatTrainingLacksCold) {
  RecData data = makeData(2, 4, {{0, 0, 1}, {0, 1, 2}, {0, 2, 3}, {1, 0, 1}, {1, 2, 2}});
  data.given = {Part::train, Part::validation, Part::test, Part::test, Part::validation};
  const RecSplit split = splitBy(data, RecProtocol::automatic);
  EXPECT_EQ(split.protocol, RecProtocol::given);
  EXPECT_EQ(split.ofItem, (std::vector<ItemState>{ItemState::warm, ItemState::coldValidation, ItemState::coldBoth,
                                                  ItemState::unrated}));
  const RecProblem* untrained = test::problemOf(split.problems, "untrainedUser");
  ASSERT_NE(untrained, nullptr);
  EXPECT_EQ(untrained->examples, (std::vector<std::string>{"u1"}));
}

TEST(SplitTest, SaysPlainlyWhenThereIsNothingCold) {
  RecData data = makeData(1, 3, {{0, 0, 1}, {0, 1, 2}, {0, 2, 3}});
  data.given = {Part::train, Part::train, Part::train};
  const RecSplit split = splitBy(data, RecProtocol::given);
  ASSERT_NE(test::problemOf(split.problems, "noCold"), nullptr);
  ASSERT_NE(test::problemOf(split.problems, "emptyPart"), nullptr);
  SplitOptions options;
  options.protocol = RecProtocol::markedCold;
  EXPECT_EQ(makeSplit(data, options, 1).error().code, ErrorCode::data);
  data.given = {Part::test, Part::test, Part::test};
  options.protocol = RecProtocol::given;
  EXPECT_NE(makeSplit(data, options, 1).error().toString().find("nothing is left for training"), std::string::npos);
}

TEST(SplitTest, IsSavedAndRefusedForOtherData) {
  const RecData data = splitWorld();
  const RecSplit split = splitBy(data, RecProtocol::coldItems);
  const std::string json = splitToJson(data, split);
  const auto read = splitFromJson(data, json);
  ASSERT_TRUE(read.ok()) << read.error().toString();
  EXPECT_EQ(read->ofInteraction, split.ofInteraction);
  EXPECT_EQ(read->ofItem, split.ofItem);
  EXPECT_EQ(read->protocol, RecProtocol::coldItems);
  RecData other = data;
  other.users[0] = "somebody else";
  EXPECT_EQ(splitFromJson(other, json).error().code, ErrorCode::data);
  EXPECT_EQ(splitFromJson(data, "{\"data\":1}").error().code, ErrorCode::format);
  EXPECT_EQ(splitFromJson(data, "[]").error().code, ErrorCode::format);
}

TEST(SplitTest, ListsKnowTheirItems) {
  Rng rng(5);
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  std::set<std::pair<std::int32_t, std::int32_t>> known;
  for (int k = 0; k < 3000; ++k) {
    const std::pair<std::int32_t, std::int32_t> pair{static_cast<std::int32_t>(rng.below(50)),
                                                     static_cast<std::int32_t>(rng.below(400))};
    if (known.insert(pair).second) pairs.push_back(pair);
  }
  const PositiveLists lists(51, pairs);  // user 50 has none
  EXPECT_EQ(lists.size(), static_cast<std::int64_t>(known.size()));
  for (std::int32_t u = 0; u < 51; ++u) {
    EXPECT_TRUE(std::is_sorted(lists.of(u).begin(), lists.of(u).end()));
    for (std::int32_t i = 0; i < 400; ++i) ASSERT_EQ(lists.contains(u, i), known.contains({u, i})) << u << ", " << i;
  }
}

TEST(SplitTest, DividesTheMoviePosters) {
  MARCIE_NEED_REC_DATA(posters, "movies_posters");
  const auto data = readRecData(posters.string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  const RecSplit split = splitBy(*data, RecProtocol::automatic);
  expectSound(*data, split);
  EXPECT_EQ(std::count(split.ofItem.begin(), split.ofItem.end(), ItemState::coldValidation), 182);
  EXPECT_EQ(std::count(split.ofItem.begin(), split.ofItem.end(), ItemState::coldTest), 183);
  EXPECT_GT(split.count(Part::train), 20000);
}

}  // namespace
}  // namespace marcie::rec
