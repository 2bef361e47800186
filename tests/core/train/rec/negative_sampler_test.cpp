#include "core/train/rec/negative_sampler.h"

#include <cmath>

#include <gtest/gtest.h>

namespace marcie::train {
namespace {

// User 0 chose items 0 and 1; user 1 item 0; user 2 everything that is warm. Items 0 … 4, of which 4 is cold.
struct Choices {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs{{0, 0}, {0, 1}, {1, 0}, {2, 0}, {2, 1}, {2, 2}, {2, 3}};
  rec::PositiveLists positives{3, pairs};
  std::vector<std::uint8_t> warm{1, 1, 1, 1, 0};

  [[nodiscard]] std::vector<int> counts(const NegativeOptions& options, std::int32_t user, int draws) const {
    const NegativeSampler sampler(options, positives, warm);
    Rng rng(7);
    std::vector<int> counts(6);  // the last: none
    for (int i = 0; i < draws; ++i) {
      const std::int64_t item = sampler.draw(user, rng);
      ++counts[static_cast<std::size_t>(item < 0 ? 5 : item)];
    }
    return counts;
  }
};

TEST(NegativeSamplerTest, NeverWhatTheUserChoseNorWhatIsCold) {
  const auto counts = Choices().counts({}, 0, 2000);
  EXPECT_EQ(counts[0] + counts[1] + counts[4] + counts[5], 0);
  EXPECT_NEAR(counts[2], 1000, 120);
}

TEST(NegativeSamplerTest, ColdItemsOnRequest) {
  NegativeOptions options;
  options.scope = NegativeScope::all;
  EXPECT_GT(Choices().counts(options, 0, 1000)[4], 200);
}

TEST(NegativeSamplerTest, SkippingLeavesPairsOut) {
  NegativeOptions options;
  options.collision = NegativeCollision::skip;
  const auto counts = Choices().counts(options, 0, 4000);
  EXPECT_NEAR(counts[5], 2000, 200) << "two of four warm items are the user's own";
}

TEST(NegativeSamplerTest, SomebodyWhoHasEverythingGetsNone) {
  EXPECT_EQ(Choices().counts({}, 2, 10)[5], 10);
}

TEST(NegativeSamplerTest, PopularityToAPower) {
  NegativeOptions options;
  options.kind = NegativeKind::popularity;
  options.exponent = 2;
  // Items 0 … 3 are chosen 3, 2, 1 and 1 times; user 1 has chosen 0: 4 : 1 : 1 remain.
  const auto counts = Choices().counts(options, 1, 6000);
  EXPECT_EQ(counts[0], 0);
  EXPECT_NEAR(counts[1], 4000, 200);
  EXPECT_NEAR(counts[2], 1000, 150);
  options.exponent = 0;
  EXPECT_NEAR(Choices().counts(options, 1, 6000)[1], 2000, 200);
}

TEST(NegativeSamplerTest, HardDrawsSeveralForEachPair) {
  NegativeOptions options;
  options.kind = NegativeKind::hard;
  options.count = 2;
  options.candidates = 5;
  const Choices choices;
  EXPECT_EQ(NegativeSampler(options, choices.positives, choices.warm).perPair(), 10);
}

}  // namespace
}  // namespace marcie::train
