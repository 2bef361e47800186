#include "core/project/pca.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/project/tiles.h"

namespace marcie::project {
namespace {

constexpr std::int64_t kLargestCovariance = 512;  // columns
constexpr std::int64_t kChunk = 256;              // rows whose products are summed in float before they go to double
constexpr std::uint64_t kPcaStream = 0x9CA;       // of random numbers

// Centred copy, rows padded with zeros to whole tiles; the total variance beside it.
struct Centred {
  Matrix points;
  double total = 0;
};

Centred centred(const Matrix& points) {
  std::vector<double> mean(static_cast<std::size_t>(points.columns));
  for (std::int64_t i = 0; i < points.rows; ++i) {
    for (std::int64_t c = 0; c < points.columns; ++c) mean[static_cast<std::size_t>(c)] += points.row(i)[c];
  }
  for (double& m : mean) m /= static_cast<double>(points.rows);
  Centred out{Matrix(points.rows, (points.columns + kTileColumns - 1) / kTileColumns * kTileColumns), 0};
  for (std::int64_t i = 0; i < points.rows; ++i) {
    float* to = out.points.row(i);
    for (std::int64_t c = 0; c < points.columns; ++c) {
      to[c] = static_cast<float>(points.row(i)[c] - mean[static_cast<std::size_t>(c)]);
      out.total += static_cast<double>(to[c]) * to[c];
    }
  }
  out.total /= static_cast<double>(points.rows);
  return out;
}

// Xᵀ X / rows, [columns, columns] with the padding.
bool covariance(const Matrix& x, Crew& crew, const StopToken& stop, Eigen::MatrixXd& out) {
  const std::int64_t panels = x.columns / kTileColumns;
  const std::int64_t bands = (x.columns + kTileRows - 1) / kTileRows;
  // One task a few bands of rows of the result; each reads the points once, in chunks that stay in the cache.
  const std::int64_t bandsPerTask = std::max<std::int64_t>(1, bands / 16);
  out = Eigen::MatrixXd::Zero(x.columns, x.columns);
  return crew.pieces(bands, bandsPerTask, stop, [&](std::int64_t first, std::int64_t last, std::int64_t) {
    std::vector<float> tile(kTileRows * kTileColumns);
    for (std::int64_t begin = 0; begin < x.rows && !stop.stopRequested(); begin += kChunk) {
      const std::int64_t steps = std::min(kChunk, x.rows - begin);
      for (std::int64_t band = first; band < last; ++band) {
        // The last band may stand before the end: its rows overlap the one before and are written twice, equally.
        const std::int64_t row = std::min(band * kTileRows, x.columns - kTileRows);
        for (std::int64_t panel = row / kTileColumns; panel < panels; ++panel) {
          dotTile(x.row(begin) + row, 1, x.columns, x.row(begin) + panel * kTileColumns, x.columns, steps, tile.data());
          for (std::int64_t r = band * kTileRows - row; r < kTileRows; ++r) {
            for (std::int64_t c = 0; c < kTileColumns; ++c) {
              out(row + r, panel * kTileColumns + c) += tile[static_cast<std::size_t>(r * kTileColumns + c)];
            }
          }
        }
      }
    }
  });
}

struct Directions {
  Eigen::MatrixXd vectors;  // [columns, components], unit, widest first
  Eigen::VectorXd values;
};

bool exactDirections(const Centred& data, std::int64_t columns, std::int64_t components, Crew& crew,
                     const StopToken& stop, Directions& out) {
  Eigen::MatrixXd matrix;
  if (!covariance(data.points, crew, stop, matrix) || stop.stopRequested()) return false;
  Eigen::MatrixXd square = matrix.topLeftCorner(columns, columns) / static_cast<double>(data.points.rows);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(square.selfadjointView<Eigen::Upper>());
  out.vectors = solver.eigenvectors().rowwise().reverse().leftCols(components);
  out.values = solver.eigenvalues().reverse().head(components);
  return true;
}

// Subspace iteration with 16 directions.
class Iteration {
 public:
  Iteration(const Matrix& x, Crew& crew, const StopToken& stop) : x_(x), crew_(crew), stop_(stop) {}

