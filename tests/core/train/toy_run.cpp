#include "tests/core/train/toy_run.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <opencv2/core/mat.hpp>
#include <torch/torch.h>

#include "core/base/random.h"
#include "core/base/strings.h"
#include "core/image/decode.h"

namespace marcie::train::fixtures {
namespace fs = std::filesystem;
namespace {

constexpr int kSide = 24;
constexpr int kClasses = 3;
constexpr int kTags = 5;

cv::Mat toyPicture(int label, int tag, Rng& rng) {
  cv::Mat picture(kSide, kSide, CV_8UC3);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      auto* pixel = picture.ptr<std::uint8_t>(y) + 3 * x;
      const bool square = x / 5 == tag && y / 8 == 1;
      for (int c = 0; c < 3; ++c) {
        pixel[c] = static_cast<std::uint8_t>((square ? 240 : c == label ? 150 : 60) - static_cast<int>(rng.below(40)));
      }
    }
  }
  return picture;
}

}  // namespace

void writeToyData(const fs::path& folder, bool withTags) {
  ::setenv("MARCIE_CACHE_DIR", (folder.parent_path() / "cache").c_str(), 1);
  fs::create_directories(folder / "images");
  std::ofstream list(folder / "samples.csv");
  list << "image,label,split" << (withTags ? ",tags" : "") << "\n";
  Rng rng(4);
  const std::pair<const char*, int> splits[] = {{"train", 24}, {"val", 9}, {"test", 9}};
  for (const auto& [split, count] : splits) {
    for (int i = 0; i < count; ++i) {
      const int label = i % kClasses;
      const int tag = static_cast<int>(rng.below(kTags));
      const std::string name = std::string("images/") + split + std::to_string(i) + ".png";
      const auto png = image::encodePng(toyPicture(label, tag, rng));
      ASSERT_TRUE(png.ok());
      std::ofstream(folder / name, std::ios::binary) << *png;
      list << name << ",class" << label << "," << split;
      if (withTags) list << ",tag" << tag << "|tag" << (tag + label + 1) % kTags;
      list << "\n";
    }
  }
}

RunSpec toySpec(const fs::path& data) {
  RunSpec spec;
  spec.data.path = data.string();
  spec.data.imageSize = 16;
  spec.data.cacheSize = 20;
  spec.model.width = 4;
  spec.model.dim = 16;
  spec.model.cdr.hidden = 16;
  spec.model.phases.joint = 2;
  spec.trainer.batchSize = 8;
  spec.trainer.threads = 1;
  spec.trainer.device = Device::cpu;
  return spec;
}

std::string timelessEvents(const RunFolder& folder) {
  std::string result;
  const std::string events = marcie::testing::readText(folder.eventsFile());
  for (const auto line : split(events, '\n')) {
    if (line.empty()) continue;
    Json json = Json::parse(line);
    json.erase("wallTime");
    result += json.dump() + "\n";
  }
  return result;
}

void expectSameWeights(const RunFolder& a, const RunFolder& b) {
  const auto one = readCheckpoint(listCheckpoints(a).at(0));
  const auto two = readCheckpoint(listCheckpoints(b).at(0));
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(one->meta.step, two->meta.step);
  const auto compare = [](const NamedTensors& x, const NamedTensors& y) {
    ASSERT_EQ(x.size(), y.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_EQ(x[i].first, y[i].first);
      EXPECT_TRUE(torch::equal(x[i].second, y[i].second)) << x[i].first;
    }
  };
  compare(one->model, two->model);
  compare(one->average, two->average);
  compare(one->optimizer, two->optimizer);
}

}  // namespace marcie::train::fixtures
