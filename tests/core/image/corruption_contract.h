// What every corruption owes.
#pragma once

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image::testing {

// Discs of several colours and sizes on a ramp: structure at several scales, no symmetry.
inline cv::Mat structuredPicture(int side) {
  cv::Mat picture(side, side, CV_8UC3);
  Rng rng(5);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      picture.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(40 + 120 * x / side),
                                     static_cast<std::uint8_t>(60 + 90 * y / side), 90};
    }
  }
  for (int i = 0; i < 25; ++i) {
    const double cx = rng.uniform(0, side);
    const double cy = rng.uniform(0, side);
    const double radius = rng.uniform(.03, .14) * side;
    const cv::Vec3b colour(static_cast<std::uint8_t>(rng.below(256)), static_cast<std::uint8_t>(rng.below(256)),
                           static_cast<std::uint8_t>(rng.below(256)));
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        if ((x - cx) * (x - cx) + (y - cy) * (y - cy) < radius * radius) picture.at<cv::Vec3b>(y, x) = colour;
      }
    }
  }
  return picture;
}

// Mean absolute difference over some seeds.
inline double meanDamage(const CorruptionEntry& entry, const cv::Mat& picture, double severity) {
  double damage = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const cv::Mat damaged = entry.apply(picture, severity, seed);
    damage += cv::norm(damaged, picture, cv::NORM_L1) / static_cast<double>(picture.total()) / 3 / 8;
  }
  return damage;
}

inline void expectSeveritiesBetween(const CorruptionEntry& entry, const cv::Mat& picture) {
  const double mild = meanDamage(entry, picture, 1);
  EXPECT_LT(meanDamage(entry, picture, .1), mild);
  EXPECT_LT(meanDamage(entry, picture, .001), mild);
  const double middle = meanDamage(entry, picture, 2.5);
  EXPECT_GT(middle, mild);
  EXPECT_LT(middle, meanDamage(entry, picture, 4));
  EXPECT_GT(cv::norm(entry.apply(picture, 2.5, 1), entry.apply(picture, 2, 1), cv::NORM_INF), 0);
  EXPECT_THROW((void)entry.apply(picture, 5.01, 1), std::invalid_argument);
  EXPECT_THROW((void)entry.apply(picture, std::nan(""), 1), std::invalid_argument);
}

// Size and type are kept, the input is not touched, severity 0 changes nothing, the same seed gives the same bytes, and
// each severity does more damage than the one before; those
// between do what lies between, and a little of it does little.
inline void expectCorruptionContract(const CorruptionEntry& entry) {
  EXPECT_FALSE(entry.title.empty());
  EXPECT_FALSE(entry.help.empty());
  const cv::Mat picture = structuredPicture(96);
  const cv::Mat untouched = picture.clone();
  EXPECT_EQ(cv::norm(picture, entry.apply(picture, 0, 1), cv::NORM_INF), 0);
  double before = 0;
  for (int severity = 1; severity <= kSeverities; ++severity) {
    const double damage = meanDamage(entry, picture, severity);
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      const cv::Mat once = entry.apply(picture, severity, seed);
      ASSERT_EQ(once.size(), picture.size());
      ASSERT_EQ(once.type(), CV_8UC3);
      ASSERT_NE(once.data, picture.data);
      EXPECT_EQ(cv::norm(once, entry.apply(picture, severity, seed), cv::NORM_INF), 0) << "seed " << seed;
    }
    EXPECT_GT(damage, before) << "severity " << severity;
    before = damage;
  }
  EXPECT_EQ(cv::norm(picture, untouched, cv::NORM_INF), 0);
  EXPECT_GT(before, 3) << "the worst severity is visible";
  expectSeveritiesBetween(entry, picture);
  const cv::Mat oblong = picture(cv::Rect(3, 10, 70, 41));  // not square, not continuous
  EXPECT_EQ(entry.apply(oblong, 3, 1).size(), oblong.size());
  EXPECT_EQ(entry.apply(cv::Mat(1, 1, CV_8UC3, cv::Scalar(1, 2, 3)), 5, 1).size(), cv::Size(1, 1));
  EXPECT_THROW((void)entry.apply(picture, 6, 1), std::invalid_argument);
  EXPECT_THROW((void)entry.apply(cv::Mat(4, 4, CV_8UC1), 1, 1), std::invalid_argument);
}

}  // namespace marcie::image::testing
