// What a person at a terminal gets to see: help, exit codes, sentences.
#include <algorithm>

#include "tests/cli/cli_harness.h"

namespace marcie::cli {
namespace {

class UsageTest : public CliTest {
 protected:
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
};

TEST_F(UsageTest, WrongUseExitsWithTwoAndSaysSoOnStderr) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"trian"},
                                             {"train"},
                                             {"train", "--out"},
                                             {"runs"},
                                             {"info", "--jsn"},
                                             {"lens", "x", "y", "--severity", "5.5"},
                                             {"lens", "x", "y", "--severity", "1;2"},
                                             {"evaluate", "x", "--split", "all"}}) {
    const auto ending = run(arguments);
    EXPECT_EQ(ending.exitCode, 2) << ::testing::PrintToString(arguments);
    EXPECT_TRUE(ending.out.empty()) << ending.out;
    EXPECT_FALSE(ending.err.empty());
  }
}

TEST_F(UsageTest, EveryCommandExplainsEveryOption) {
  const auto top = run({"--help"});
  EXPECT_EQ(top.exitCode, 0);
  EXPECT_TRUE(has(top.out, "4 interrupted")) << "exit codes are part of the help";
  const auto all = run({"--help-all"});  // one start of the program for all commands but those within a command
  const auto inspect = run({"data", "inspect", "--help"});
  const auto synth = run({"data", "synth", "kitchen", "--help"});
  for (const auto* ending : {&all, &inspect, &synth}) EXPECT_EQ(ending->exitCode, 0);
  for (const char* command : {"info", "data", "train", "evaluate", "explain-loss", "experiment", "robustness", "encode",
                              "embed", "export", "predict", "project", "runs", "serve"}) {
    EXPECT_TRUE(has(all.out, "\n" + std::string(command) + "\n")) << command;
  }
  // Every line that names an option also says something about it, on the same line or the next.
  std::vector<std::string> lines;
  const std::string text = all.out + inspect.out + synth.out;
  for (const auto line : split(text, '\n')) lines.emplace_back(line);
  std::size_t options = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!trimmed(lines[i]).starts_with("-")) continue;
    ++options;
    const bool here = lines[i].size() > 34 && lines[i].find_first_not_of(' ', 34) != std::string::npos;
    const bool next = i + 1 < lines.size() && lines[i + 1].starts_with("          ");
    EXPECT_TRUE(here || next) << lines[i];
  }
  EXPECT_GE(options, 66U);
}

TEST_F(UsageTest, HelpOptionsListsEveryKeyWithDefault) {
  const auto help = run({"train", "--help-options"});
  EXPECT_EQ(help.exitCode, 0) << help.err;
  const Json defaults = toJson(RunSpec{});
  for (const auto* group : {"model", "trainer", "augment", "data"}) {
    for (const auto& [key, value] : defaults[group].items()) {
      EXPECT_TRUE(has(help.out, std::string("  ") + group + "." + key)) << group << "." << key;
    }
  }
  EXPECT_TRUE(has(help.out, "trainer.learningRate\n      number from 0 to 10; default 0.05"));
  EXPECT_TRUE(has(help.out, "small_resnet | resnet18 | resnet34"));
  EXPECT_TRUE(has(run({"train", "--help"}).out, help.out)) << "--help tells them, too";
}

TEST_F(UsageTest, AllProblemsOfASpecAtOnce) {
  const auto ending = run({"train", "--data", ".", "--out", path("bad").string(), "--set", "trainer.learningRat=1",
                           "--set", "trainer.batchSize=0", "--set", "model.encoder=small_resnit", "--set", "novalue"});
  EXPECT_EQ(ending.exitCode, 2);
  EXPECT_TRUE(has(ending.err, "4 problems")) << ending.err;
  EXPECT_TRUE(has(ending.err, "did you mean 'learningRate'?")) << ending.err;
  EXPECT_TRUE(has(ending.err, "trainer.batchSize: must be between 2 and 4096, is 0")) << ending.err;
  EXPECT_TRUE(has(ending.err, "did you mean 'small_resnet'?")) << ending.err;
  EXPECT_TRUE(has(ending.err, "'novalue' is not key=value")) << ending.err;
  EXPECT_FALSE(std::filesystem::exists(path("bad")));
}

TEST_F(UsageTest, UnknownPresetAndTask) {
  auto ending = run({"train", "--data", ".", "--out", path("bad").string(), "--preset", "quik"});
  EXPECT_EQ(ending.exitCode, 2);
  EXPECT_TRUE(has(ending.err, "Did you mean 'quick'?")) << ending.err;
  ending = run({"train", "--data", ".", "--out", path("bad").string(), "--task", "marent"});
  EXPECT_EQ(ending.exitCode, 2);
  EXPECT_TRUE(has(ending.err, "marnet")) << ending.err;
}

