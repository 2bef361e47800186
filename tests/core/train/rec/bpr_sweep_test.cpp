#include "core/train/rec/bpr_sweep.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace marcie::train {
namespace {

// Users of two camps who choose items of their own.
struct Camps {
  static constexpr std::int64_t kUsers = 40, kItems = 30, kDim = 8;
  std::vector<float> users, items, bias;
  std::vector<std::int64_t> who, better, worse;

  Camps() : users(kUsers * kDim), items(kItems * kDim), bias(kItems) {
    Rng rng(3);
    for (float& value : users) value = static_cast<float>(0.1 * rng.normal());
    for (float& value : items) value = static_cast<float>(0.1 * rng.normal());
    for (int i = 0; i < 4000; ++i) {
      const auto user = static_cast<std::int64_t>(rng.below(kUsers));
      const auto item = static_cast<std::int64_t>(rng.below(kItems / 2));
      who.push_back(user);
      better.push_back(2 * item + user % 2);
      worse.push_back(2 * static_cast<std::int64_t>(rng.below(kItems / 2)) + 1 - user % 2);
    }
  }
  BprTables tables() { return {users.data(), items.data(), bias.data(), kDim}; }
  double sweep(int threads, double rate = 0.05) {
    return bprSweep(tables(), who, better, worse, {rate, 0.002, threads});
  }
};

TEST(BprSweepTest, OneStepIsTheGradient) {
  std::vector<float> user{0.5F, -1.0F}, items{1.0F, 2.0F, 0.5F, -0.5F}, bias{0.3F, -0.2F};
  const std::vector<std::int64_t> zero{0}, one{1};
  const double difference = 0.3 + 0.2 + 0.5 * (1.0 - 0.5) - 1.0 * (2.0 + 0.5);
  const double loss = bprSweep({user.data(), items.data(), bias.data(), 2}, zero, zero, one, {0.1, 0.01, 1});
  EXPECT_NEAR(loss, std::log1p(std::exp(-difference)), 1e-6);
  const double pull = 1 / (1 + std::exp(difference));
  EXPECT_NEAR(user[0], 0.5 + 0.1 * (pull * 0.5 - 0.01 * 0.5), 1e-6);
  EXPECT_NEAR(user[1], -1 + 0.1 * (pull * 2.5 + 0.01), 1e-6);
  EXPECT_NEAR(items[0], 1 + 0.1 * (pull * 0.5 - 0.01), 1e-6);
  EXPECT_NEAR(items[3], -0.5 + 0.1 * (pull * 1.0 + 0.01 * 0.5), 1e-6);
  EXPECT_NEAR(bias[0], 0.3 + 0.1 * (pull - 0.01 * 0.3), 1e-6);
}

TEST(BprSweepTest, LearnsWithAnyNumberOfThreads) {
  for (const int threads : {1, 2, 4}) {
    Camps camps;
    const double before = camps.sweep(threads, 0);
    EXPECT_NEAR(before, std::log(2.0), 0.01);
    for (int i = 0; i < 20; ++i) camps.sweep(threads);
    EXPECT_LT(camps.sweep(threads, 0), 0.25 * before) << threads << " threads";
  }
}

TEST(BprSweepTest, OneThreadIsDeterministic) {
  Camps one, two;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(one.sweep(1), two.sweep(1));
  EXPECT_EQ(one.users, two.users);
  EXPECT_EQ(one.items, two.items);
}

// Too little to start a thread for: the same as by one, bit for bit.
TEST(BprSweepTest, AShortListIsSweptByOneThread) {
  Camps one, many;
  for (Camps* camps : {&one, &many}) {
    for (auto* list : {&camps->who, &camps->better, &camps->worse}) list->resize(1500);
  }
  EXPECT_EQ(one.sweep(1), many.sweep(8));
  EXPECT_EQ(one.users, many.users);
  EXPECT_EQ(one.items, many.items);
}

TEST(BprSweepTest, PairsWithoutNegativeAreLeftOut) {
  Camps camps;
  const auto before = camps.users;
  std::vector<std::int64_t> none(camps.who.size(), -1);
  EXPECT_EQ(bprSweep(camps.tables(), camps.who, camps.better, none, {0.1, 0, 2}), 0);
  EXPECT_EQ(camps.users, before);
}

}  // namespace
}  // namespace marcie::train
