// What goes wrong in real life, through the real program: a clear sentence, the right exit code, and nothing lost.
#include <algorithm>
#include <csignal>

#include "tests/cli/cli_harness.h"

namespace marcie::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// The command under a limit on the size of files: what a full disk looks like, without root rights. The signal is
// ignored, so that write() fails as it does on a disk.
std::vector<std::string> withFileLimit(std::uintmax_t bytes, const std::vector<std::string>& command) {
  std::vector<std::string> words{"/bin/bash", "-c",
                                 "trap '' XFSZ; ulimit -f " + std::to_string(bytes / 1024) + "; exec \"$@\"", "bash"};
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

std::vector<std::string> withData(std::vector<std::string> command, const fs::path& data) {
  *(std::find(command.begin(), command.end(), "--data") + 1) = data.string();
  return command;
}

std::uintmax_t newestCheckpointBytes(const fs::path& run) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(run / "checkpoints")) bytes = std::max(bytes, entry.file_size());
  return bytes;
}

class BadInputTest : public CliTest {
 protected:
  // A copy of the kitchen whose first pictures for training may be spoilt.
  static std::vector<fs::path> copyOfKitchen(const fs::path& to) {
    fs::copy(kitchen(), to, fs::copy_options::recursive);
    std::vector<fs::path> pictures;
    const std::string list = testing::readText(to / "samples.csv");
    for (const auto line : split(list, '\n')) {
      if (line.find(",train,") == std::string_view::npos) continue;
      pictures.push_back(to / std::string(line.substr(0, line.find(','))));
    }
    return pictures;
  }
};

TEST_F(BadInputTest, DamagedPicturesAreNamedAndTheRestTrains) {
  const auto pictures = copyOfKitchen(path("damaged"));
  ASSERT_GE(pictures.size(), 8U);
  const std::string whole = testing::readText(pictures[0]);
  testing::writeText(pictures[0], whole.substr(0, whole.size() / 2));
  testing::writeText(pictures[1], "");
  testing::writeText(pictures[2], "Dear reader, this is a letter and no picture.");
  fs::remove(pictures[3]);

  const auto inspected = run({"data", "inspect", path("damaged").string(), "--json"});
  ASSERT_EQ(inspected.exitCode, 0) << inspected.err;
  const Json json = Json::parse(inspected.out);
  EXPECT_EQ(json["images"], 44);
  EXPECT_EQ(json["problemCount"], 4);
  for (int i = 0; i < 4; ++i) {
    const std::string name = pictures[static_cast<std::size_t>(i)].filename().string();
    const auto& problems = json["problems"];
    const auto it = std::find_if(problems.begin(), problems.end(), [&](const Json& problem) {
      return has(problem["path"].get<std::string>(), name) && !problem["reason"].get<std::string>().empty();
    });
    EXPECT_NE(it, problems.end()) << name << " is not named in " << problems.dump(1);
  }

  const fs::path out = path("damaged_run");
  const auto trained = testing::runProgram(withData(trainCommand(out, 1), path("damaged")), options());
  EXPECT_EQ(trained.exitCode, 0) << trained.err;
  EXPECT_EQ(RunFolder(out).status().state, RunState::completed);
}

TEST_F(BadInputTest, AFullDiskKeepsTheCheckpointBeforeAndTheRunGoesOnLater) {
  const fs::path out = path("full_disk");
  const auto begun = testing::runProgram(trainCommand(out, 2), options());
  ASSERT_EQ(begun.exitCode, 0) << begun.err;
  const auto step = RunFolder(out).status().step;
  const std::string before = newestTensors(out);

  const auto more = command({"train", "--out", out.string(), "--more-epochs", "2"});
  const auto full = testing::runProgram(withFileLimit(newestCheckpointBytes(out) / 2, more), options());
  EXPECT_EQ(full.exitCode, 1) << full.err;
  EXPECT_TRUE(has(full.err, "Free some space")) << full.err;
  EXPECT_EQ(newestTensors(out), before) << "what was saved before is still there";
  EXPECT_EQ(RunFolder(out).status().state, RunState::failed);
  for (const auto& entry : fs::directory_iterator(out / "checkpoints")) {
    EXPECT_EQ(entry.path().extension(), ".safetensors") << entry.path() << " is debris";
  }

  const auto resumed = run({"train", "--out", out.string(), "--resume"});
  ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
  EXPECT_EQ(RunFolder(out).status().state, RunState::completed);
  EXPECT_EQ(RunFolder(out).status().step, 2 * step);
}

