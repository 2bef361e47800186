#include "tests/core/engine/handlers/tiny_recommender.h"

namespace marcie::engine {
namespace {

class RecommendSandboxTest : public EngineTest {};

TEST_F(RecommendSandboxTest, AnyPhotoIsAnItemAndSupposedTermsMoveIt) {
  const std::string run = trainTinyRecommender(engine);
  protocol::RecSandbox request{run, (engine.path() / "world" / "images" / "i4.png").string()};
  request.users = {0, 1};
  request.count = 5;
  const auto plain = client().call(request);
  ASSERT_TRUE(plain) << plain.error().toString();
  ASSERT_EQ(plain->receivers.size(), 5U);
  ASSERT_EQ(plain->asked.size(), 2U);
  EXPECT_FALSE(plain->terms.empty());
  EXPECT_FALSE(plain->visual.empty());
  EXPECT_EQ(plain->asked[0].rankBefore, 0);
  request.present = {"kind1"};
  request.absent = {"kind0"};
  const auto supposed = client().call(request);
  ASSERT_TRUE(supposed) << supposed.error().toString();
  EXPECT_EQ(supposed->asked[0].rankBefore, plain->asked[0].rank);
  // User 0 likes kind 0, user 1 kind 1.
  EXPECT_GE(supposed->asked[0].rank, plain->asked[0].rank);
  EXPECT_LE(supposed->asked[1].rank, plain->asked[1].rank);
}

TEST_F(RecommendSandboxTest, WhatCannotBeReadOrSupposedIsSaid) {
  const std::string run = trainTinyRecommender(engine);
  EXPECT_FALSE(client().call(protocol::RecSandbox{run, (engine.path() / "nothing.png").string()}));
  protocol::RecSandbox request{run, (engine.path() / "world" / "images" / "i4.png").string(), {"kind9"}};
  const auto refused = client().call(request);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("kind9"), std::string::npos) << refused.error().message;
}

}  // namespace
}  // namespace marcie::engine
