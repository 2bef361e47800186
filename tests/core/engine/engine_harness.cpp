#include "tests/core/engine/engine_harness.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

#include <opencv2/core.hpp>

#include "core/image/decode.h"

namespace marcie::engine {
namespace fs = std::filesystem;

EngineHarness::EngineHarness(const std::string& trainerScript) {
  std::signal(SIGPIPE, SIG_IGN);
  const fs::path program = folder_ / "trainer.sh";
  testing::writeText(program, "#!/bin/sh\necho \"$@\" > \"$3/started.txt\"\n" + trainerScript + "\n");
  fs::permissions(program, fs::perms::owner_all);
  if (::pipe2(toEngine_.data(), O_CLOEXEC) != 0 || ::pipe2(fromEngine_.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("pipe2");
  }
  server_ = std::make_unique<Server>(toEngine_[0], fromEngine_[1], SessionOptions{program, runsRoot(), sampleRoot()});
  client_ = std::make_unique<testing::FrameClient>(toEngine_[1], fromEngine_[0]);
  thread_ = std::thread([this] {
    result_ = server_->run();
    ::close(fromEngine_[1]);
  });
}

EngineHarness::~EngineHarness() {
  finish();
  server_.reset();
  ::close(toEngine_[0]);
  ::close(fromEngine_[0]);
}

int EngineHarness::finish() {
  if (thread_.joinable()) {
    ::close(toEngine_[1]);
    thread_.join();
  }
  return result_;
}

fs::path EngineHarness::makePictures(int perClass) {
  const fs::path root = folder_ / "pictures";
  const std::array<std::pair<const char*, cv::Scalar>, 3> classes{
      {{"red", {220, 40, 40}}, {"green", {40, 200, 60}}, {"blue", {50, 60, 210}}}};
  for (const auto& [name, colour] : classes) {
    fs::create_directories(root / name);
    for (int i = 0; i < perClass; ++i) {
      cv::Mat picture(48, 64, CV_8UC3, colour);
      picture.at<cv::Vec3b>(i % 48, i % 64) = {255, 255, 255};  // no two files alike
      testing::writeText(root / name / (std::to_string(i) + ".png"), image::encodePng(picture).value());
    }
  }
  return root;
}

RunFolder EngineHarness::makeRun(const std::string& name) {
  RunSpec spec;
  spec.data.path = (folder_ / "pictures").string();
  fs::create_directories(runsRoot());
  return RunFolder::create(runsRoot() / name, spec).value();
}

}  // namespace marcie::engine
