#include "core/project/procrustes.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace marcie::project {

void Similarity::apply(Matrix& map) const {
  for (std::int64_t i = 0; i < map.rows; ++i) {
    float* p = map.row(i);
    const double x = static_cast<double>(p[0]), y = static_cast<double>(p[1]);
    p[0] = static_cast<float>(scale * (x * rotation[0][0] + y * rotation[1][0]) + shift[0]);
    p[1] = static_cast<float>(scale * (x * rotation[0][1] + y * rotation[1][1]) + shift[1]);
  }
}

Similarity procrustes(const Matrix& moving, const Matrix& target) {
  const auto isFinite = [](const float* p) { return std::isfinite(p[0]) && std::isfinite(p[1]); };
  const auto asVector = [](const float* p) {
    return Eigen::RowVector2d(static_cast<double>(p[0]), static_cast<double>(p[1]));
  };
  std::vector<std::int64_t> rows;
  for (std::int64_t i = 0; i < std::min(moving.rows, target.rows); ++i) {
    if (isFinite(moving.row(i)) && isFinite(target.row(i))) rows.push_back(i);
  }
  Similarity result;
  if (rows.empty()) return result;
  Eigen::RowVector2d meanA(0, 0), meanB(0, 0);
  for (const std::int64_t i : rows) {
    meanA += asVector(moving.row(i)) / static_cast<double>(rows.size());
    meanB += asVector(target.row(i)) / static_cast<double>(rows.size());
  }
  Eigen::Matrix2d cross = Eigen::Matrix2d::Zero();
  double spread = 0;
  for (const std::int64_t i : rows) {
    const Eigen::RowVector2d a = asVector(moving.row(i)) - meanA;
    cross += a.transpose() * (asVector(target.row(i)) - meanB);
    spread += a.squaredNorm();
  }
  const Eigen::JacobiSVD<Eigen::Matrix2d> svd(cross, Eigen::ComputeFullU | Eigen::ComputeFullV);
  Eigen::Matrix2d rotation = Eigen::Matrix2d::Identity();
  if (spread > 0 && svd.singularValues().sum() > 0) {
    rotation = svd.matrixU() * svd.matrixV().transpose();
    result.scale = svd.singularValues().sum() / spread;
  }
  const Eigen::RowVector2d shift = meanB - result.scale * meanA * rotation;
  for (int r = 0; r < 2; ++r) {
    for (int c = 0; c < 2; ++c) result.rotation[r][c] = rotation(r, c);
    result.shift[r] = shift[r];
  }
  return result;
}

}  // namespace marcie::project
