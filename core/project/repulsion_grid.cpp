// Interpolation on a grid (Linderman, Rachh, Hoskins, Steinerberger, Kluger 2019).
//
// Their sums use the kernel q² with charges 1, y and y·y and take differences of large numbers, which needs double
// precision. Here the kernels are q, q²·dx and q²·dy themselves with charge 1: one image is transformed forward and
// three back, nothing cancels, and float is enough. The kernels' transforms stay until the grid changes, and it changes
// seldom: the width of its boxes takes few values.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/project/convolution.h"
#include "core/project/repulsion.h"

namespace marcie::project {
namespace {

constexpr std::int64_t kNodes = 4;         // per box and axis: three leave 8 % of the force on thin maps
constexpr std::int64_t kFewestBoxes = 50;  // per axis
constexpr std::int64_t kMostBoxes = 750;   // beyond, boxes grow: 6000² nodes are 1 GB
constexpr double kWidestBox = 1;           // the kernels vary over distances of about one
constexpr double kWidthStep = 1.25;

class GridRepulsion : public Repulsion {
 public:
  double sum(const std::vector<float>& map, std::vector<float>& force, Crew& crew) override {
    const auto n = static_cast<std::int64_t>(map.size() / 2);
    place(map, crew);
    sortIntoBoxes(map, n, crew);
    crew.run(boxes_, [&](std::int64_t row) { spread(map, row); });
    convolution_->convolve(crew);
    std::vector<double> parts(static_cast<std::size_t>(boxes_), 0);
    crew.run(boxes_, [&](std::int64_t row) { parts[static_cast<std::size_t>(row)] = gather(map, row, force); });
    double z = -static_cast<double>(n);  // a point's own q
    for (const double part : parts) z += part;
    return std::max(z, 1e-12);
  }

 private:
  // Chooses the grid for where the points are now.
  void place(const std::vector<float>& map, Crew& crew) {
    std::array<float, 2> low{map[0], map[1]}, high = low;
    for (std::size_t i = 0; i < map.size(); i += 2) {
      low[0] = std::min(low[0], map[i]);
      high[0] = std::max(high[0], map[i]);
      low[1] = std::min(low[1], map[i + 1]);
      high[1] = std::max(high[1], map[i + 1]);
    }
    const double extent = std::max({high[0] - low[0], high[1] - low[1], 1e-12F}) * 1.0001;
    std::int64_t boxes = kFewestBoxes;
    double width = kWidestBox;
    if (extent > kFewestBoxes * kWidestBox) {
      // In steps of a tenth, so that a map that grows keeps its grid for a while.
      while (static_cast<double>(boxes) * kWidestBox < extent && boxes < kMostBoxes) boxes += boxes / 10;
      boxes = std::min(boxes, kMostBoxes);
      if (static_cast<double>(boxes) * kWidestBox < extent) width = extent / static_cast<double>(boxes);
    } else {
      width = std::pow(kWidthStep, std::ceil(std::log(extent / kFewestBoxes) / std::log(kWidthStep)));
      width = std::min(width, kWidestBox);
    }
    if (!convolution_ || boxes != boxes_) {
      convolution_ = std::make_unique<Convolution>(boxes * kNodes);
      width_ = 0;
    }
    boxes_ = boxes;
    if (width != width_) {
      width_ = width;
      setKernels(crew);
    }
    for (std::size_t axis = 0; axis < 2; ++axis) {
      origin_[axis] = static_cast<float>((low[axis] + high[axis]) / 2 - static_cast<double>(boxes) * width / 2);
    }
  }

  void setKernels(Crew& crew) {
    const double spacing = width_ / kNodes;
    convolution_->setKernels(
        [spacing](int k, std::int64_t dy, std::int64_t dx) {
          const double x = static_cast<double>(dx) * spacing, y = static_cast<double>(dy) * spacing;
          const double q = 1 / (1 + x * x + y * y);
          return static_cast<float>(k == 0 ? q : q * q * (k == 1 ? x : y));
        },
        crew);
  }

  // Column and row of the box that a point is in.
  [[nodiscard]] std::array<std::int64_t, 2> boxOf(const float* point) const {
    std::array<std::int64_t, 2> box;
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const float at = (point[axis] - origin_[axis]) / static_cast<float>(width_);
      box[axis] = std::clamp<std::int64_t>(static_cast<std::int64_t>(at), 0, boxes_ - 1);
    }
    return box;
  }

