// Grids of runs and what may happen to them.
#include <csignal>

#include "tests/cli/cli_harness.h"

namespace marcie::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

class ExperimentTest : public CliTest {
 protected:
  // Two rows of tiny runs with `epochs` epochs.
  static fs::path specFile(const std::string& name, int epochs, Json more = Json::object()) {
    Json options = tinySpec(epochs);
    options.erase("data");
    options["data"] = {{"imageSize", 32}, {"cacheSize", 32}};
    options["trainer"]["checkpointEverySteps"] = 2;
    Json spec{{"name", name},
              {"title", "Probe"},
              {"options", options},
              {"rows", Json::array({{{"name", "backbone"}, {"options", {{"model", {{"variant", "backbone"}}}}}},
                                    {{"name", "full"}, {"options", {{"model", {{"variant", "full"}}}}}}})},
              {"baseline", "backbone"},
              {"metrics", Json::array({"top1", "tagAuc"})},
              {"sets", Json::array({{{"name", "strong"}, {"file", "strong.csv"}}})},
              {"seeds", 2}};
    spec.merge_patch(more);
    const fs::path file = path(name + ".json");
    testing::writeText(file, spec.dump());
    return file;
  }
  static std::vector<std::string> experiment(const fs::path& spec, const fs::path& out,
                                             std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"experiment", spec.string(), "--data", kitchen(),
                                       "--out",      out.string(),  "--jobs", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return command(std::move(arguments));
  }
  static void expectSameTables(const fs::path& a, const fs::path& b) {
    for (const char* name : {"table.md", "table.csv", "table.tex", "results.json"}) {
      const std::string text = testing::readText(a / name);
      EXPECT_FALSE(text.empty()) << name;
      EXPECT_EQ(text, testing::readText(b / name)) << name;
    }
  }
  static std::vector<pid_t> trainersOf(const fs::path& out) {
    std::vector<pid_t> found;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(out / "runs", failure)) {
      const RunStatus status = RunFolder(entry.path()).status();
      if (isLive(status.state) && status.pid > 0) found.push_back(static_cast<pid_t>(status.pid));
    }
    return found;
  }
};

TEST_F(ExperimentTest, KilledWithItsTrainerAndStartedAgainGivesTheSameTable) {
  const fs::path spec = specFile("killed", 30);
  const fs::path undisturbed = path("undisturbed");
  const auto whole = testing::runProgram(experiment(spec, undisturbed), options());
  ASSERT_EQ(whole.exitCode, 0) << whole.err;
  EXPECT_NE(whole.err.find("4 runs trained, 0 kept"), std::string::npos) << whole.err;

  const fs::path out = path("disturbed");
  // Killed while the second run is under way, then while a later one is.
  for (const char* under : {"full-s1", "backbone-s2"}) {
    testing::ChildProcess process(experiment(spec, out), options());
    const RunFolder run(out / "runs" / under);
    ASSERT_TRUE(testing::eventually([&] { return run.status().step >= 5; })) << under;
    process.send(SIGKILL);
    ASSERT_TRUE(process.wait(seconds(20)).has_value());
    for (const pid_t trainer : trainersOf(out)) ::kill(trainer, SIGKILL);
    ASSERT_TRUE(testing::eventually([&] { return trainersOf(out).empty(); }));
    EXPECT_FALSE(fs::exists(out / "table.md"));
  }
  const auto finished = testing::runProgram(experiment(spec, out), options());
  ASSERT_EQ(finished.exitCode, 0) << finished.err;
  EXPECT_NE(finished.err.find("2 runs trained, 2 kept"), std::string::npos) << finished.err;
  expectSameTables(out, undisturbed);

  // Once more: nothing is trained, and the figures come from what was kept.
  const auto again = testing::runProgram(experiment(spec, out), options());
  EXPECT_NE(again.err.find("0 runs trained, 4 kept"), std::string::npos) << again.err;
  expectSameTables(out, undisturbed);
}

TEST_F(ExperimentTest, ATrainerThatWasLeftRunningIsWaitedFor) {
  const fs::path spec = specFile("orphan", 60, {{"seeds", 1}});
  const fs::path out = path("orphan");
  testing::ChildProcess process(experiment(spec, out), options());
  const RunFolder run(out / "runs" / "backbone-s1");
  ASSERT_TRUE(testing::eventually([&] { return run.status().step >= 3; }));
  process.send(SIGKILL);
  ASSERT_TRUE(process.wait(seconds(20)).has_value());
  const auto session = run.status().session;
  const auto finished = testing::runProgram(experiment(spec, out), options());
  ASSERT_EQ(finished.exitCode, 0) << finished.err;
  EXPECT_EQ(run.status().state, RunState::completed);
  EXPECT_EQ(run.status().session, session) << "the same trainer, not a second one";
}