TEST_F(UsageTest, MissingThingsAreDataErrors) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"train", "--data", path("gone").string(), "--out", path("x").string()},
                                             {"train", "--out", path("gone").string(), "--resume"},
                                             {"evaluate", path("gone").string()},
                                             {"explain-loss", path("gone").string()},
                                             {"robustness", path("gone").string()},
                                             {"predict", path("gone").string(), "a.jpg"},
                                             {"runs", path("gone").string()},
                                             {"data", "inspect", path("gone").string()}}) {
    const auto ending = run(arguments);
    EXPECT_EQ(ending.exitCode, 3) << ::testing::PrintToString(arguments) << ending.err;
    EXPECT_TRUE(has(ending.err, "gone")) << ending.err;
    EXPECT_TRUE(ending.out.empty());
  }
}

TEST_F(UsageTest, AFolderThatNobodyKnowsLeavesNoRunBehind) {
  std::filesystem::create_directories(path("papers"));
  testing::writeText(path("papers") / "letter.txt", "dear reader");
  const auto ending = run({"train", "--data", path("papers").string(), "--out", path("fromPapers").string()});
  EXPECT_EQ(ending.exitCode, 3) << ending.err;
  EXPECT_FALSE(std::filesystem::exists(path("fromPapers"))) << "the next try may use the name";
}

TEST_F(UsageTest, ARunFolderThatExistsIsNeverOverwritten) {
  std::filesystem::create_directories(path("mine"));
  testing::writeText(path("mine") / "thesis.txt", "keep");
  auto ending = testing::runProgram(trainCommand(path("mine"), 1), options());
  EXPECT_EQ(ending.exitCode, 2);
  EXPECT_TRUE(has(ending.err, "hint: Choose another folder")) << ending.err;
  EXPECT_EQ(testing::readText(path("mine") / "thesis.txt"), "keep");

  ASSERT_TRUE(RunFolder::create(path("run"), RunSpec{}));
  ending = testing::runProgram(trainCommand(path("run"), 1), options());
  EXPECT_EQ(ending.exitCode, 2);
  EXPECT_TRUE(has(ending.err, "--resume")) << ending.err;
}

TEST_F(UsageTest, InfoIsStableJson) {
  const auto first = run({"info", "--json"});
  ASSERT_EQ(first.exitCode, 0) << first.err;
  const Json json = Json::parse(first.out);
  for (const auto* key : {"version", "device", "threads", "memoryBytes", "libraries", "catalogs", "runsRoot"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  EXPECT_EQ(json["runsRoot"], path("home").string() + "/runs");
  EXPECT_EQ(run({"info", "--json"}).out, first.out);
  EXPECT_TRUE(has(run({"info"}).out, "LibTorch"));
}

TEST_F(UsageTest, SynthWritesTheSameBytesForTheSameSeed) {
  const auto make = [](const std::string& out, const std::string& seed) {
    return run({"data", "synth", "kitchen", "--out", path(out).string(), "--classes", "2", "--images", "8", "--seed",
                seed, "--users", "2"});
  };
  ASSERT_EQ(make("s1", "5").exitCode, 0);
  ASSERT_EQ(make("s2", "5").exitCode, 0);
  ASSERT_EQ(make("s3", "6").exitCode, 0);
  std::size_t files = 0;
  std::size_t different = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path("s1"))) {
    if (!entry.is_regular_file()) continue;
    const auto relative = std::filesystem::relative(entry.path(), path("s1"));
    const std::string bytes = testing::readText(entry.path());
    EXPECT_EQ(bytes, testing::readText(path("s2") / relative)) << relative;
    different += bytes != testing::readText(path("s3") / relative) ? 1 : 0;
    ++files;
  }
  EXPECT_GT(files, 8U);
  EXPECT_GE(different, 8U) << "another seed draws other pictures";
  const auto again = make("s1", "5");
  EXPECT_EQ(again.exitCode, 2) << "an existing folder is left alone";
  EXPECT_EQ(run({"data", "synth", "kitchen", "--out", path("s4").string(), "--classes", "99"}).exitCode, 2);
}

TEST_F(UsageTest, InspectCountsTheKitchen) {
  const auto ending = run({"data", "inspect", kitchen(), "--json"});
  ASSERT_EQ(ending.exitCode, 0) << ending.err;
  const Json json = Json::parse(ending.out);
  EXPECT_EQ(json["images"], 48);
  EXPECT_EQ(json["classes"].size(), 4U);
  EXPECT_EQ(json["reader"], "csv_list");
  EXPECT_EQ(run({"data", "inspect", kitchen(), "--json"}).out, ending.out);
  EXPECT_TRUE(has(run({"data", "inspect", kitchen()}).out, "train / val / test"));
}

}  // namespace
}  // namespace marcie::cli
