#include "tests/core/engine/handlers/tiny_recommender.h"

namespace marcie::engine {
namespace {

class RecommendWhyTest : public EngineTest {};

TEST_F(RecommendWhyTest, NearestItemsOfTheHistoryAndTermsThatCarryTheScore) {
  const std::string run = trainTinyRecommender(engine);
  const auto user = client().call(protocol::RecUser{run, 0, 4, {}});
  ASSERT_TRUE(user);
  const auto why = client().call(protocol::RecWhy{run, 0, user->cold.front().item.index, 4});
  ASSERT_TRUE(why) << why.error().toString();
  EXPECT_EQ(why->rankAmongCold, 1);
  EXPECT_TRUE(why->collaborative.empty()) << "a cold item has no place there";
  ASSERT_FALSE(why->visual.empty());
  EXPECT_GE(why->visual.front().similarity, why->visual.back().similarity);
  for (const auto& near : why->visual) {
    bool known = false;
    for (const auto& item : user->history) known = known || item.index == near.item.index;
    EXPECT_TRUE(known) << near.item.title;
  }
  ASSERT_FALSE(why->terms.empty());
  EXPECT_GE(why->terms.front().effect, why->terms.back().effect);
  const auto warm = client().call(protocol::RecWhy{run, 0, user->history.front().index, 4});
  ASSERT_TRUE(warm);
  EXPECT_FALSE(warm->collaborative.empty());
}

TEST_F(RecommendWhyTest, UnknownItemsAreRefused) {
  const std::string run = trainTinyRecommender(engine);
  EXPECT_FALSE(client().call(protocol::RecWhy{run, 0, 4000, 4}));
}

}  // namespace
}  // namespace marcie::engine