TEST_F(ExperimentTest, CtrlCSavesExitsWithFourAndGoesOn) {
  const fs::path spec = specFile("interrupted", 400, {{"seeds", 1}});
  const fs::path out = path("interrupted");
  testing::ChildProcess process(experiment(spec, out, {"--rows", "backbone"}), options());
  const RunFolder run(out / "runs" / "backbone-s1");
  ASSERT_TRUE(testing::eventually([&] { return run.status().step >= 3; }));
  process.send(SIGINT);
  const auto ending = process.wait(seconds(60));
  ASSERT_TRUE(ending.has_value());
  EXPECT_EQ(ending->exitCode, 4) << ending->err;
  EXPECT_NE(ending->err.find("0 of 1 runs are finished"), std::string::npos) << ending->err;
  EXPECT_NE(ending->err.find("goes on where this one stopped"), std::string::npos);
  EXPECT_EQ(run.status().state, RunState::stopped);
  const auto step = run.status().step;
  EXPECT_GT(step, 0);
  testing::ChildProcess again(experiment(spec, out, {"--rows", "backbone"}), options());
  ASSERT_TRUE(testing::eventually([&] { return run.status().step > step; })) << "goes on where it was";
  again.send(SIGINT);
  EXPECT_EQ(again.wait(seconds(60)).value_or(testing::Ending{}).exitCode, 4);
}

