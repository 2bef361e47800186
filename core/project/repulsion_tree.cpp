// Barnes-Hut: far cells of a quadtree act as one point.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/project/repulsion.h"

namespace marcie::project {
namespace {

constexpr int kDepth = 16;          // bits of a coordinate; deeper cells are not split
constexpr std::uint32_t kLeaf = 8;  // points of a cell that is not worth splitting

std::uint32_t spreadBits(std::uint32_t v) {  // abcd → 0a0b0c0d
  v = (v | (v << 8U)) & 0x00FF00FFU;
  v = (v | (v << 4U)) & 0x0F0F0F0FU;
  v = (v | (v << 2U)) & 0x33333333U;
  return (v | (v << 1U)) & 0x55555555U;
}

struct Node {
  float x = 0, y = 0, mass = 0, width = 0;
  std::uint32_t begin = 0, end = 0;   // of the sorted points
  std::uint32_t child = 0, next = 0;  // first child (0 = leaf) and what follows when the whole node is done
};

class TreeRepulsion : public Repulsion {
 public:
  explicit TreeRepulsion(double theta) : thetaSquared_(static_cast<float>(theta * theta)) {}

  double sum(const std::vector<float>& map, std::vector<float>& force, Crew& crew) override {
    build(map);
    constexpr std::int64_t kPiece = 128;
    const auto n = static_cast<std::int64_t>(order_.size());
    std::vector<double> parts(static_cast<std::size_t>(Crew::pieceCount(n, kPiece)), 0);
    // In the order of the tree: points of a piece are near each other and walk the same nodes.
    crew.pieces(n, kPiece, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t number) {
      double z = 0;
      for (std::int64_t s = begin; s < end; ++s) z += walk(static_cast<std::uint32_t>(s), force);
      parts[static_cast<std::size_t>(number)] = z;
    });
    double z = 0;
    for (const double part : parts) z += part;
    return z;
  }

 private:
  void build(const std::vector<float>& map) {
    const std::size_t n = map.size() / 2;
    std::array<float, 2> low{map[0], map[1]}, high = low;
    for (std::size_t i = 0; i < map.size(); ++i) {
      low[i % 2] = std::min(low[i % 2], map[i]);
      high[i % 2] = std::max(high[i % 2], map[i]);
    }
    const float width = std::max({high[0] - low[0], high[1] - low[1], 1e-30F}) * 1.0001F;
    const float scale = static_cast<float>(1U << kDepth) / width;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> keyed(n);
    for (std::size_t i = 0; i < n; ++i) {
      const auto cell = [&](std::size_t axis) {
        return std::min<std::uint32_t>(static_cast<std::uint32_t>((map[2 * i + axis] - low[axis]) * scale),
                                       (1U << kDepth) - 1);
      };
      keyed[i] = {spreadBits(cell(0)) | (spreadBits(cell(1)) << 1U), static_cast<std::uint32_t>(i)};
    }
    std::sort(keyed.begin(), keyed.end());
    order_.resize(n);
    codes_.resize(n);
    points_.resize(2 * n);
    for (std::size_t s = 0; s < n; ++s) {
      codes_[s] = keyed[s].first;
      order_[s] = keyed[s].second;
      points_[2 * s] = map[2 * static_cast<std::size_t>(order_[s])];
      points_[2 * s + 1] = map[2 * static_cast<std::size_t>(order_[s]) + 1];
    }
    nodes_.clear();
    addNode(0, static_cast<std::uint32_t>(n), 0, width);
  }

  // Depth first: a node's children follow it, and `next` skips them.
  void addNode(std::uint32_t begin, std::uint32_t end, int depth, float width) {
    const std::size_t self = nodes_.size();
    nodes_.emplace_back();
    double x = 0, y = 0;
    for (std::uint32_t s = begin; s < end; ++s) {
      x += points_[2 * s];
      y += points_[2 * s + 1];
    }
    const double mass = end - begin;
    nodes_[self] = {
        static_cast<float>(x / mass), static_cast<float>(y / mass), static_cast<float>(mass), width, begin, end, 0, 0};
    if (end - begin > kLeaf && depth < kDepth) {
      nodes_[self].child = static_cast<std::uint32_t>(self + 1);
      const auto shift = static_cast<std::uint32_t>(2 * (kDepth - 1 - depth));
      for (std::uint32_t from = begin; from < end;) {
        const std::uint32_t quarter = codes_[from] >> shift;
        std::uint32_t to = from;
        while (to < end && (codes_[to] >> shift) == quarter) ++to;
        addNode(from, to, depth + 1, width / 2);
        from = to;
      }
    }
    nodes_[self].next = static_cast<std::uint32_t>(nodes_.size());
  }

  double walk(std::uint32_t s, std::vector<float>& force) const {
    const float x = points_[2 * s], y = points_[2 * s + 1];
    float fx = 0, fy = 0;
    double z = 0;
    for (std::uint32_t k = 0; k < nodes_.size();) {
      const Node& node = nodes_[k];
      const float dx = x - node.x, dy = y - node.y;
      const float squared = dx * dx + dy * dy;
      const bool inside = node.begin <= s && s < node.end;
      if (!inside && node.width * node.width < thetaSquared_ * squared) {
        const float q = 1 / (1 + squared);
        z += static_cast<double>(node.mass * q);
        fx += node.mass * q * q * dx;
        fy += node.mass * q * q * dy;
        k = node.next;
      } else if (node.child != 0) {
        k = node.child;
      } else {
        for (std::uint32_t other = node.begin; other < node.end; ++other) {
          if (other == s) continue;
          const float ox = x - points_[2 * other], oy = y - points_[2 * other + 1];
          const float q = 1 / (1 + ox * ox + oy * oy);
          z += static_cast<double>(q);
          fx += q * q * ox;
          fy += q * q * oy;
        }
        k = node.next;
      }
    }
    force[2 * static_cast<std::size_t>(order_[s])] = fx;
    force[2 * static_cast<std::size_t>(order_[s]) + 1] = fy;
    return z;
  }

  float thetaSquared_;
  std::vector<std::uint32_t> codes_, order_;
  std::vector<float> points_;  // sorted
  std::vector<Node> nodes_;
};

}  // namespace

std::unique_ptr<Repulsion> makeTreeRepulsion(double theta) {
  return std::make_unique<TreeRepulsion>(theta);
}

}  // namespace marcie::project
