// An engine in this process, behind real pipes, with folders of its own.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "core/engine/server.h"
#include "tests/support/frame_client.h"
#include "tests/support/temp_folder.h"

namespace marcie::engine {

// The program that stands in for marcie-cli records its arguments in RUN/started.txt and then runs `trainerScript`.
class EngineHarness {
 public:
  explicit EngineHarness(const std::string& trainerScript = "exit 0");
  ~EngineHarness();

  [[nodiscard]] testing::FrameClient& client() { return *client_; }
  [[nodiscard]] std::filesystem::path runsRoot() const { return folder_.path() / "runs"; }
  [[nodiscard]] std::filesystem::path sampleRoot() const { return folder_.path() / "samples" / "kitchen"; }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

  // Ends the input and waits; returns what Server::run() returned.
  int finish();

  // A folder-per-class data set of plain pictures: classes red, green, blue; `perClass` pictures each.
  [[nodiscard]] std::filesystem::path makePictures(int perClass = 10);
  // A run folder that was made but not trained.
  [[nodiscard]] RunFolder makeRun(const std::string& name);

 private:
  testing::TempFolder folder_;
  std::array<int, 2> toEngine_{}, fromEngine_{};
  std::unique_ptr<Server> server_;
  std::unique_ptr<testing::FrameClient> client_;
  std::thread thread_;
  int result_ = -1;
};

class EngineTest : public ::testing::Test {
 protected:
  EngineHarness engine;
  [[nodiscard]] testing::FrameClient& client() { return engine.client(); }
};

}  // namespace marcie::engine
