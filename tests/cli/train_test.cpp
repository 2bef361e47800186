// A training process and what may happen to it.
#include <csignal>
#include <random>
#include <regex>

#include "tests/cli/cli_harness.h"

namespace marcie::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

class TrainTest : public CliTest {
 protected:
  static std::uintmax_t eventBytes(const fs::path& run) {
    std::error_code failure;
    const auto size = fs::file_size(run / "events.jsonl", failure);
    return failure ? 0 : size;
  }
  static bool waitForSteps(const fs::path& run, std::int64_t step = 1) {
    return testing::eventually([&] { return RunFolder(run).status().step >= step; });
  }
};

constexpr int kEpochs = 12;

TEST_F(TrainTest, KilledAtAnyMomentAndResumedEqualsUninterrupted) {
  const fs::path reference = path("reference");
  const std::vector<std::string> often{"--set", "trainer.checkpointEverySteps=2"};
  ASSERT_EQ(testing::runProgram(trainCommand(reference, kEpochs, often), options()).exitCode, 0);
  const auto expected = eventsWithoutTimes(reference);
  const auto expectedTensors = newestTensors(reference);
  ASSERT_GT(expected.size(), static_cast<std::size_t>(kEpochs) * 3);
  ASSERT_FALSE(expectedTensors.empty());

  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  constexpr int kKills = 4;
  for (int round = 0; round < kKills; ++round) {
    const fs::path out = path("killed" + std::to_string(round));
    const double share = (round + std::uniform_real_distribution<>(0, 1)(random)) / kKills;
    const auto threshold = static_cast<std::uintmax_t>(share * static_cast<double>(eventBytes(reference)));
    SCOPED_TRACE("seed " + std::to_string(seed) + ", killed after " + std::to_string(threshold) + " bytes of events");
    {
      testing::ChildProcess trainer(trainCommand(out, kEpochs, often), options());
      const auto end = std::chrono::steady_clock::now() + seconds(60);
      while (eventBytes(out) <= threshold && std::chrono::steady_clock::now() < end) {
        if (RunFolder(out).status().state == RunState::completed) break;
      }
      trainer.send(SIGKILL);
      const auto ending = trainer.wait(seconds(20));
      ASSERT_TRUE(ending.has_value());
      EXPECT_EQ(ending->signal, SIGKILL);
    }
    const RunState left = RunFolder(out).status().state;
    if (left != RunState::completed) {
      EXPECT_TRUE(left == RunState::interrupted || left == RunState::created) << enumKey(left);
      const auto resumed = run({"train", "--out", out.string(), "--resume"});
      ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
      EXPECT_EQ(resumed.err.find("/0  step"), std::string::npos) << resumed.err;
    }
    EXPECT_EQ(eventsWithoutTimes(out), expected);
    EXPECT_EQ(newestTensors(out) == expectedTensors, true) << "final weights differ";
    EXPECT_EQ(testing::readText(out / "metrics.csv"), testing::readText(reference / "metrics.csv"));
  }
}

TEST_F(TrainTest, CtrlCSavesSaysSoExitsWithFourAndResumes) {
  const fs::path out = path("interrupted");
  testing::ChildProcess trainer(trainCommand(out, 400), options());
  ASSERT_TRUE(waitForSteps(out, 4));
  trainer.send(SIGINT);
  const auto ending = trainer.wait(seconds(30));
  ASSERT_TRUE(ending.has_value());
  EXPECT_EQ(ending->exitCode, 4) << ending->err;
  EXPECT_NE(ending->err.find("stopped and saved at step"), std::string::npos) << ending->err;
  EXPECT_NE(ending->err.find("--resume"), std::string::npos);
  EXPECT_EQ(RunFolder(out).status().state, RunState::stopped);
  const auto step = RunFolder(out).status().step;
  EXPECT_FALSE(newestTensors(out).empty());

  testing::ChildProcess again(command({"train", "--out", out.string(), "--resume"}), options());
  ASSERT_TRUE(waitForSteps(out, step + 4)) << "goes on where it was";
  again.send(SIGTERM);
  EXPECT_EQ(again.wait(seconds(30)).value_or(testing::Ending{}).exitCode, 4) << "SIGTERM is the same wish";
}

TEST_F(TrainTest, SecondCtrlCEndsAtOnce) {
  const fs::path out = path("impatient");
  testing::ChildProcess trainer(trainCommand(out, 400), options());
  ASSERT_TRUE(waitForSteps(out, 1));
  trainer.send(SIGINT);
  trainer.send(SIGTERM);
  const auto ending = trainer.wait(seconds(10));
  ASSERT_TRUE(ending.has_value());
  EXPECT_EQ(ending->exitCode, 4);
}