  void sortIntoBoxes(const std::vector<float>& map, std::int64_t n, Crew& crew) {
    box_.resize(static_cast<std::size_t>(n));
    crew.pieces(n, 4096, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t) {
      for (std::int64_t i = begin; i < end; ++i) {
        const auto box = boxOf(map.data() + 2 * i);
        box_[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(box[1] * boxes_ + box[0]);
      }
    });
    start_.assign(static_cast<std::size_t>(boxes_ * boxes_) + 1, 0);
    for (const std::int32_t box : box_) ++start_[static_cast<std::size_t>(box) + 1];
    for (std::size_t b = 1; b < start_.size(); ++b) start_[b] += start_[b - 1];
    next_.assign(start_.begin(), start_.end() - 1);
    order_.resize(static_cast<std::size_t>(n));
    for (std::int64_t i = 0; i < n; ++i) {
      const auto box = static_cast<std::size_t>(box_[static_cast<std::size_t>(i)]);
      order_[static_cast<std::size_t>(next_[box]++)] = static_cast<std::int32_t>(i);
    }
  }

  // Lagrange weights of a box's four nodes, which lie at 1/8, 3/8, 5/8 and 7/8 of its width.
  [[nodiscard]] std::array<float, kNodes> weights(float at, std::int64_t box, std::size_t axis) const {
    const float u = ((at - origin_[axis]) / static_cast<float>(width_) - static_cast<float>(box)) * kNodes - 2;
    const float a = u + 1.5F, b = u + 0.5F, c = u - 0.5F, d = u - 1.5F;
    return {-b * c * d / 6, a * c * d / 2, -a * b * d / 2, a * b * c / 6};
  }

  // The charges of one row of boxes onto its rows of nodes.
  void spread(const std::vector<float>& map, std::int64_t row) {
    std::array<float*, kNodes> to;
    for (std::int64_t k = 0; k < kNodes; ++k) {
      to[static_cast<std::size_t>(k)] = convolution_->inputRow(row * kNodes + k);
      std::fill_n(to[static_cast<std::size_t>(k)], convolution_->nodes(), 0.0F);
    }
    for (std::int64_t column = 0; column < boxes_; ++column) {
      const auto box = static_cast<std::size_t>(row * boxes_ + column);
      for (std::int64_t s = start_[box]; s < start_[box + 1]; ++s) {
        const float* point = map.data() + 2 * static_cast<std::int64_t>(order_[static_cast<std::size_t>(s)]);
        const auto wx = weights(point[0], column, 0);
        const auto wy = weights(point[1], row, 1);
        for (std::size_t y = 0; y < kNodes; ++y) {
          for (std::size_t x = 0; x < kNodes; ++x) {
            to[y][column * kNodes + static_cast<std::int64_t>(x)] += wy[y] * wx[x];
          }
        }
      }
    }
  }

  // Potentials at the points of one row of boxes. Returns their Σ q.
  double gather(const std::vector<float>& map, std::int64_t row, std::vector<float>& force) const {
    std::array<std::array<const float*, kNodes>, Convolution::kKernels> from;
    for (int k = 0; k < Convolution::kKernels; ++k) {
      for (std::int64_t y = 0; y < kNodes; ++y) {
        from[static_cast<std::size_t>(k)][static_cast<std::size_t>(y)] = convolution_->outputRow(k, row * kNodes + y);
      }
    }
    double z = 0;
    for (std::int64_t column = 0; column < boxes_; ++column) {
      const auto box = static_cast<std::size_t>(row * boxes_ + column);
      for (std::int64_t s = start_[box]; s < start_[box + 1]; ++s) {
        const auto i = static_cast<std::size_t>(order_[static_cast<std::size_t>(s)]);
        const auto wx = weights(map[2 * i], column, 0);
        const auto wy = weights(map[2 * i + 1], row, 1);
        std::array<float, Convolution::kKernels> value{};
        for (std::size_t k = 0; k < value.size(); ++k) {
          for (std::size_t y = 0; y < kNodes; ++y) {
            const float* nodes = from[k][y] + column * kNodes;
            value[k] += wy[y] * (wx[0] * nodes[0] + wx[1] * nodes[1] + wx[2] * nodes[2] + wx[3] * nodes[3]);
          }
        }
        z += static_cast<double>(value[0]);
        force[2 * i] = value[1];
        force[2 * i + 1] = value[2];
      }
    }
    return z;
  }

  std::unique_ptr<Convolution> convolution_;
  std::int64_t boxes_ = 0;
  double width_ = 0;
  std::array<float, 2> origin_{};
  std::vector<std::int32_t> box_, order_;   // of each point; points by box
  std::vector<std::int64_t> start_, next_;  // of each box in order_
};

}  // namespace

std::unique_ptr<Repulsion> makeGridRepulsion() {
  return std::make_unique<GridRepulsion>();
}

}  // namespace marcie::project
