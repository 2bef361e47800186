#include "core/train/rec/triple_source.h"

#include <algorithm>

#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace marcie::train {
namespace {

// 300 users who chose 100 of 400 items each: one batch of it spans several blocks of the sampler.
struct ManyChoices {
  rec::RecData data;
  rec::RecSplit split;
  rec::PositiveLists chosen;
  std::vector<std::uint8_t> warm = std::vector<std::uint8_t>(400, 1);

  ManyChoices() {
    for (int i = 0; i < 400; ++i) data.items.push_back({std::to_string(i), {}, {}, {}, false});
    for (std::int32_t u = 0; u < 300; ++u) {
      data.users.push_back(std::to_string(u));
      for (std::int32_t k = 0; k < 100; ++k) data.interactions.push_back({u, (u + 4 * k) % 400, 1, rec::kNoTime});
    }
    split.ofInteraction.assign(data.interactions.size(), rec::Part::train);
    split.ofItem.assign(data.items.size(), rec::ItemState::warm);
    chosen = rec::PositiveLists(data, split, rec::Part::train);
  }
  [[nodiscard]] data::Batch first(std::int64_t batchSize) const {
    const NegativeSampler sampler({}, chosen, warm);
    TripleSource source(data, split, sampler, batchSize, 5);
    source.startEpoch(2, 0);
    return *source.next().value();
  }
};

class Threads {
 public:
  explicit Threads(int count) : before_(at::get_num_threads()) { at::set_num_threads(count); }
  ~Threads() { at::set_num_threads(before_); }

 private:
  int before_;
};

TEST(TripleSourceTest, ALargeBatchIsTheSameForAnyNumberOfThreads) {
  const ManyChoices world;
  const auto drawn = [&](int threads) {
    const Threads guard(threads);
    return world.first(30000);
  };
  const data::Batch one = drawn(1);
  const data::Batch three = drawn(3);
  ASSERT_EQ(one.size(), 30000);
  EXPECT_TRUE(torch::equal(one.labels, three.labels));
  EXPECT_TRUE(torch::equal(one.indices, three.indices));
  EXPECT_TRUE(torch::equal(one.negatives, three.negatives));
}

TEST(TripleSourceTest, ABatchHoldsEachInteractionOnceAndNoChosenNegative) {
  const ManyChoices world;
  const data::Batch batch = world.first(30000);
  const auto* users = batch.labels.const_data_ptr<std::int64_t>();
  const auto* items = batch.indices.const_data_ptr<std::int64_t>();
  const auto* negatives = batch.negatives.const_data_ptr<std::int64_t>();
  std::vector<std::int64_t> seen;
  for (std::int64_t k = 0; k < batch.size(); ++k) {
    seen.push_back(users[k] * 400 + items[k]);
    EXPECT_FALSE(world.chosen.contains(static_cast<std::int32_t>(users[k]), static_cast<std::int32_t>(negatives[k])));
  }
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
  // Blocks must not repeat each other's draws.
  EXPECT_FALSE(torch::equal(batch.negatives.slice(0, 0, 8192), batch.negatives.slice(0, 8192, 16384)));
}

}  // namespace
}  // namespace marcie::train