TEST_F(ExperimentTest, TablesSayWhatTheyAre) {
  const fs::path spec = specFile("said", 2, {{"seeds", 2}});
  const auto ending = testing::runProgram(
      experiment(spec, path("said"), {"--robustness", "jpeg,contrast", "--severity", "2,4", "--json"}), options());
  ASSERT_EQ(ending.exitCode, 0) << ending.err;
  const Json json = Json::parse(ending.out);
  const Json& row = json["groups"][0]["rows"]["full"];
  for (const char* column : {"top1", "tagAuc", "top1@strong", "top1@damaged"}) {
    EXPECT_EQ(row[column]["n"], 2) << column;
    EXPECT_TRUE(row[column]["difference"].is_object()) << column;
  }
  EXPECT_EQ(json["groups"][0]["rows"]["backbone"]["tagAuc"]["n"], 2);  // read from the classes
  EXPECT_EQ(row["damage"].size(), 2U);
  const std::string text = testing::readText(path("said") / "table.md");
  for (const char* part : {"2 seeds; split `test`", "Made by `marcie-cli experiment ", "--robustness jpeg,contrast",
                           "strong: ", "mean over severities 2, 4"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
  // A run of an experiment is a run like any other, and what it kept agrees with evaluate.
  const auto evaluated = run({"evaluate", (path("said") / "runs" / "full-s2").string(), "--json"});
  ASSERT_EQ(evaluated.exitCode, 0) << evaluated.err;
  EXPECT_EQ(Json::parse(evaluated.out)["top1"], row["top1"]["values"]["2"]);

  const auto robust =
      run({"robustness", (path("said") / "runs" / "backbone-s1").string(), (path("said") / "runs" / "full-s1").string(),
           "--corruptions", "jpeg,contrast", "--severity", "2,4", "--json", "--out", path("robust").string()});
  ASSERT_EQ(robust.exitCode, 0) << robust.err;
  const Json findings = Json::parse(robust.out);
  EXPECT_NEAR(findings["runs"][1]["corrupted"].get<double>(), row["top1@damaged"]["values"]["1"].get<double>(), 1e-9);
  EXPECT_EQ(findings["comparisons"][0]["against"], "backbone-s1");
  EXPECT_NE(testing::readText(path("robust") / "robustness.md").find("most and least affected classes"),
            std::string::npos);
  EXPECT_EQ(run({"robustness", path("said").string()}).exitCode, 3) << "not a run";
  EXPECT_EQ(run({"robustness", (path("said") / "runs" / "full-s1").string(), "--severity", "6"}).exitCode, 2);
}

TEST_F(ExperimentTest, RowsStartFromTheSharedPhaseZero) {
  const fs::path spec =
      specFile("warm", 1, {{"seeds", 1}, {"phase0", {{"options", {{"model", {{"phases", {{"joint", 2}}}}}}}}}});
  Json json = *parseJsonText(testing::readText(spec));
  json["rows"][1]["startFromPhase0"] = true;
  testing::writeText(spec, json.dump());
  const auto ending = testing::runProgram(experiment(spec, path("warm")), options());
  ASSERT_EQ(ending.exitCode, 0) << ending.err;
  const auto start = RunFolder(path("warm") / "runs" / "full-s1").spec();
  EXPECT_NE(start->model.weights.find("phase0-s1/checkpoints/"), std::string::npos) << start->model.weights;
  EXPECT_TRUE(RunFolder(path("warm") / "runs" / "backbone-s1").spec()->model.weights.empty());
  EXPECT_EQ(testing::runProgram(experiment(spec, path("warm")), options()).exitCode, 0) << "and again";
}

TEST_F(ExperimentTest, OtherDataOrOptionsInTheSameFolderAreRefusedByName) {
  const fs::path spec = specFile("refused", 1, {{"seeds", 1}});
  const fs::path out = path("refused");
  ASSERT_EQ(testing::runProgram(experiment(spec, out), options()).exitCode, 0);
  const std::string table = testing::readText(out / "table.md");
  auto other = experiment(spec, out);
  fs::copy(kitchen(), path("copy"), fs::copy_options::recursive);
  other[4] = path("copy").string();
  const auto moved = testing::runProgram(other, options());
  EXPECT_EQ(moved.exitCode, 2) << moved.err;
  EXPECT_NE(moved.err.find("data.path is"), std::string::npos) << moved.err;
  const auto wider = testing::runProgram(experiment(spec, out, {"--set", "model.labelSmoothing=0.2"}), options());
  EXPECT_EQ(wider.exitCode, 2);
  EXPECT_NE(wider.err.find("model.labelSmoothing is 0.1, planned is 0.2"), std::string::npos) << wider.err;
  EXPECT_EQ(testing::readText(out / "table.md"), table) << "left as it was";
}

TEST_F(ExperimentTest, ImpossibleCombinationsAreAllNamedBeforeAnythingStarts) {
  const fs::path spec = specFile("impossible", 1);
  Json json = *parseJsonText(testing::readText(spec));
  json["rows"].push_back({{"name", "a"}, {"options", {{"model", {{"fusion", "concatt"}}}}}});
  json["rows"].push_back({{"name", "b"}, {"options", {{"model", {{"cdr", {{"samplingSteps", 11}}}}}}}});
  testing::writeText(spec, json.dump());
  const auto ending = testing::runProgram(experiment(spec, path("impossible")), options());
  EXPECT_EQ(ending.exitCode, 2);
  EXPECT_NE(ending.err.find("row a: model.fusion"), std::string::npos) << ending.err;
  EXPECT_NE(ending.err.find("row b: model.cdr.samplingSteps"), std::string::npos) << ending.err;
  EXPECT_FALSE(fs::exists(path("impossible")));
}

TEST_F(ExperimentTest, ARunThatFailsDoesNotEndTheOthers) {
  const fs::path spec = specFile("failing", 2, {{"seeds", 1}});
  Json json = *parseJsonText(testing::readText(spec));
  const Json lost{{"name", "lost"}, {"options", {{"model", {{"variant", "full"}}}}}};
  json["rows"].insert(json["rows"].begin(), lost);
  json["rows"][0]["options"]["model"]["weights"] = path("nothing.safetensors").string();
  testing::writeText(spec, json.dump());
  const auto ending = testing::runProgram(experiment(spec, path("failing")), options());
  EXPECT_EQ(ending.exitCode, 1) << ending.err;
  EXPECT_NE(ending.err.find("failed: lost, seed 1"), std::string::npos) << ending.err;
  const std::string table = testing::readText(path("failing") / "table.md");
  EXPECT_NE(table.find("lost, seed 1 failed"), std::string::npos) << table;
  EXPECT_NE(table.find("| full | top-1 |"), std::string::npos) << table;
}

TEST_F(ExperimentTest, ListsAndSaysWhatItNeeds) {
  const auto list = run({"experiment", "--list"});
  EXPECT_EQ(list.exitCode, 0);
  EXPECT_NE(list.out.find("ablation"), std::string::npos);
  EXPECT_EQ(run({"experiment", "ablation"}).exitCode, 2);
  const auto slip = run({"experiment", "ablaton", "--data", kitchen(), "--out", path("slip").string()});
  EXPECT_EQ(slip.exitCode, 3);
  EXPECT_NE(slip.err.find("Did you mean 'ablation'?"), std::string::npos) << slip.err;
}

}  // namespace
}  // namespace marcie::cli
