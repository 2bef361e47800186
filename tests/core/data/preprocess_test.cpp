#include "core/data/preprocess.h"

#include <cmath>
#include <cstring>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "core/data/batch.h"
#include "core/image/decode.h"

namespace marcie::data {
namespace {

cv::Mat noisy(int width, int height) {
  Rng rng(5);
  cv::Mat rgb(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < 3 * width; ++x) rgb.ptr(y)[x] = static_cast<std::uint8_t>(rng.below(256));
  }
  return rgb;
}

std::vector<float> training(const cv::Mat& square, int size, const AugmentOptions& options, std::uint64_t seed) {
  std::vector<float> out(static_cast<std::size_t>(size * size * 3));
  Rng rng(seed);
  trainingPixels(square, size, options, rng, out.data());
  return out;
}

double denormalised(float value, int channel) {
  return 255.0 * (static_cast<double>(value) * kImageStd[channel] + kImageMean[channel]);
}

TEST(PreprocessTest, NormalisesWithImageNetStatistics) {
  const cv::Mat square(8, 8, CV_8UC3, cv::Scalar(255, 0, 128));
  std::vector<float> out(8 * 8 * 3);
  evaluationPixels(square, 8, out.data());
  EXPECT_NEAR(out[0], (1.0 - 0.485) / 0.229, 1e-5);
  EXPECT_NEAR(out[1], (0.0 - 0.456) / 0.224, 1e-5);
  EXPECT_NEAR(out[2], (128.0 / 255 - 0.406) / 0.225, 1e-5);
}

// Prediction of a file sees what evaluation saw of the same file, bit for bit.
TEST(PreprocessTest, PredictionEqualsEvaluation) {
  const cv::Mat rgb = noisy(210, 150);
  const cv::Mat square = image::resizeAndCrop(rgb, 96);
  std::vector<float> evaluated(64 * 64 * 3);
  evaluationPixels(square, 64, evaluated.data());
  const at::Tensor predicted = imageToTensor(rgb, 64, 96);
  ASSERT_EQ(predicted.sizes(), (at::IntArrayRef{1, 3, 64, 64}));
  ASSERT_TRUE(predicted.is_contiguous(at::MemoryFormat::ChannelsLast));
  EXPECT_EQ(std::memcmp(predicted.const_data_ptr<float>(), evaluated.data(), evaluated.size() * sizeof(float)), 0);
}

TEST(PreprocessTest, WithoutAugmentationTrainingEqualsEvaluation) {
  const cv::Mat square = noisy(40, 40);
  AugmentOptions off;
  off.enabled = false;
  std::vector<float> evaluated(32 * 32 * 3);
  evaluationPixels(square, 32, evaluated.data());
  EXPECT_EQ(training(square, 32, off, 1), evaluated);
}

// A uniform picture stays uniform whatever the warp: no border creeps in.
TEST(PreprocessTest, TheWarpNeverShowsABorder) {
  const cv::Mat square(32, 32, CV_8UC3, cv::Scalar(90, 160, 220));
  AugmentOptions options;
  options.rotation = 45;
  options.colour = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto out = training(square, 24, options, seed);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const int channel = static_cast<int>(i % 3);
      ASSERT_NEAR(denormalised(out[i], channel), channel == 0 ? 90 : channel == 1 ? 160 : 220, 1.0);
    }
  }
}

// The crop keeps the share of the area that was asked for: on a ramp, the range of values tells the width.
TEST(PreprocessTest, CropsBetweenTheSmallestAndTheWholeArea) {
  cv::Mat ramp(96, 96, CV_8UC3);
  for (int y = 0; y < 96; ++y) {
    for (int x = 0; x < 96; ++x)
      ramp.at<cv::Vec3b>(y, x) = cv::Vec3b(static_cast<std::uint8_t>(2 * x), static_cast<std::uint8_t>(2 * y), 0);
  }
  AugmentOptions options;
  options.minCropArea = 0.4;
  options.rotation = 0;
  options.flip = false;
  options.colour = 0;
  double smallest = 2;
  double largest = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto out = training(ramp, 32, options, seed);
    const std::size_t last = 3 * (32 * 32 - 1);
    const double width = (denormalised(out[last], 0) - denormalised(out[0], 0)) / 2 * 32 / 31;
    const double height = (denormalised(out[last + 1], 1) - denormalised(out[1], 1)) / 2 * 32 / 31;
    const double share = width * height / (96 * 96);
    smallest = std::min(smallest, share);
    largest = std::max(largest, share);
  }
  EXPECT_NEAR(smallest, 0.4, 0.06);
  EXPECT_NEAR(largest, 0.97, 0.06);
}

TEST(PreprocessTest, MirrorsAboutHalf) {
  cv::Mat square(32, 32, CV_8UC3, cv::Scalar(0, 0, 0));
  square(cv::Rect(0, 0, 16, 32)) = cv::Scalar(255, 255, 255);
  AugmentOptions options;
  options.minCropArea = 1;
  options.rotation = 0;
  options.colour = 0;
  int mirrored = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const auto out = training(square, 32, options, seed);
    mirrored += out[3 * (16 * 32 + 2)] < 0 ? 1 : 0;
  }
  EXPECT_NEAR(mirrored, 200, 50);
  options.flip = false;
  for (std::uint64_t seed = 0; seed < 20; ++seed) EXPECT_GT(training(square, 32, options, seed)[3 * (16 * 32 + 2)], 0);
}

TEST(PreprocessTest, ColourStaysInRangeAndChangesBrightness) {
  const cv::Mat square(16, 16, CV_8UC3, cv::Scalar(200, 120, 60));
  AugmentOptions options;
  options.colour = 0.3;
  double low = 1e9;
  double high = -1e9;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto out = training(square, 16, options, seed);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double value = denormalised(out[i], static_cast<int>(i % 3));
      ASSERT_GE(value, -0.01);
      ASSERT_LE(value, 255.01);
    }
    low = std::min(low, denormalised(out[0], 0));
    high = std::max(high, denormalised(out[0], 0));
  }
  EXPECT_LT(low, 160);
  EXPECT_GT(high, 235);
}

TEST(PreprocessTest, RotatesUpToTheAngle) {
  // A bar along x: turned by up to 180° its far end appears anywhere.
  cv::Mat square(48, 48, CV_8UC3, cv::Scalar(0, 0, 0));
  square(cv::Rect(24, 22, 24, 4)) = cv::Scalar(255, 255, 255);
  AugmentOptions options;
  options.minCropArea = 1;
  options.flip = false;
  options.colour = 0;
  options.rotation = 180;
  int left = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto out = training(square, 48, options, seed);
    double moment = 0;
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 48; ++x) {
        moment += (x - 23.5) * denormalised(out[static_cast<std::size_t>(3 * (y * 48 + x))], 0);
      }
    }
    left += moment < 0 ? 1 : 0;
  }
  EXPECT_GT(left, 60);
  EXPECT_LT(left, 140);
}

TEST(PreprocessTest, CachesAtLeastThePictureSize) {
  DataOptions options;
  options.imageSize = 128;
  options.cacheSize = 96;
  EXPECT_EQ(cachedSide(options), 128);
}

}  // namespace
}  // namespace marcie::data
