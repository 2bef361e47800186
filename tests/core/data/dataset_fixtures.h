// Data sets made on the spot for tests.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/data/reader.h"
#include "tests/core/image/picture_fixtures.h"
#include "tests/support/shared_data.h"

namespace marcie::test {

// A folder of its own that is removed at the end.
class TempFolder {
 public:
  TempFolder() {
    static int counter = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("marcie_test_" + std::to_string(::getpid()) + "_" + std::to_string(++counter));
    std::filesystem::create_directories(path_);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  void write(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }

 private:
  std::filesystem::path path_;
};

// A small JPEG whose pixels depend on `number`, so that no two have the same bytes.
inline std::string tinyPicture(int number, int width = 24, int height = 18) {
  cv::Mat bgr = quadrants(width, height);
  bgr(cv::Rect(2, 2, width / 3, height / 3)) = cv::Scalar(number * 37 % 256, number * 101 % 256, number * 53 % 256);
  return encoded(bgr, ".png");
}

inline DataOptions optionsFor(const std::filesystem::path& path) {
  DataOptions options;
  options.path = path.string();
  return options;
}

inline std::int64_t countOf(const data::Dataset& dataset, data::Split split) {
  return static_cast<std::int64_t>(dataset.indicesOf(split).size());
}

inline std::vector<std::string> tagNames(const data::Dataset& dataset, const data::Sample& sample) {
  std::vector<std::string> names;
  for (const auto tag : sample.tags) names.push_back(dataset.tags[static_cast<std::size_t>(tag)]);
  std::sort(names.begin(), names.end());
  return names;
}

inline const data::Sample* sampleNamed(const data::Dataset& dataset, const std::string& ending) {
  for (const auto& sample : dataset.samples) {
    if (sample.path.ends_with(ending)) return &sample;
  }
  return nullptr;
}

inline std::int64_t problemsOfKind(const data::Dataset& dataset, const std::string& kind) {
  return std::count_if(dataset.problems.begin(), dataset.problems.end(),
                       [&](const DataProblem& problem) { return problem.kind == kind; });
}

}  // namespace marcie::test

// Skips the test when shared data are not on this machine.
#define MARCIE_NEED_DATA(variable, name)                                                            \
  const auto variable##Found = ::marcie::testing::sharedData(name);                                 \
  if (!variable##Found) GTEST_SKIP() << "the real data '" << (name) << "' are not on this machine"; \
  const auto& variable = *variable##Found