TEST_F(BadInputTest, ACheckpointOfAnotherModelIsNotTrainedOn) {
  const fs::path small = path("small_model"), wide = path("wide_model");
  ASSERT_EQ(testing::runProgram(trainCommand(small, 1), options()).exitCode, 0);
  ASSERT_EQ(testing::runProgram(trainCommand(wide, 1, {"--set", "model.dim=24"}), options()).exitCode, 0);
  fs::remove_all(small / "checkpoints");
  fs::copy(wide / "checkpoints", small / "checkpoints", fs::copy_options::recursive);
  const auto resumed = run({"train", "--out", small.string(), "--more-epochs", "1"});
  EXPECT_EQ(resumed.exitCode, 1) << resumed.err;
  EXPECT_TRUE(has(resumed.err, "checkpoint")) << resumed.err;
}

TEST_F(BadInputTest, ListsSayWhatIsWrongWithThem) {
  fs::create_directories(path("lists"));
  testing::writeText(path("lists") / "columns.csv", "file,dish\na.jpg,curry\n");
  auto ending = run({"data", "inspect", (path("lists") / "columns.csv").string()});
  EXPECT_EQ(ending.exitCode, 3) << ending.err;
  EXPECT_TRUE(has(ending.err, "dish") && has(ending.err, "image")) << "found and wanted: " << ending.err;

  // A byte order mark, CRLF, quotes around a comma, Latin-1: all read, the encoding is mentioned.
  const auto pictures = copyOfKitchen(path("spelt"));
  std::string list = "\xEF\xBB\xBFimage,label,split,tags\r\n";
  for (std::size_t i = 0; i < 12; ++i) {
    const std::string file = fs::relative(pictures[i], path("spelt")).string();
    list += '"' + file + "\",\"" + (i % 2 == 0 ? "soup, hot" : "salad") + "\",train,\r\n";
  }
  testing::writeText(path("spelt") / "samples.csv", list);
  ending = run({"data", "inspect", path("spelt").string(), "--json"});
  ASSERT_EQ(ending.exitCode, 0) << ending.err;
  EXPECT_TRUE(has(ending.out, "soup, hot")) << ending.out;
  EXPECT_EQ(Json::parse(ending.out)["images"], 12);
}

TEST_F(BadInputTest, AClassWithoutTrainingPicturesIsSaidAndTrainsAllTheSame) {
  copyOfKitchen(path("onesided"));
  std::string list = testing::readText(path("onesided") / "samples.csv");
  const auto lines = split(list, '\n');
  const auto cells = split(lines[1], ',');
  const std::string label(cells[1]);
  std::string changed(lines[0]);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::string line(lines[i]);
    const auto at = line.find("," + label + ",train,");
    if (at != std::string::npos) line.replace(at, label.size() + 8, "," + label + ",test,");
    changed += "\n" + line;
  }
  testing::writeText(path("onesided") / "samples.csv", changed);
  const auto inspected = run({"data", "inspect", path("onesided").string(), "--json"});
  ASSERT_EQ(inspected.exitCode, 0) << inspected.err;
  EXPECT_TRUE(has(inspected.out, "no training pictures and can never be predicted: " + label)) << inspected.out;
  const auto trained =
      testing::runProgram(withData(trainCommand(path("onesided_run"), 1), path("onesided")), options());
  EXPECT_EQ(trained.exitCode, 0) << trained.err;
}

TEST_F(BadInputTest, ResumedTwiceIsOneContinuousCurve) {
  const fs::path out = path("twice");
  std::int64_t reached = 0;
  for (int session = 0; session < 3; ++session) {
    const auto words = session == 0 ? trainCommand(out, 4000) : command({"train", "--out", out.string(), "--resume"});
    testing::ChildProcess trainer(words, options());
    ASSERT_TRUE(testing::eventually([&] { return RunFolder(out).status().step >= reached + 4; }));
    trainer.send(SIGINT);
    const auto ending = trainer.wait(seconds(60));
    ASSERT_TRUE(ending.has_value());
    EXPECT_EQ(ending->exitCode, 4) << ending->err;
    reached = RunFolder(out).status().step;
  }
  std::int64_t expected = 1;
  int ends = 0;
  for (const auto& event : eventsWithoutTimes(out)) {
    ends += event["type"] == "runFinished" ? 1 : 0;
    if (event["type"] != "stepEnd") continue;
    EXPECT_EQ(event["step"], expected) << "a step twice, or a gap";
    ++expected;
  }
  EXPECT_EQ(expected - 1, reached);
  EXPECT_EQ(ends, 1);
}

}  // namespace
}  // namespace marcie::cli