TEST_F(TrainTest, TwoTrainingsIntoOneFolder) {
  const fs::path out = path("shared");
  testing::ChildProcess first(trainCommand(out, 400), options());
  ASSERT_TRUE(waitForSteps(out, 1));
  const auto second = run({"train", "--out", out.string(), "--resume"});
  EXPECT_EQ(second.exitCode, 1);
  EXPECT_NE(second.err.find("is being trained by another process"), std::string::npos) << second.err;
  const auto step = RunFolder(out).status().step;
  EXPECT_TRUE(waitForSteps(out, step + 3)) << "the first goes on";
  first.send(SIGINT);
  EXPECT_EQ(first.wait(seconds(30)).value_or(testing::Ending{}).exitCode, 4);
}

TEST_F(TrainTest, MoreEpochsGoOnAfterTheEnd) {
  const fs::path out = path("longer");
  ASSERT_EQ(testing::runProgram(trainCommand(out, 2), options()).exitCode, 0);
  const auto step = RunFolder(out).status().step;
  const auto refused = run({"train", "--out", out.string(), "--resume"});
  EXPECT_EQ(refused.exitCode, 2) << refused.err;
  EXPECT_NE(refused.err.find("--more-epochs"), std::string::npos) << refused.err;
  const auto more = run({"train", "--out", out.string(), "--more-epochs", "2", "--json"});
  ASSERT_EQ(more.exitCode, 0) << more.err;
  EXPECT_EQ(RunFolder(out).status().step, 2 * step);
  const Json json = Json::parse(more.out);
  EXPECT_EQ(json["outcome"], "completed");
  EXPECT_EQ(json["epoch"], 4.0);
  const auto wrong = run({"train", "--out", out.string(), "--more-epochs", "1", "--set", "model.width=8"});
  EXPECT_EQ(wrong.exitCode, 2);
}

TEST_F(TrainTest, EvaluatePredictAndRunsAgreeAndAreStable) {
  const fs::path out = path("used");
  const auto trained = testing::runProgram(trainCommand(out, 6, {"--name", "Probe"}), options());
  ASSERT_EQ(trained.exitCode, 0) << trained.err;
  EXPECT_NE(trained.out.find(out.string()), std::string::npos);
  EXPECT_EQ(trained.out.find('\r'), std::string::npos) << "no bar where no terminal is";
  EXPECT_NE(trained.err.find("top-1"), std::string::npos) << "plain lines instead";

  const auto first = run({"evaluate", out.string(), "--json"});
  ASSERT_EQ(first.exitCode, 0) << first.err;
  const Json report = Json::parse(first.out);
  std::vector<std::string> keys;
  for (const auto& [key, value] : report.items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"macroF1", "n", "perClass", "tagAuc", "top1", "top5"}));
  EXPECT_EQ(report["perClass"].size(), 4U);
  EXPECT_GE(report["top5"].get<double>(), report["top1"].get<double>());
  EXPECT_EQ(run({"evaluate", out.string(), "--json"}).out, first.out);
  const auto strong = run({"evaluate", out.string(), "--data", kitchen() + "/strong.csv", "--json"});
  ASSERT_EQ(strong.exitCode, 0) << strong.err;
  EXPECT_EQ(Json::parse(strong.out)["n"], report["n"]) << "the test pictures again";

  // Predicting the test pictures one by one gives the same accuracy as evaluate.
  std::vector<std::string> pictures{"predict", out.string(), "--json", "--top", "1"};
  const std::string list = testing::readText(fs::path(kitchen()) / "samples.csv");
  for (const auto line : split(list, '\n')) {
    if (line.find(",test,") == std::string_view::npos) continue;
    pictures.push_back(kitchen() + "/" + std::string(line.substr(0, line.find(','))));
  }
  const auto predicted = run(pictures);
  ASSERT_EQ(predicted.exitCode, 0) << predicted.err;
  const Json cards = Json::parse(predicted.out);
  ASSERT_EQ(static_cast<std::int64_t>(cards.size()), report["n"].get<std::int64_t>());
  double hits = 0;
  for (const auto& card : cards) hits += card["top"][0]["name"] == card["trueLabel"] ? 1 : 0;
  EXPECT_NEAR(hits / static_cast<double>(cards.size()), report["top1"].get<double>(), 1e-9);

  // A file holds what a float knows, JSON everything.
  const auto filed = run({"predict", out.string(), pictures[5], "--csv", path("cards.csv").string(), "--top", "1"});
  ASSERT_EQ(filed.exitCode, 0) << filed.err;
  const std::string rows = testing::readText(path("cards.csv"));
  std::smatch probability;
  ASSERT_TRUE(std::regex_search(rows, probability, std::regex(",([01](?:\\.\\d+)?),"))) << rows;
  EXPECT_NEAR(std::stod(probability[1]), cards[0]["top"][0]["probability"].get<double>(), 1e-5);
  EXPECT_LE(probability[1].length(), 2 + kFloatDigits) << rows;

  const auto explained = run({"explain-loss", out.string(), "--json"});
  ASSERT_EQ(explained.exitCode, 0) << explained.err;
  EXPECT_EQ(Json::parse(explained.out)["terms"][0]["name"], "ce");
  EXPECT_EQ(run({"explain-loss", out.string(), "--json"}).out, explained.out);
  const auto table = run({"explain-loss", out.string()});
  for (const char* word : {"TERM", "ema", "log softmax", "pulled together", "work against each other"}) {
    EXPECT_NE(table.out.find(word), std::string::npos) << word;
  }

  const auto damaged = run({"lens", out.string(), pictures.back(), "--severity", "0,2.5", "--json"});
  ASSERT_EQ(damaged.exitCode, 0) << damaged.err;
  const Json looks = Json::parse(damaged.out);
  ASSERT_EQ(looks.size(), 2U);
  EXPECT_EQ(looks[1]["severity"].get<double>(), 2.5);

  pictures = {"predict", out.string(), kitchen() + "/samples.csv"};
  EXPECT_EQ(run(pictures).exitCode, 3) << "not a picture";

  const auto listed = run({"runs", path("").string(), "--json"});
  ASSERT_EQ(listed.exitCode, 0) << listed.err;
  bool found = false;
  for (const auto& entry : Json::parse(listed.out)) {
    if (entry["name"] != "Probe") continue;
    found = true;
    EXPECT_EQ(entry["state"], "completed");
    EXPECT_TRUE(entry["metrics"].contains("top1"));
  }
  EXPECT_TRUE(found);
}

