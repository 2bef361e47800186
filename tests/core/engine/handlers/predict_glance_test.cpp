#include <set>

#include "core/engine/catalogs.h"
#include "core/train/run_training.h"
#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class PredictGlanceTest : public EngineTest {
 protected:
  RunFolder trainTiny(int epochs) {
    const Json patch{
        {"data",
         {{"path", engine.makePictures(12).string()}, {"imageSize", 16}, {"cacheSize", 16}, {"useCache", false}}},
        {"augment", {{"enabled", false}}},
        {"trainer", {{"batchSize", 8}, {"threads", 1}, {"learningRate", 0.1}}},
        {"model", {{"variant", "backbone"}, {"width", 4}, {"dim", 8}, {"phases", {{"joint", epochs}}}}}};
    const auto spec = buildRunSpec("", patch);
    EXPECT_TRUE(spec) << spec.error().toString();
    std::filesystem::create_directories(engine.runsRoot());
    const auto run = RunFolder::create(engine.runsRoot() / "tiny", *spec);
    EXPECT_TRUE(train::runTraining(*run, {}, StopToken()));
    return *run;
  }
};

TEST_F(PredictGlanceTest, TheSameFewPicturesEveryTimeAndTheirHistory) {
  const RunFolder run = trainTiny(6);
  const auto first = client().call(protocol::Glance{run.root().string(), 3, 16});
  ASSERT_TRUE(first) << first.error().toString();
  ASSERT_EQ(first->pictures.size(), 3U);
  std::set<std::string> labels, paths;
  for (const auto& picture : first->pictures) {
    labels.insert(picture.label);
    paths.insert(picture.path);
    EXPECT_FALSE(picture.picture.rgb.empty());
    EXPECT_LE(picture.picture.width, 16);
  }
  EXPECT_EQ(labels.size(), 3U) << "every class has its turn";
  EXPECT_EQ(paths.size(), 3U);
  ASSERT_EQ(first->steps.size(), 1U);
  ASSERT_EQ(first->steps[0].chosen.size(), 3U);
  EXPECT_EQ(first->steps[0].chosen[0].name, first->pictures[0].label) << "plain colours are learnt";

  const auto again = client().call(protocol::Glance{run.root().string(), 3, 16});
  ASSERT_TRUE(again);
  EXPECT_EQ(toJson(again->steps), toJson(first->steps)) << "the same checkpoint is told once";

  // More training: the older opinion stays, the new one follows.
  ASSERT_TRUE(train::runTraining(run, {train::TrainMode::Kind::moreEpochs, 2}, StopToken()));
  const auto later = client().call(protocol::Glance{run.root().string(), 3, 16});
  ASSERT_TRUE(later);
  ASSERT_EQ(later->steps.size(), 2U);
  EXPECT_LT(later->steps[0].step, later->steps[1].step);
}

TEST_F(PredictGlanceTest, SaysWhatIsMissing) {
  const RunFolder fresh = engine.makeRun("fresh");
  const auto reply = client().call(protocol::Glance{fresh.root().string()});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::engine
