#include "core/api/protocol_recommend_contrast.h"
#include "tests/core/engine/handlers/tiny_recommender.h"

namespace marcie::engine {
namespace {

class RecommendDropTest : public EngineTest {
 protected:
  // The last of the first `count` items that user 0 gets: the one that the least drops.
  protocol::RecItem lastOf(const std::string& run, std::int64_t count) {
    const auto user = client().call(protocol::RecUser{run, 0, count, {}});
    EXPECT_TRUE(user);
    return user->all.back().item;
  }
};

TEST_F(RecommendDropTest, WithoutTheAnswerTheItemIsNotInTheList) {
  const std::string run = trainTinyRecommender(engine);
  constexpr std::int64_t kCount = 4;
  protocol::RecDrop request;
  request.run = run;
  request.user = 0;
  request.item = lastOf(run, kCount).index;
  request.count = kCount;
  request.most = 20;
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_TRUE(reply->wasIn);
  EXPECT_EQ(reply->placeBefore, kCount);
  EXPECT_GT(reply->triedItems, 0);
  EXPECT_GT(reply->triedTerms, 0);
  ASSERT_TRUE(reply->drops);
  EXPECT_GT(reply->placeAfter, kCount);
  ASSERT_FALSE(reply->items.empty() && reply->terms.empty());
  if (!reply->terms.empty()) return;  // the catalogue keeps its annotations: nothing to ask the list about
  protocol::RecUser check{run, 0, kCount, {}};
  for (const auto& item : reply->items) check.without.push_back(item.index);
  const auto less = client().call(check);
  ASSERT_TRUE(less);
  for (const auto& entry : less->all) EXPECT_NE(entry.item.index, request.item);
}

TEST_F(RecommendDropTest, APhotoIsAnItemToo) {
  const std::string run = trainTinyRecommender(engine);
  const std::string photo = (engine.path() / "world" / "images" / "i4.png").string();
  const auto sandbox = client().call(protocol::RecSandbox{run, photo});
  ASSERT_TRUE(sandbox) << sandbox.error().toString();
  const auto best = sandbox->receivers.front();
  protocol::RecDrop request;
  request.run = run;
  request.user = best.user.index;
  request.image = photo;
  request.count = best.rank;
  request.most = 20;
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(reply->placeBefore, best.rank);
  EXPECT_TRUE(reply->wasIn);
  if (reply->drops && reply->items.empty()) {
    // The sandbox says the same of these annotations.
    protocol::RecSandbox supposed{run, photo};
    for (const auto& term : reply->terms) supposed.absent.push_back(term.name);
    supposed.users = {best.user.index};
    const auto now = client().call(supposed);
    ASSERT_TRUE(now);
    EXPECT_EQ(now->asked.front().rank, reply->placeAfter);
  }
  request.count = best.rank - 1;
  if (request.count < 1) return;
  const auto outside = client().call(request);
  ASSERT_TRUE(outside);
  EXPECT_FALSE(outside->wasIn);
  EXPECT_EQ(outside->triedItems, 0);
}

TEST_F(RecommendDropTest, WhatIsNotThereIsSaid) {
  const std::string run = trainTinyRecommender(engine);
  protocol::RecDrop request;
  request.run = run;
  EXPECT_FALSE(client().call(request)) << "neither item nor photo";
  request.item = 0;
  request.user = 400;
  EXPECT_FALSE(client().call(request));
}

}  // namespace
}  // namespace marcie::engine