  bool run(std::uint64_t seed, std::int64_t columns, std::int64_t components, Directions& out) {
    constexpr int kMostRounds = 60;
    constexpr double kStill = 1e-7;  // relative change of a variance
    const std::int64_t width = (components + 8 + kTileColumns - 1) / kTileColumns * kTileColumns;
    Rng rng(deriveSeed(seed, kPcaStream));
    Eigen::MatrixXd q = Eigen::MatrixXd::Zero(x_.columns, width);
    for (Eigen::Index c = 0; c < width; ++c) {
      for (Eigen::Index r = 0; r < columns; ++r) q(r, c) = rng.normal();
    }
    Eigen::VectorXd last = Eigen::VectorXd::Zero(components);
    for (int round = 0; round < kMostRounds; ++round) {
      q = Eigen::HouseholderQR<Eigen::MatrixXd>(q).householderQ() * Eigen::MatrixXd::Identity(x_.columns, width);
      Eigen::MatrixXd z;
      if (!applyCovariance(q, z)) return false;
      // Rayleigh-Ritz: the eigenvectors within the subspace.
      const Eigen::MatrixXd small = q.transpose() * z;
      const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver((small + small.transpose()) / 2);
      out.vectors = (q * solver.eigenvectors().rowwise().reverse()).topLeftCorner(columns, components);
      out.values = solver.eigenvalues().reverse().head(components);
      const double change = (out.values - last).cwiseAbs().maxCoeff();
      if (change <= kStill * std::max(out.values.maxCoeff(), 1e-300)) break;
      last = out.values;
      q = z;
    }
    return true;
  }

 private:
  // z = Xᵀ (X q) / rows, in pieces of rows that are added in their order.
  bool applyCovariance(const Eigen::MatrixXd& q, Eigen::MatrixXd& z) {
    const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> direction = q.cast<float>();
    const std::int64_t width = q.cols();
    const std::int64_t piece = std::max<std::int64_t>(1024, x_.rows / 64);
    std::vector<Eigen::MatrixXf> parts(static_cast<std::size_t>(Crew::pieceCount(x_.rows, piece)));
    using Rows = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
    const bool whole =
        crew_.pieces(x_.rows, piece, stop_, [&](std::int64_t begin, std::int64_t end, std::int64_t number) {
          const Rows rows(x_.row(begin), end - begin, x_.columns);
          const Eigen::MatrixXf along = rows * direction;
          parts[static_cast<std::size_t>(number)] = rows.transpose() * along;
        });
    if (!whole) return false;
    z = Eigen::MatrixXd::Zero(x_.columns, width);
    for (const auto& part : parts) z += part.cast<double>();
    z /= static_cast<double>(x_.rows);
    return true;
  }
  const Matrix& x_;
  Crew& crew_;
  const StopToken& stop_;
};

}  // namespace

double Pca::explained(std::size_t count) const {
  double sum = 0;
  for (std::size_t i = 0; i < std::min(count, variance.size()); ++i) sum += variance[i];
  return total > 0 ? std::min(1.0, sum / total) : 0;
}

Result<Pca> principalComponents(const Matrix& points, std::int64_t components, std::uint64_t seed, Crew& crew,
                                const StopToken& stop) {
  const Error cancelled{ErrorCode::cancelled, "cancelled", {}, {}};
  const Centred data = centred(points);
  const std::int64_t kept = std::min(components, points.columns);
  Directions found;
  const bool whole = points.columns <= kLargestCovariance
                         ? exactDirections(data, points.columns, kept, crew, stop, found)
                         : Iteration(data.points, crew, stop).run(seed, points.columns, kept, found);
  if (!whole) return cancelled;
  Pca result;
  result.total = data.total;
  result.scores = Matrix(points.rows, components);
  result.directions = Matrix(components, points.columns);
  result.variance.assign(static_cast<std::size_t>(components), 0);
  for (std::int64_t k = 0; k < kept; ++k) {
    Eigen::VectorXd direction = found.vectors.col(k);
    Eigen::Index largest = 0;
    direction.cwiseAbs().maxCoeff(&largest);
    if (direction[largest] < 0) direction = -direction;
    for (std::int64_t c = 0; c < points.columns; ++c) {
      result.directions.row(k)[c] = static_cast<float>(direction[static_cast<Eigen::Index>(c)]);
    }
    result.variance[static_cast<std::size_t>(k)] = std::max(0.0, found.values[static_cast<Eigen::Index>(k)]);
  }
  const bool done = crew.pieces(points.rows, 1024, stop, [&](std::int64_t begin, std::int64_t end, std::int64_t) {
    for (std::int64_t i = begin; i < end; ++i) {
      for (std::int64_t k = 0; k < kept; ++k) {
        double sum = 0;
        const float* direction = result.directions.row(k);
        for (std::int64_t c = 0; c < points.columns; ++c)
          sum += static_cast<double>(data.points.row(i)[c]) * direction[c];
        result.scores.row(i)[k] = static_cast<float>(sum);
      }
    }
  });
  if (!done) return cancelled;
  return result;
}

}  // namespace marcie::project
