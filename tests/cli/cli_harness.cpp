#include "tests/cli/cli_harness.h"

#include <algorithm>

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

const std::vector<std::pair<std::string, std::string>>& tinyOptions() {
  static const std::vector<std::pair<std::string, std::string>> options{
      {"data.imageSize", "32"}, {"data.cacheSize", "32"}, {"trainer.batchSize", "8"}, {"trainer.threads", "1"},
      {"model.width", "8"},     {"model.dim", "16"},      {"model.cdr.hidden", "16"}, {"model.cdr.steps", "10"},
  };
  return options;
}

std::uint64_t littleEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 8; i-- > 0;) value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
  return value;
}

}  // namespace

std::unique_ptr<testing::TempFolder> CliTest::folder_;

testing::ChildOptions CliTest::options() {
  testing::ChildOptions options;
  options.environment = {{"MARCIE_HOME", path("home").string()}, {"MARCIE_CACHE_DIR", path("cache").string()}};
  return options;
}

std::vector<std::string> CliTest::command(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), MARCIE_BIN_DIR "/marcie-cli");
  return arguments;
}

std::string CliTest::kitchen() {
  const fs::path out = path("kitchen");
  if (!fs::exists(out)) {
    const auto made = run({"data", "synth", "kitchen", "--out", out.string(), "--classes", "4", "--images", "48",
                           "--image-size", "48", "--users", "5"});
    if (made.exitCode != 0) ADD_FAILURE() << made.err;
  }
  return out.string();
}

std::vector<std::string> CliTest::trainCommand(const fs::path& out, int epochs, std::vector<std::string> more) {
  std::vector<std::string> arguments{"train", "--data", kitchen(), "--out", out.string()};
  for (const auto& [key, value] : tinyOptions()) {
    arguments.push_back("--set");
    arguments.push_back(key + "=" + value);
  }
  arguments.push_back("--set");
  arguments.push_back("model.phases.joint=" + std::to_string(epochs));
  arguments.insert(arguments.end(), more.begin(), more.end());
  return command(std::move(arguments));
}

Json CliTest::tinySpec(int epochs) {
  Json patch = Json::object();
  for (const auto& [key, value] : tinyOptions()) {
    EXPECT_TRUE(addAssignment(key + "=" + value, patch));
  }
  patch["model"]["phases"]["joint"] = epochs;
  patch["data"]["path"] = kitchen();
  return patch;
}

std::vector<Json> eventsWithoutTimes(const fs::path& run) {
  std::vector<Json> events;
  const std::string text = testing::readText(run / "events.jsonl");
  for (const auto line : split(text, '\n')) {
    if (line.empty()) continue;
    auto json = parseJsonText(line);
    if (!json) {
      ADD_FAILURE() << "damaged line: " << line;
      continue;
    }
    EXPECT_EQ(json->erase("wallTime"), 1U);
    events.push_back(std::move(*json));
  }
  return events;
}

std::string newestTensors(const fs::path& run) {
  std::vector<std::pair<long, fs::path>> found;
  for (const auto& entry : fs::directory_iterator(run / "checkpoints")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("step-")) found.emplace_back(std::stol(name.substr(5)), entry.path());
  }
  if (found.empty()) {
    ADD_FAILURE() << "no checkpoint in " << run;
    return {};
  }
  const std::string bytes = testing::readText(std::max_element(found.begin(), found.end())->second);
  const auto length = static_cast<std::size_t>(littleEndian(bytes));
  Json header = Json::parse(bytes.substr(8, length));
  header.erase("__metadata__");
  return header.dump() + bytes.substr(8 + length);
}

}  // namespace marcie::cli
