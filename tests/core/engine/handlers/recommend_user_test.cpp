#include "tests/core/engine/handlers/tiny_recommender.h"

namespace marcie::engine {
namespace {

class RecommendUserTest : public EngineTest {};

TEST_F(RecommendUserTest, HistoryListsAndWhatTheScoreIsMadeOf) {
  const std::string run = trainTinyRecommender(engine);
  const auto reply = client().call(protocol::RecUser{run, 0, 6, {}});
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(static_cast<std::int64_t>(reply->history.size()), reply->user.chosen);
  ASSERT_EQ(reply->all.size(), 6U);
  ASSERT_EQ(reply->cold.size(), 6U);
  for (const auto& entry : reply->all) {
    for (const auto& known : reply->history) EXPECT_NE(entry.item.index, known.index);
    EXPECT_NEAR(entry.collaborative + entry.visual + entry.inferred + entry.bias, entry.score, 1e-4);
  }
  for (const auto& entry : reply->cold) EXPECT_TRUE(entry.item.isCold);
  const auto other = client().call(protocol::RecUser{run, 1, 6, {}});
  ASSERT_TRUE(other);
  EXPECT_NE(toJson(*other)["all"], toJson(*reply)["all"]) << "different users get different lists";
}

TEST_F(RecommendUserTest, ForgettingAPartOfTheHistoryMovesRanks) {
  const std::string run = trainTinyRecommender(engine);
  const auto whole = client().call(protocol::RecUser{run, 0, 8, {}});
  ASSERT_TRUE(whole);
  protocol::RecUser request{run, 0, 8, {}};
  for (const auto& item : whole->history) {
    if (request.without.size() + 1 < whole->history.size()) request.without.push_back(item.index);
  }
  const auto less = client().call(request);
  ASSERT_TRUE(less) << less.error().toString();
  bool moved = false;
  for (std::size_t k = 0; k < less->all.size(); ++k) {
    moved = moved || less->all[k].rankBefore != static_cast<std::int64_t>(k) + 1;
  }
  EXPECT_TRUE(moved);
  // The place before is the one in the list that was shown before anything was forgotten.
  for (const auto& entry : less->all) {
    for (std::size_t k = 0; k < whole->all.size(); ++k) {
      if (whole->all[k].item.index == entry.item.index) {
        EXPECT_EQ(entry.rankBefore, static_cast<std::int64_t>(k) + 1);
      }
    }
  }
  EXPECT_EQ(toJson(*client().call(request))["all"], toJson(*less)["all"]) << "the same answer twice";
  EXPECT_FALSE(client().call(protocol::RecUser{run, 99, 8, {}}));
}

}  // namespace
}  // namespace marcie::engine
