#include <algorithm>

#include "core/api/protocol_samples.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class RobustnessLensTest : public EngineTest {};

TEST_F(RobustnessLensTest, MovesWithItsSeverity) {
  protocol::Lens request;
  request.run = trainedRun(engine).root().string();
  request.path = somePicture(engine);
  request.corruption = "gaussian_noise";
  const auto clean = client().call(request);
  ASSERT_TRUE(clean) << clean.error().toString();
  EXPECT_NEAR(clean->toClean, 0, 1e-6);
  request.severity = 5;
  const auto worst = client().call(request);
  ASSERT_TRUE(worst) << worst.error().toString();
  EXPECT_NE(worst->picture.rgb, clean->picture.rgb);
  EXPECT_GT(worst->toClean, 0);
  ASSERT_EQ(worst->places.size(), 2U) << "where it was, and where it is";
  EXPECT_EQ(worst->places[1].severity, 5);
  ASSERT_EQ(worst->heads.size(), clean->heads.size());
  EXPECT_EQ(worst->heads[0].top[0].name, clean->heads[0].top[0].name) << "the bars keep their order";
  auto again = client().call(request);
  again->milliseconds = worst->milliseconds;
  EXPECT_EQ(toJson(*again), toJson(*worst)) << "the same damage every time";
  request.severity = 2.3;  // between two whole ones
  const auto between = client().call(request);
  ASSERT_TRUE(between) << between.error().toString();
  EXPECT_EQ(between->severity, 2.3);
  ASSERT_EQ(between->places.size(), 3U);
  EXPECT_EQ(between->places[1].severity, 2.3) << "ascending";
  EXPECT_NE(between->picture.rgb, clean->picture.rgb);
  EXPECT_NE(between->picture.rgb, worst->picture.rgb);
  request.severity = 5.1;
  EXPECT_EQ(client().call(request).error().code, ErrorCode::usage);
  request.severity = 1;
  request.corruption = "blurr";
  EXPECT_EQ(client().call(request).error().code, ErrorCode::usage);
}

TEST_F(RobustnessLensTest, ARunWithoutDiffusionHasNoReconstruction) {
  protocol::Lens request;
  request.run = trainedRun(engine, "plain", "backbone").root().string();
  request.path = somePicture(engine);
  request.corruption = "jpeg";
  request.severity = 3;
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_TRUE(reply->places.empty());
  ASSERT_EQ(reply->notes.size(), 1U);
  EXPECT_EQ(reply->toClean, -1);
}

}  // namespace
}  // namespace marcie::engine
