#include "tests/core/engine/handlers/tiny_recommender.h"

namespace marcie::engine {
namespace {

class RecommendSearchTest : public EngineTest {};

TEST_F(RecommendSearchTest, FindsUsersAndItemsAndSaysWhatTheModelCanDo) {
  const std::string run = trainTinyRecommender(engine);
  const auto all = client().call(protocol::RecSearch{run, ""});
  ASSERT_TRUE(all) << all.error().toString();
  EXPECT_EQ(all->users, 24);
  EXPECT_EQ(all->items, 40);
  EXPECT_EQ(all->coldItems, 8);
  EXPECT_EQ(all->method, "vbpr full");
  EXPECT_TRUE(all->looksAtPictures);
  EXPECT_FALSE(all->terms.empty());
  EXPECT_EQ(all->foundUsers.size(), 24U);
  EXPECT_GT(all->foundUsers[0].chosen, 0);
  const auto some = client().call(protocol::RecSearch{run, "ITEM 3", true});
  ASSERT_TRUE(some);
  ASSERT_EQ(some->foundItems.size(), 2U) << "cold ones among 3 and 30 … 39";
  for (const auto& item : some->foundItems) EXPECT_TRUE(item.isCold) << item.title;
}

TEST_F(RecommendSearchTest, ARunOfAnotherTaskIsRefused) {
  const auto refused = client().call(protocol::RecSearch{engine.makeRun("pictures").root().string(), ""});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("does not recommend"), std::string::npos) << refused.error().message;
}

}  // namespace
}  // namespace marcie::engine
