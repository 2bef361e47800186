
#include "tests/core/engine/handlers/tiny_recommender.h"

namespace marcie::engine {
namespace {

class RecommendItemTest : public EngineTest {};

TEST_F(RecommendItemTest, AColdItemReachesThoseWhoLikeItsKind) {
  const std::string run = trainTinyRecommender(engine);
  const auto found = client().call(protocol::RecSearch{run, "i4"});
  ASSERT_TRUE(found);
  const auto reply = client().call(protocol::RecItemCard{run, found->foundItems.front().index, 6});
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_TRUE(reply->item.isCold);
  EXPECT_EQ(reply->chosenBy, 0);
  EXPECT_EQ(reply->listSize, 8);
  EXPECT_EQ(reply->annotations, (std::vector<std::string>{"kind0", "half0"})) << "as the file names them first";
  ASSERT_EQ(reply->receivers.size(), 6U);
  EXPECT_LE(reply->receivers.front().rank, reply->receivers.back().rank);
  int ofKind = 0;
  for (const auto& receiver : reply->receivers) ofKind += std::stoi(receiver.user.id.substr(1)) % 4 == 0;
  EXPECT_GE(ofKind, 3);
  bool anyTrue = false;
  for (const auto& term : reply->terms) anyTrue = anyTrue || term.isTrue;
  EXPECT_TRUE(anyTrue);
  EXPECT_TRUE(reply->collaborative.empty());
  EXPECT_FALSE(reply->visual.empty());
  EXPECT_FALSE(reply->inferred.empty());
}

TEST_F(RecommendItemTest, AWarmItemHasNeighboursInEverySpace) {
  const std::string run = trainTinyRecommender(engine);
  const auto reply = client().call(protocol::RecItemCard{run, 0, 5});
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_GT(reply->chosenBy, 0);
  EXPECT_FALSE(reply->collaborative.empty());
  for (const auto& near : reply->collaborative) EXPECT_FALSE(near.item.isCold);
}

}  // namespace
}  // namespace marcie::engine
