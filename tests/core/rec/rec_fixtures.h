// Small worlds of users and items for tests.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <opencv2/core/mat.hpp>
#include <opencv2/imgcodecs.hpp>

#include "core/rec/data/interactions.h"
#include "core/rec/data/split.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

namespace marcie::rec::test {

class DataFolder : public testing::TempFolder {
 public:
  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories((path() / name).parent_path());
    testing::writeText(path() / name, text);
  }
  // A picture of one colour with a stripe, so that pictures differ.
  void picture(const std::string& name, int colour, int width = 40, int height = 60) const {
    std::filesystem::create_directories((path() / name).parent_path());
    cv::Mat image(height, width, CV_8UC3, cv::Scalar(colour % 256, (colour * 7) % 256, (colour * 31) % 256));
    image.rowRange(colour % (height / 2), colour % (height / 2) + 8).setTo(cv::Scalar(255, 255, 255));
    cv::imwrite((path() / name).string(), image);
  }
};

// items named "i0"…, users "u0"…
struct Row {
  int user, item;
  std::int64_t time;
};
inline RecData makeData(int users, int items, const std::vector<Row>& rows) {
  RecData data;
  for (int u = 0; u < users; ++u) data.users.push_back("u" + std::to_string(u));
  for (int i = 0; i < items; ++i) {
    const std::string id = "i" + std::to_string(i);
    data.items.push_back({id, id, {}, {}, false});
  }
  for (const Row& row : rows) data.interactions.push_back({row.user, row.item, 1.0F, row.time});
  data.hasTimes = true;
  return data;
}

inline const RecProblem* problemOf(const std::vector<RecProblem>& problems, const std::string& kind) {
  for (const RecProblem& problem : problems) {
    if (problem.kind == kind) return &problem;
  }
  return nullptr;
}
// Of all reasons of that kind.
inline std::int64_t countOf(const RecData& data, const std::string& kind) {
  std::int64_t count = 0;
  for (const RecProblem& problem : data.problems) count += problem.kind == kind ? problem.count : 0;
  return count;
}
inline const Item* itemNamed(const RecData& data, const std::string& id) {
  for (const Item& item : data.items) {
    if (item.id == id) return &item;
  }
  return nullptr;
}
inline std::vector<std::string> termsOf(const RecData& data, const Item& item) {
  std::vector<std::string> terms;
  for (const auto index : item.annotations) terms.push_back(data.vocabulary[static_cast<std::size_t>(index)]);
  std::sort(terms.begin(), terms.end());
  return terms;
}
inline const Interaction* interactionOf(const RecData& data, const std::string& user, const std::string& item) {
  for (const Interaction& one : data.interactions) {
    if (data.users[static_cast<std::size_t>(one.user)] == user &&
        data.items[static_cast<std::size_t>(one.item)].id == item) {
      return &one;
    }
  }
  return nullptr;
}

}  // namespace marcie::rec::test

// Declares `name`, a folder of real data, or skips the test with a sentence.
#define MARCIE_NEED_REC_DATA(name, folder)                                                                        \
  const auto name##Found = ::marcie::testing::sharedData(folder);                                                 \
  if (!name##Found) GTEST_SKIP() << "needs " << (folder) << "; set MARCIE_TEST_DATA to the folder that holds it"; \
  const auto& name = *name##Found
