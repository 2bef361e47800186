#include "core/project/pca.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

// Points with standard deviation 10, 5, 2, 1, 1, … along directions that no axis is.
Matrix slanted(std::int64_t rows, std::int64_t columns) {
  Rng rng(3);
  std::vector<std::vector<double>> axes;
  for (int k = 0; k < 3; ++k) {
    std::vector<double> axis(static_cast<std::size_t>(columns));
    for (double& v : axis) v = rng.normal();
    for (const auto& other : axes) {
      double dot = 0;
      for (std::size_t c = 0; c < axis.size(); ++c) dot += axis[c] * other[c];
      for (std::size_t c = 0; c < axis.size(); ++c) axis[c] -= dot * other[c];
    }
    double norm = 0;
    for (const double v : axis) norm += v * v;
    for (double& v : axis) v /= std::sqrt(norm);
    axes.push_back(axis);
  }
  Matrix points(rows, columns);
  for (std::int64_t i = 0; i < rows; ++i) {
    const double along[3] = {10 * rng.normal(), 5 * rng.normal(), 2 * rng.normal()};
    for (std::int64_t c = 0; c < columns; ++c) {
      double v = 100 + 0.1 * rng.normal();
      for (std::size_t k = 0; k < 3; ++k) v += along[k] * axes[k][static_cast<std::size_t>(c)];
      points.row(i)[c] = static_cast<float>(v);
    }
  }
  return points;
}

TEST(PcaTest, FindsTheWidestDirections) {
  Crew crew(2);
  const auto pca = principalComponents(slanted(4000, 21), 3, 1, crew);
  ASSERT_TRUE(pca.ok());
  EXPECT_NEAR(std::sqrt(pca->variance[0]), 10, 0.4);
  EXPECT_NEAR(std::sqrt(pca->variance[1]), 5, 0.2);
  EXPECT_NEAR(std::sqrt(pca->variance[2]), 2, 0.1);
  EXPECT_GT(pca->explained(2), 0.96);
  EXPECT_LE(pca->explained(3), 1.0);
  // The scores have the variance that the components claim, and mean 0 although the points stand at 100.
  double sum = 0, squares = 0;
  for (std::int64_t i = 0; i < pca->scores.rows; ++i) {
    sum += static_cast<double>(pca->scores.row(i)[0]);
    squares += std::pow(static_cast<double>(pca->scores.row(i)[0]), 2);
  }
  EXPECT_NEAR(sum / 4000, 0, 1e-3);
  EXPECT_NEAR(squares / 4000, pca->variance[0], 1e-3 * pca->variance[0]);
}

TEST(PcaTest, TheLargestElementOfADirectionIsPositive) {
  Crew crew(1);
  const auto pca = principalComponents(slanted(500, 30), 3, 1, crew);
  ASSERT_TRUE(pca.ok());
  for (std::int64_t k = 0; k < 3; ++k) {
    float largest = 0;
    for (std::int64_t c = 0; c < 30; ++c) {
      if (std::abs(pca->directions.row(k)[c]) > std::abs(largest)) largest = pca->directions.row(k)[c];
    }
    EXPECT_GT(largest, 0);
  }
}

// More columns than the covariance is made for: the iteration must find what the decomposition would.
TEST(PcaTest, ManyColumnsGiveWhatFewDo) {
  Crew crew(2);
  const Matrix narrow = slanted(700, 40);
  Matrix wide(700, 600);
  for (std::int64_t i = 0; i < 700; ++i) std::copy_n(narrow.row(i), 40, wide.row(i) + 13);
  const auto few = principalComponents(narrow, 2, 1, crew);
  const auto many = principalComponents(wide, 2, 1, crew);
  ASSERT_TRUE(few.ok() && many.ok());
  for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(many->variance[k], few->variance[k], 1e-4 * few->variance[k]);
  for (std::int64_t i = 0; i < 700; i += 50) {
    EXPECT_NEAR(many->scores.row(i)[0], few->scores.row(i)[0], 0.02);
    EXPECT_NEAR(many->scores.row(i)[1], few->scores.row(i)[1], 0.02);
  }
}

TEST(PcaTest, IsTheSameForAnyNumberOfThreads) {
  Crew one(1), three(3);
  for (const std::int64_t columns : {37, 530}) {
    const Matrix points = slanted(900, columns);
    EXPECT_EQ(principalComponents(points, 2, 1, one)->scores.values,
              principalComponents(points, 2, 1, three)->scores.values);
  }
}

TEST(PcaTest, MissingComponentsAreZero) {
  Crew crew(1);
  Matrix line(50, 3);
  for (std::int64_t i = 0; i < 50; ++i) {
    for (std::int64_t c = 0; c < 3; ++c) line.row(i)[c] = static_cast<float>(i * (c + 1));
  }
  const auto pca = principalComponents(line, 5, 1, crew);
  ASSERT_TRUE(pca.ok());
  EXPECT_NEAR(pca->explained(1), 1, 1e-6);
  for (std::int64_t i = 0; i < 50; ++i) {
    EXPECT_NEAR(pca->scores.row(i)[1], 0, 1e-3);
    EXPECT_EQ(pca->scores.row(i)[4], 0);
  }
}

}  // namespace
}  // namespace marcie::project