TEST_F(TrainTest, EncodeWritesNumpyFiles) {
  const fs::path image = fs::path(kitchen()) / "images";
  std::string picture;
  for (const auto& entry : fs::recursive_directory_iterator(image)) {
    if (entry.is_regular_file()) picture = entry.path().string();
  }
  const auto ending = run({"encode", "--encoder", "resnet18", "--size", "32", "--out", path("x.npy").string(),
                           "--dump-input", path("in.npy").string(), picture, picture});
  ASSERT_EQ(ending.exitCode, 0) << ending.err;
  const std::string output = testing::readText(path("x.npy"));
  EXPECT_TRUE(output.starts_with("\x93NUMPY"));
  EXPECT_NE(output.substr(0, 128).find("'shape': (2,512,)"), std::string::npos) << output.substr(10, 100);
  const std::string input = testing::readText(path("in.npy"));
  EXPECT_NE(input.substr(0, 128).find("(2,3,32,32,)"), std::string::npos);
  EXPECT_EQ(run({"encode", "--encoder", "resnet18", "--out", path("y.npy").string()}).exitCode, 2);
  EXPECT_EQ(run({"encode", "--encoder", "resnet81", "--out", path("y.npy").string(), picture}).exitCode, 2);
}

// The whole headless job in a network namespace that has no way out.
TEST_F(TrainTest, NothingNeedsTheNetwork) {
  const std::vector<std::string> unshare{"/usr/bin/unshare", "--net", "--map-root-user"};
  if (!fs::exists(unshare.front())) GTEST_SKIP() << "unshare is not installed";
  auto probe = unshare;
  probe.emplace_back("/bin/true");
  if (testing::runProgram(probe, options()).exitCode != 0) {
    GTEST_SKIP() << "this system does not permit a network namespace";
  }
  auto job = unshare;
  for (const auto& word : trainCommand(path("offline"), 1)) job.push_back(word);
  const auto trained = testing::runProgram(job, options());
  EXPECT_EQ(trained.exitCode, 0) << trained.err;
  job = unshare;
  for (const auto& word : command({"evaluate", path("offline").string(), "--json"})) job.push_back(word);
  EXPECT_EQ(testing::runProgram(job, options()).exitCode, 0);
}

}  // namespace
}  // namespace marcie::cli
