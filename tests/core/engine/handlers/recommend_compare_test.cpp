#include "core/api/protocol_recommend_contrast.h"
#include "tests/core/engine/handlers/tiny_recommender.h"

namespace marcie::engine {
namespace {

class RecommendCompareTest : public EngineTest {};

TEST_F(RecommendCompareTest, AModelBesideItselfHasEveryItemInItsPlace) {
  const std::string run = trainTinyRecommender(engine);
  const auto reply = client().call(protocol::RecCompare{run, run, 0, 6, {}});
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_TRUE(reply->sameSplit);
  EXPECT_EQ(reply->one.method, "vbpr full");
  ASSERT_EQ(reply->one.all.size(), 6U);
  for (const auto& placed : reply->one.all) EXPECT_EQ(placed.place, placed.otherPlace);
  EXPECT_EQ(toJson(reply->one), toJson(reply->other));
  for (const auto& placed : reply->one.cold) EXPECT_TRUE(placed.item.isCold);
}

TEST_F(RecommendCompareTest, PlacesInTheOtherListAreThoseOfThatList) {
  const std::string run = trainTinyRecommender(engine);
  const std::string other = trainTinyRecommender(engine, "other", "world", 40, 2);
  const auto reply = client().call(protocol::RecCompare{run, other, 1, 12, {}});
  ASSERT_TRUE(reply) << reply.error().toString();
  bool moved = false;
  for (const auto& placed : reply->one.all) {
    ASSERT_GT(placed.otherPlace, 0);
    moved = moved || placed.otherPlace != placed.place;
    if (placed.otherPlace > 12) continue;
    const auto& same = reply->other.all[static_cast<std::size_t>(placed.otherPlace - 1)];
    EXPECT_EQ(same.item.index, placed.item.index);
    EXPECT_EQ(same.otherPlace, placed.place);
  }
  EXPECT_TRUE(moved) << "two seeds, two lists";
  // The first list is the one that the run alone gives.
  const auto alone = client().call(protocol::RecUser{run, 1, 12, {}});
  ASSERT_TRUE(alone);
  for (std::size_t k = 0; k < alone->all.size(); ++k) {
    EXPECT_EQ(alone->all[k].item.index, reply->one.all[k].item.index);
  }
}

TEST_F(RecommendCompareTest, ARunOfOtherItemsIsRefused) {
  const std::string run = trainTinyRecommender(engine);
  const std::string other = trainTinyRecommender(engine, "fewer", "smaller", 32);
  const auto refused = client().call(protocol::RecCompare{run, other, 0, 6, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::usage);
  EXPECT_NE(refused.error().message.find("other users or items"), std::string::npos) << refused.error().message;
  EXPECT_NE(refused.error().hint.find("same data"), std::string::npos);
}

}  // namespace
}  // namespace marcie::engine
