#include "core/engine/catalogs.h"
#include "core/train/run_training.h"
#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class RunExplainLossTest : public EngineTest {};

TEST_F(RunExplainLossTest, TakesTheLossOfARunApart) {
  const Json patch{
      {"data", {{"path", engine.makePictures(12).string()}, {"imageSize", 16}, {"cacheSize", 16}, {"useCache", false}}},
      {"trainer", {{"batchSize", 8}, {"threads", 1}}},
      {"model", {{"text", "none"}, {"width", 4}, {"dim", 8}, {"phases", {{"joint", 1}}}}}};
  const auto spec = buildRunSpec("", patch);
  ASSERT_TRUE(spec) << spec.error().toString();
  std::filesystem::create_directories(engine.runsRoot());
  const auto run = RunFolder::create(engine.runsRoot() / "tiny", *spec);
  const auto outcome = train::runTraining(*run, {}, StopToken());
  ASSERT_TRUE(outcome) << outcome.error().toString();

  protocol::ExplainLoss request;
  request.run = run->root().string();
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  ASSERT_FALSE(reply->terms.empty());
  EXPECT_EQ(reply->terms[0].name, "ce");
  EXPECT_FALSE(reply->terms[0].formula.empty());
  EXPECT_GT(reply->total, 0);
  request.batch = 99;
  const auto gone = client().call(request);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::notFound);
}

TEST_F(RunExplainLossTest, SaysWhatIsMissing) {
  protocol::ExplainLoss request;
  request.run = engine.makeRun("fresh").root().string();
  const auto reply = client().call(request);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
  EXPECT_NE(reply.error().message.find("checkpoint"), std::string::npos) << reply.error().message;
}

}  // namespace
}  // namespace marcie::engine
