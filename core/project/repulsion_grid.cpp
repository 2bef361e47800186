// Interpolation on a grid (Linderman, Rachh, Hoskins, Steinerberger, Kluger 2019).
//
// Their sums use the kernel q² with charges 1, y and y·y and take differences of large numbers, which needs double
// precision. Here the kernels are q, q²·dx and q²·dy themselves with charge 1: one image is transformed forward and
// three back, nothing cancels, and float is enough. The kernels' transforms stay until the grid changes, and it changes
// seldom: the width of its boxes takes few values.
//
// They interpolate within a box, which at its edges means to extrapolate: the error there is ten times that between the
// middle nodes. Here every point uses the four nodes around it, of whatever boxes they are.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/project/convolution.h"
#include "core/project/repulsion.h"

namespace marcie::project {
namespace {

constexpr std::int64_t kNodes = 4;         // per box and axis, and around a point
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
    crew.run(convolution_->nodes(),
             [&](std::int64_t y) { std::fill_n(convolution_->inputRow(y), convolution_->nodes(), 0.0F); });
    // Points reach two rows of nodes beyond their row of boxes: every other row at a time, in a fixed order.
    for (std::int64_t first = 0; first < 2; ++first) {
      crew.run((boxes_ + 1 - first) / 2, [&](std::int64_t i) { spread(map, 2 * i + first); });
    }
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

  // The nodes of one axis that a point uses, and their Lagrange weights. Node k lies at (k + 1/2) / kNodes box widths.
  struct Stencil {
    std::int64_t first = 0;
    std::array<float, kNodes> weight{};
  };
  [[nodiscard]] Stencil stencil(float at, std::size_t axis) const {
    const float place = (at - origin_[axis]) / static_cast<float>(width_) * kNodes - 0.5F;
    Stencil s;
    s.first = std::clamp<std::int64_t>(static_cast<std::int64_t>(place + 1) - 2, 0, boxes_ * kNodes - kNodes);
    const float u = place - static_cast<float>(s.first + 1);  // in [0, 1) but at the rim of the grid
    s.weight = {-u * (u - 1) * (u - 2) / 6, (u + 1) * (u - 1) * (u - 2) / 2, -(u + 1) * u * (u - 2) / 2,
                (u + 1) * u * (u - 1) / 6};
    return s;
  }

  // The charges of one row of boxes onto the rows of nodes around it.
  void spread(const std::vector<float>& map, std::int64_t row) {
    float* const image = convolution_->inputRow(0);
    const std::int64_t pitch = convolution_->inputRow(1) - image;
    for (std::int64_t s = start_[index(row)]; s < start_[index(row + 1)]; ++s) {
      const float* point = map.data() + 2 * static_cast<std::int64_t>(order_[static_cast<std::size_t>(s)]);
      const Stencil x = stencil(point[0], 0), y = stencil(point[1], 1);
      float* to = image + y.first * pitch + x.first;
      for (const float charge : y.weight) {
        for (std::size_t j = 0; j < kNodes; ++j) to[j] += charge * x.weight[j];
        to += pitch;
      }
    }
  }

  // Potentials at the points of one row of boxes. Returns their Σ q.
  double gather(const std::vector<float>& map, std::int64_t row, std::vector<float>& force) const {
    std::array<const float*, Convolution::kKernels> image;
    for (int k = 0; k < Convolution::kKernels; ++k) image[static_cast<std::size_t>(k)] = convolution_->outputRow(k, 0);
    const std::int64_t pitch = convolution_->outputRow(0, 1) - image[0];
    double z = 0;
    for (std::int64_t s = start_[index(row)]; s < start_[index(row + 1)]; ++s) {
      const auto i = static_cast<std::size_t>(order_[static_cast<std::size_t>(s)]);
      const Stencil x = stencil(map[2 * i], 0), y = stencil(map[2 * i + 1], 1);
      std::array<float, Convolution::kKernels> value{};
      for (std::size_t k = 0; k < value.size(); ++k) {
        const float* nodes = image[k] + y.first * pitch + x.first;
        for (const float weight : y.weight) {
          value[k] += weight * (x.weight[0] * nodes[0] + x.weight[1] * nodes[1] + x.weight[2] * nodes[2] +
                                x.weight[3] * nodes[3]);
          nodes += pitch;
        }
      }
      z += static_cast<double>(value[0]);
      force[2 * i] = value[1];
      force[2 * i + 1] = value[2];
    }
    return z;
  }
  // Of a row's first box in start_.
  [[nodiscard]] std::size_t index(std::int64_t row) const { return static_cast<std::size_t>(row * boxes_); }

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
