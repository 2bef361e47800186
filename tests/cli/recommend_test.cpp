// Recommenders on the command line: train, evaluate, recommend, compare.
#include <cmath>
#include <regex>

#include "tests/cli/cli_harness.h"
#include "tests/core/train/rec/rec_toy.h"

namespace marcie::cli {
namespace {

class RecommendTest : public CliTest {
 protected:
  static std::string world() {
    const auto folder = path("world");
    if (!std::filesystem::exists(folder)) train::fixtures::writeRecToy(folder, {.pictures = true});
    return folder.string();
  }
  static std::vector<std::string> sets() {
    return {"--set", "features.kind=hog_colour",   "--set", "model.dim=8",
            "--set", "model.unifiedWidth=8",       "--set", "model.inference.width=4",
            "--set", "model.inference.minCount=2", "--set", "model.phases.inference=4",
            "--set", "model.phases.train=10",      "--set", "trainer.batchSize=32",
            "--set", "trainer.learningRate=0.02",  "--set", "trainer.threads=1"};
  }
  static testing::Ending trained(const std::string& name, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"train", "--task", "cierec", "--data", world(), "--out", path(name).string(),
                                       "--json"};
    for (const auto& one : sets()) arguments.push_back(one);
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  // Trained once for all tests.
  static std::string runFolder() {
    if (!std::filesystem::exists(path("run"))) {
      const auto ending = trained("run");
      EXPECT_EQ(ending.exitCode, 0) << ending.err;
    }
    return path("run").string();
  }
  static Json answer(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const auto ending = run(std::move(arguments));
    EXPECT_EQ(ending.exitCode, 0) << ending.err;
    return Json::parse(ending.out, nullptr, false);
  }
};

TEST_F(RecommendTest, TrainEvaluateAndResume) {
  const Json report = answer({"evaluate", runFolder()});
  for (const char* list : {"cold", "warm", "all"}) {
    for (const char* metric : {"auc", "recall@20", "ndcg@20"}) {
      ASSERT_TRUE(report.contains(list) && report[list].contains(metric)) << list << " " << metric << report.dump(2);
      EXPECT_TRUE(report[list][metric].is_number()) << list << " " << metric;
    }
  }
  EXPECT_GT(report["cold"]["auc"].get<double>(), 0.6) << report.dump(2);
  EXPECT_GT(report["inference"]["tagAuc"].get<double>(), 0.8);
  EXPECT_EQ(run({"train", "--out", runFolder(), "--resume"}).exitCode, 2) << "it is complete";
  EXPECT_EQ(run({"train", "--out", runFolder(), "--more-epochs", "1", "--json"}).exitCode, 0);
}

TEST_F(RecommendTest, ProtocolsJudgeInTheirWay) {
  const Json lineage = answer({"evaluate", runFolder(), "--protocol", "lineage"});
  EXPECT_TRUE(lineage["warm"].contains("ndcg@10")) << lineage.dump(2);
  const auto slip = run({"evaluate", runFolder(), "--protocol", "linage"});
  EXPECT_EQ(slip.exitCode, 2);
  EXPECT_NE(slip.err.find("'lineage'"), std::string::npos) << slip.err;
  EXPECT_EQ(run({"evaluate", runFolder(), "--split", "train"}).exitCode, 2);
}

TEST_F(RecommendTest, UsersGetListsOfTheirOwn) {
  const Json first = answer({"recommend", runFolder(), "--user", "u0", "--top", "5"});
  ASSERT_EQ(first["items"].size(), 5U) << first.dump(2);
  double last = INFINITY;
  for (const Json& item : first["items"]) {
    EXPECT_LE(item["score"].get<double>(), last);
    last = item["score"].get<double>();
    double sum = 0;
    for (const auto& [name, part] : item["parts"].items()) sum += part.get<double>();
    EXPECT_NEAR(sum, last, 1e-4) << "what the score is made of";
  }
  for (const Json& item : first["cold"]) EXPECT_TRUE(item["cold"].get<bool>());
  const Json second = answer({"recommend", runFolder(), "--user", "u1", "--top", "5"});
  EXPECT_NE(first["items"], second["items"]);
  const auto told = run({"recommend", runFolder(), "--user", "u0", "--top", "5"});
  ASSERT_EQ(told.exitCode, 0) << told.err;
  const std::string score = formatNumber(first["items"][0]["score"].get<double>(), 4);
  EXPECT_NE(told.out.find(" " + score), std::string::npos) << score << " in\n" << told.out;
  EXPECT_FALSE(std::regex_search(told.out, std::regex("\\.\\d{8}"))) << "digits that nobody reads\n" << told.out;
  const auto slip = run({"recommend", runFolder(), "--user", "x0"});
  EXPECT_EQ(slip.exitCode, 2);
  EXPECT_NE(slip.err.find("no user 'x0'"), std::string::npos) << slip.err;
}

TEST_F(RecommendTest, ANewPictureReachesThoseWhoLikeItsKind) {
  const std::string picture = world() + "/images/i4.png";  // of kind 0, and cold
  const Json reply = answer({"recommend", runFolder(), "--new-item", picture, "--top", "6"});
  ASSERT_EQ(reply["users"].size(), 6U) << reply.dump(2);
  EXPECT_EQ(reply["annotations"][0]["name"].get<std::string>().substr(0, 4), "half") << reply.dump(2);
  int ofKind = 0;
  for (const Json& user : reply["users"]) ofKind += std::stoi(user["user"].get<std::string>().substr(1)) % 4 == 0;
  EXPECT_GE(ofKind, 3) << reply.dump(2);
  const Json supposed =
      answer({"recommend", runFolder(), "--new-item", picture, "--annotations", "kind3", "--without", "kind0"});
  EXPECT_NE(supposed["users"], answer({"recommend", runFolder(), "--new-item", picture})["users"]);
  const auto slip = run({"recommend", runFolder(), "--new-item", picture, "--annotations", "kind7"});
  EXPECT_EQ(slip.exitCode, 2);
  EXPECT_NE(slip.err.find("kind"), std::string::npos) << slip.err;
}

TEST_F(RecommendTest, WhatCannotBeAskedIsRefused) {
  EXPECT_EQ(run({"recommend", runFolder()}).exitCode, 2);
  EXPECT_EQ(run({"recommend", runFolder(), "--user", "u0", "--item", "i1"}).exitCode, 2);
  const auto predicts = run({"predict", runFolder(), world() + "/images/i4.png"});
  EXPECT_NE(predicts.exitCode, 0);
  EXPECT_NE(predicts.err.find("recommends"), std::string::npos) << predicts.err;
}

TEST_F(RecommendTest, OptionsOfTheTaskAreChecked) {
  const auto wrong = trained("wrong", {"--set", "model.backbone=vbrp", "--set", "model.cierec=fulll"});
  EXPECT_EQ(wrong.exitCode, 2);
  EXPECT_NE(wrong.err.find("did you mean 'vbpr'"), std::string::npos) << wrong.err;
  EXPECT_NE(wrong.err.find("did you mean 'full'"), std::string::npos) << wrong.err;
  const auto help = run({"train", "--help-options"});
  EXPECT_NE(help.out.find("model.backbone"), std::string::npos);
}

TEST_F(RecommendTest, TheExperimentRunnerTakesTheTask) {
  Json options = Json::parse(R"({"task": "cierec", "features": {"kind": "hog_colour"},
      "model": {"dim": 8, "inference": {"minCount": 2}, "phases": {"inference": 1, "train": 2}},
      "trainer": {"batchSize": 32}})");
  const Json spec{{"name", "mini"},
                  {"title", "Mini"},
                  {"options", options},
                  {"rows", Json::parse(R"([{"name": "plain", "options": {"model": {"cierec": "plain"}}},
                                           {"name": "full", "options": {"model": {"cierec": "full"}}}])")},
                  {"axes", Json::parse(R"([{"key": "model.backbone", "values": ["vbpr", "mtpr"]}])")},
                  {"metrics", {"coldAuc", "warmNdcg20"}},
                  {"seeds", 2}};
  testing::writeText(path("mini.json"), spec.dump());
  const Json table = answer(
      {"experiment", path("mini.json").string(), "--data", world(), "--out", path("mini").string(), "--jobs", "1"});
  ASSERT_TRUE(table.contains("groups")) << table.dump(2);
  EXPECT_EQ(table["groups"].size(), 2U);
  EXPECT_NE(testing::readText(path("mini") / "table.md").find("cold AUC"), std::string::npos);
  Json wrong = spec;
  wrong["metrics"] = {"top1"};
  testing::writeText(path("wrong.json"), wrong.dump());
  EXPECT_EQ(run({"experiment", path("wrong.json").string(), "--data", world(), "--out", path("w").string()}).exitCode,
            2);
}

}  // namespace
}  // namespace marcie::cli
