#include "core/image/corruption.h"

#include <array>

#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
namespace {

TEST(CorruptionTest, FindsByNameInTheOrderOfTheCatalog) {
  const std::vector<std::string> all{"all"};
  EXPECT_EQ(findCorruptions(all)->size(), corruptions().size());
  EXPECT_EQ(corruptions().size(), 14U);
  const std::vector<std::string> two{"scale", "jpeg"};
  const auto found = findCorruptions(two);
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[0]->name, "jpeg");
}

TEST(CorruptionTest, NamesEveryUnknownOneWithTheNearest) {
  const std::vector<std::string> wrong{"jpg", "scale", "fog"};
  const auto found = findCorruptions(wrong);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, ErrorCode::usage);
  EXPECT_NE(found.error().message.find("'jpg'; did you mean 'jpeg'?"), std::string::npos) << found.error().message;
  EXPECT_NE(found.error().message.find("'fog'"), std::string::npos);
  EXPECT_EQ(found.error().message.find("'scale'"), std::string::npos);
  EXPECT_FALSE(findCorruptions({}).ok());
}

TEST(CorruptionTest, WholeSeveritiesHaveTheFiguresOfTheTableToTheBit) {
  constexpr Severities table{.1, .55, .3, 1.0 / 3, 7.7};
  for (int severity = 1; severity <= kSeverities; ++severity) {
    EXPECT_EQ(detail::at(table, 100, severity), table[static_cast<std::size_t>(severity - 1)]);
  }
  EXPECT_EQ(detail::at(table, 100, 0), 100);
  EXPECT_DOUBLE_EQ(detail::at(table, 1.1, .25), 1.1 - .25);
  EXPECT_DOUBLE_EQ(detail::at(table, 100, 1.5), .325);
  EXPECT_DOUBLE_EQ(detail::at(table, 100, 4.9), 1.0 / 3 + .9 * (7.7 - 1.0 / 3));
}

// What measurements that are kept in run folders were made of.
TEST(CorruptionTest, WholeSeveritiesDoWhatTheyAlwaysDid) {
  const std::vector<std::string> flattens{"contrast"}, scatters{"gaussian_noise"};
  const auto contrast = findCorruptions(flattens);
  const auto noise = findCorruptions(scatters);
  ASSERT_TRUE(contrast.ok() && noise.ok());
  const cv::Mat picture = testing::structuredPicture(48);
  const cv::Scalar mean = cv::mean(picture);
  const double grey = (mean[0] + mean[1] + mean[2]) / 3;
  constexpr std::array<double, 5> kContrastLeft{.75, .55, .40, .27, .15};
  constexpr std::array<double, 5> kNoise{10, 18, 28, 40, 56};
  for (std::size_t i = 0; i < kSeverities; ++i) {
    const int severity = static_cast<int>(i) + 1;
    cv::Mat flat;
    picture.convertTo(flat, -1, kContrastLeft[i], (1 - kContrastLeft[i]) * grey);
    EXPECT_EQ(cv::norm(flat, contrast->front()->apply(picture, severity, 7), cv::NORM_INF), 0);
    cv::Mat noisy = picture.clone();
    Rng rng(7);
    for (auto& pixel : cv::Mat_<cv::Vec3b>(noisy)) {
      for (int c = 0; c < 3; ++c) pixel[c] = detail::toByte(pixel[c] + kNoise[i] * rng.normal());
    }
    EXPECT_EQ(cv::norm(noisy, noise->front()->apply(picture, severity, 7), cv::NORM_INF), 0);
  }
}

}  // namespace
}  // namespace marcie::image
