// The real marcie-cli on a small kitchen, in folders of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/api/run_folder.h"
#include "core/options/json.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace marcie::cli {

// One temporary folder for all tests of a suite: pictures are drawn once.
class CliTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { folder_ = std::make_unique<testing::TempFolder>(); }
  static void TearDownTestSuite() { folder_.reset(); }

  [[nodiscard]] static std::filesystem::path path(const std::string& name) { return folder_->path() / name; }
  // Environment in which every file of the program lies in the temporary folder.
  [[nodiscard]] static testing::ChildOptions options();
  [[nodiscard]] static std::vector<std::string> command(std::vector<std::string> arguments);
  [[nodiscard]] static testing::Ending run(std::vector<std::string> arguments) {
    return testing::runProgram(command(std::move(arguments)), options());
  }
  // 48 pictures of 4 dishes, drawn on first use.
  [[nodiscard]] static std::string kitchen();
  // `train` on the kitchen with a tiny network: 3 steps an epoch, one thread.
  [[nodiscard]] static std::vector<std::string> trainCommand(const std::filesystem::path& out, int epochs,
                                                             std::vector<std::string> more = {});
  // The same options as a spec for the engine.
  [[nodiscard]] static Json tinySpec(int epochs);

 private:
  static std::unique_ptr<testing::TempFolder> folder_;
};

// Every event of a run without the one member that tells time.
[[nodiscard]] std::vector<Json> eventsWithoutTimes(const std::filesystem::path& run);
// Names, shapes and bytes of the tensors in the newest checkpoint of a run, read without the program's own reader.
[[nodiscard]] std::string newestTensors(const std::filesystem::path& run);

}  // namespace marcie::cli
