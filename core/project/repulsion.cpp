#include "core/project/repulsion.h"

#include "core/project/simd.h"

namespace marcie::project {
namespace {

// Force and Σ q of points [begin, end) against `lanes` · 8 points; the point itself is among them and taken off again.
[[gnu::always_inline]] inline void pairSumsBody(const float* x, const float* y, std::int64_t lanes, std::int64_t begin,
                                                std::int64_t end, float* force, double* z) {
  double total = 0;
  for (std::int64_t i = begin; i < end; ++i) {
    Float8 fx = {}, fy = {}, sum = {};
    for (std::int64_t j = 0; j < lanes; ++j) {
      const Float8 dx = x[i] - *reinterpret_cast<const LooseFloat8*>(x + 8 * j);
      const Float8 dy = y[i] - *reinterpret_cast<const LooseFloat8*>(y + 8 * j);
      const Float8 q = 1.0F / (1.0F + dx * dx + dy * dy);
      const Float8 q2 = q * q;
      sum += q;
      fx += q2 * dx;
      fy += q2 * dy;
    }
    double sx = 0, sy = 0, sq = 0;
    for (int k = 0; k < 8; ++k) {
      sx += static_cast<double>(fx[k]);
      sy += static_cast<double>(fy[k]);
      sq += static_cast<double>(sum[k]);
    }
    force[2 * i] = static_cast<float>(sx);
    force[2 * i + 1] = static_cast<float>(sy);
    total += sq - 1;
  }
  *z = total;
}

MARCIE_KERNEL(pairSums,
              (const float* x, const float* y, std::int64_t lanes, std::int64_t begin, std::int64_t end, float* force,
               double* z),
              (x, y, lanes, begin, end, force, z))

class ExactRepulsion : public Repulsion {
 public:
  double sum(const std::vector<float>& map, std::vector<float>& force, Crew& crew) override {
    const auto n = static_cast<std::int64_t>(map.size() / 2);
    const std::int64_t lanes = (n + 7) / 8;
    constexpr float kFarAway = 1e18F;  // q of the padding vanishes
    x_.assign(static_cast<std::size_t>(8 * lanes), kFarAway);
    y_.assign(static_cast<std::size_t>(8 * lanes), kFarAway);
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
      x_[i] = map[2 * i];
      y_[i] = map[2 * i + 1];
    }
    constexpr std::int64_t kPiece = 64;
    parts_.assign(static_cast<std::size_t>(Crew::pieceCount(n, kPiece)), 0);
    crew.pieces(n, kPiece, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t number) {
      pairSums(x_.data(), y_.data(), lanes, begin, end, force.data(), &parts_[static_cast<std::size_t>(number)]);
    });
    double z = 0;
    for (const double part : parts_) z += part;
    return z;
  }

 private:
  std::vector<float> x_, y_;
  std::vector<double> parts_;
};

}  // namespace

std::unique_ptr<Repulsion> makeExactRepulsion() {
  return std::make_unique<ExactRepulsion>();
}

std::unique_ptr<Repulsion> makeRepulsion(TsneRepulsion kind, double theta, std::int64_t points) {
  // The grid costs the same for few points as for thousands.
  constexpr std::int64_t kMostPairs = 1500, kMostInTree = 3000;
  switch (kind) {
    case TsneRepulsion::exact:
      return makeExactRepulsion();
    case TsneRepulsion::barnesHut:
      return makeTreeRepulsion(theta);
    case TsneRepulsion::fft:
      return makeGridRepulsion();
    case TsneRepulsion::automatic:
      break;
  }
  if (points <= kMostPairs) return makeExactRepulsion();
  if (points <= kMostInTree) return makeTreeRepulsion(theta);
  return makeGridRepulsion();
}

}  // namespace marcie::project
