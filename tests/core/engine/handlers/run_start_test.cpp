#include "tests/core/engine/engine_harness.h"
#include "tests/support/child_process.h"

namespace marcie::engine {
namespace {

class RunStartTest : public EngineTest {
 protected:
  protocol::RunStart request() {
    protocol::RunStart start;
    start.spec.data.path = engine.makePictures(4).string();
    start.name = "Ein Größen-Test!";
    return start;
  }
};

TEST_F(RunStartTest, MakesAFolderAndStartsATrainerInIt) {
  const auto start = request();
  const auto reply = client().call(start);
  ASSERT_TRUE(reply) << reply.error().toString();
  const RunFolder run(reply->run);
  EXPECT_EQ(run.root().parent_path(), engine.runsRoot());
  EXPECT_EQ(run.root().filename(), "ein-gr-en-test");
  EXPECT_EQ(run.notes().name, start.name);
  const auto spec = run.spec();
  ASSERT_TRUE(spec);
  EXPECT_EQ(toJson(*spec), toJson(start.spec));
  ASSERT_TRUE(testing::eventually([&] { return std::filesystem::exists(run.root() / "started.txt"); }));
  ASSERT_TRUE(testing::eventually([&] { return !testing::readText(run.root() / "started.txt").empty(); }));
  EXPECT_EQ(testing::readText(run.root() / "started.txt"), "train --out " + reply->run + " --start\n");
}

TEST_F(RunStartTest, StartsARecommenderOnItsOwnData) {
  protocol::RunStart start;
  start.spec = defaultRunSpec(kCierecTask);
  start.spec.data.path = start.spec.recData.path = (engine.makePictures(2) / ".." / "pictures").string();
  start.spec.cierec.dim = 16;
  const auto reply = client().call(start);
  ASSERT_TRUE(reply) << reply.error().toString();
  const auto spec = RunFolder(reply->run).spec();
  ASSERT_TRUE(spec);
  EXPECT_TRUE(spec->isCierec());
  EXPECT_EQ(spec->cierec.dim, 16);
  EXPECT_EQ(spec->trainer.batchSize, recTrainerDefaults().batchSize);
  EXPECT_EQ(spec->recData.path, engine.makePictures(2).string()) << "saved absolute and plain";
}

TEST_F(RunStartTest, SameNameTwiceMakesTwoFolders) {
  const auto start = request();
  const auto first = client().call(start);
  const auto second = client().call(start);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_NE(first->run, second->run);
  EXPECT_EQ(RunFolder(second->run).notes().name, start.name + " 2");
}

TEST_F(RunStartTest, ReportsEveryProblemOfTheSpecAtItsField) {
  auto start = request();
  Json params = toJson(start);
  params["spec"]["trainer"]["batchSize"] = 1;
  params["spec"]["model"]["encoder"] = "small_resnit";
  params["spec"]["augment"]["rotatoin"] = 3;
  const auto reply = client().call(protocol::RunStart::kMethod, params);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::option);
  const std::string& text = reply.error().message;
  EXPECT_NE(text.find("trainer.batchSize: must be between 2 and 4096, is 1"), std::string::npos) << text;
  EXPECT_NE(text.find("model.encoder: 'small_resnit'"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean 'rotation'"), std::string::npos) << text;
  EXPECT_FALSE(std::filesystem::exists(engine.runsRoot())) << "nothing is made for a run that cannot be";
}

TEST_F(RunStartTest, NeedsDataThatExists) {
  protocol::RunStart start;
  auto reply = client().call(start);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
  start.spec.data.path = (engine.path() / "gone").string();
  reply = client().call(start);
  ASSERT_FALSE(reply);
  EXPECT_NE(reply.error().message.find("gone"), std::string::npos);
}

TEST_F(RunStartTest, ATrainerThatDiesAtOnceIsShownAsFailedWithItsLastWords) {
  EngineHarness engine("echo 'error: no such luck' >&2; exit 7");
  protocol::RunStart start;
  start.spec.data.path = engine.makePictures(2).string();
  const auto reply = engine.client().call(start);
  ASSERT_TRUE(reply);
  const RunFolder run(reply->run);
  ASSERT_TRUE(testing::eventually([&] { return run.status().state == RunState::failed; }));
  const auto info = run.info();
  ASSERT_TRUE(info);
  EXPECT_NE(info->message.find("exit code 7"), std::string::npos) << info->message;
  EXPECT_NE(testing::readText(run.eventsFile()).find("no such luck"), std::string::npos);
}

TEST_F(RunStartTest, TrainerHasItsOwnSessionAndNoneOfTheEnginesFiles) {
  // Fields of /proc/self/stat: 1 pid, 4 parent, 6 session.
  EngineHarness engine(
      "cat /proc/self/stat > \"$3/stat.txt\"; ls /proc/$$/fd > \"$3/files.txt\"; echo done > \"$3/done\"");
  protocol::RunStart start;
  start.spec.data.path = engine.makePictures(2).string();
  const auto reply = engine.client().call(start);
  ASSERT_TRUE(reply);
  const std::filesystem::path run = reply->run;
  ASSERT_TRUE(testing::eventually([&] { return std::filesystem::exists(run / "done"); }));
  std::vector<std::string> stat;
  const std::string text = testing::readText(run / "stat.txt");
  for (const auto word : split(text, ' ')) stat.emplace_back(word);
  ASSERT_GT(stat.size(), 6U);
  EXPECT_EQ(stat[5], stat[3]) << "the session is that of the script, the parent of cat";
  std::vector<std::string> files;
  const std::string list(trimmed(testing::readText(run / "files.txt")));
  for (const auto line : split(list, '\n')) files.emplace_back(line);
  for (const auto& file : files) EXPECT_TRUE(file.size() > 1 || file < "3" || file == "3") << file;
  EXPECT_LE(files.size(), 5U) << "standard streams and what the shell itself opens";
}

}  // namespace
}  // namespace marcie::engine
