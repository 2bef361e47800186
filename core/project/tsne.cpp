#include "core/project/tsne.h"

#include <algorithm>
#include <cmath>

#include "core/project/simd.h"

namespace marcie::project {
namespace {

constexpr std::int64_t kTsnePiece = 512;  // points a task
constexpr double kStartDeviation = 1e-4;
constexpr float kMomentum = 0.8F;  // as openTSNE, in both phases
constexpr float kLongestStep = 5;  // of one point in one iteration: far-off starts do not explode
constexpr float kSmallestGain = 0.01F;

// Σ_j p_ij q_ij (y_i - y_j) for points [begin, end).
[[gnu::always_inline]] inline void pullsBody(const SparseRows& p, const float* map, std::int64_t begin,
                                             std::int64_t end, float* out) {
  const std::int32_t* columns = p.columns.data();
  const float* values = p.values.data();
  for (std::int64_t i = begin; i < end; ++i) {
    const float x = map[2 * i], y = map[2 * i + 1];
    float fx = 0, fy = 0;
    const std::int64_t last = p.begin[static_cast<std::size_t>(i) + 1];
    for (std::int64_t e = p.begin[static_cast<std::size_t>(i)]; e < last; ++e) {
      const float* other = map + 2 * static_cast<std::int64_t>(columns[e]);
      const float dx = x - other[0], dy = y - other[1];
      const float pull = values[e] / (1 + dx * dx + dy * dy);
      fx += pull * dx;
      fy += pull * dy;
    }
    out[2 * i] = fx;
    out[2 * i + 1] = fy;
  }
}

MARCIE_KERNEL(pulls, (const SparseRows& p, const float* map, std::int64_t begin, std::int64_t end, float* out),
              (p, map, begin, end, out))

// Scales the start and puts it around the origin.
void scaleStart(std::vector<float>& map) {
  const auto n = static_cast<double>(map.size() / 2);
  double mean[2] = {0, 0}, squares = 0;
  for (std::size_t i = 0; i < map.size(); ++i) mean[i % 2] += static_cast<double>(map[i]) / n;
  for (std::size_t i = 0; i < map.size(); i += 2) squares += std::pow(static_cast<double>(map[i]) - mean[0], 2);
  const double deviation = std::sqrt(squares / n);
  const double scale = deviation > 0 ? kStartDeviation / deviation : 1;
  for (std::size_t i = 0; i < map.size(); ++i) {
    map[i] = static_cast<float>((static_cast<double>(map[i]) - mean[i % 2]) * scale);
  }
}

}  // namespace

Tsne::Tsne(SparseRows affinities, std::vector<float> start, const TsneOptions& options, Crew& crew,
           const StopToken& stop)
    : p_(std::move(affinities)),
      options_(options),
      crew_(crew),
      stop_(stop),
      repulsion_(makeRepulsion(options.repulsion, options.theta, p_.rows())),
      map_(std::move(start)),
      gradient_(map_.size()),
      force_(map_.size()),
      velocity_(map_.size(), 0),
      gains_(map_.size(), 1) {
  scaleStart(map_);
}

const std::vector<float>& Tsne::gradient() {
  crew_.pieces(p_.rows(), kTsnePiece, stop_, [&](std::int64_t begin, std::int64_t end, std::int64_t) {
    pulls(p_, map_.data(), begin, end, gradient_.data());
  });
  if (stop_.stopRequested()) return gradient_;
  z_ = repulsion_->sum(map_, force_, crew_);
  const auto exaggeration = static_cast<float>(isExaggerating() ? options_.exaggeration : 1.0);
  const auto scale = static_cast<float>(1 / z_);
  for (std::size_t i = 0; i < gradient_.size(); ++i) gradient_[i] = exaggeration * gradient_[i] - scale * force_[i];
  return gradient_;
}

void Tsne::step() {
  (void)gradient();
  move();
  ++iteration_;
}

// Momentum, and a gain for each coordinate that grows while its sign stays (Jacobs 1988).
void Tsne::move() {
  const double n = static_cast<double>(p_.rows());
  const double exaggeration = isExaggerating() ? options_.exaggeration : 1.0;
  const auto rate = static_cast<float>(options_.learningRate > 0 ? options_.learningRate : n / exaggeration);
  const auto pieces = static_cast<std::size_t>(Crew::pieceCount(p_.rows(), kTsnePiece));
  std::vector<double> sums(2 * pieces, 0);
  crew_.pieces(p_.rows(), kTsnePiece, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t number) {
    double sum[2] = {0, 0};
    for (auto i = static_cast<std::size_t>(2 * begin); i < static_cast<std::size_t>(2 * end); i += 2) {
      float step[2];
      for (std::size_t a = 0; a < 2; ++a) {
        const float g = gradient_[i + a];
        float& gain = gains_[i + a];
        gain = std::max((g > 0) != (velocity_[i + a] > 0) ? gain + 0.2F : gain * 0.8F, kSmallestGain);
        step[a] = kMomentum * velocity_[i + a] - rate * gain * g;
      }
      const float length = std::sqrt(step[0] * step[0] + step[1] * step[1]);
      const float cut = length > kLongestStep ? kLongestStep / length : 1;
      for (std::size_t a = 0; a < 2; ++a) {
        velocity_[i + a] = step[a] * cut;
        map_[i + a] += velocity_[i + a];
        sum[a] += static_cast<double>(map_[i + a]);
      }
    }
    sums[2 * static_cast<std::size_t>(number)] = sum[0];
    sums[2 * static_cast<std::size_t>(number) + 1] = sum[1];
  });
  double mean[2] = {0, 0};
  for (std::size_t k = 0; k < sums.size(); ++k) mean[k % 2] += sums[k] / n;
  for (std::size_t i = 0; i < map_.size(); ++i) map_[i] -= static_cast<float>(mean[i % 2]);
}

double Tsne::divergence() {
  z_ = repulsion_->sum(map_, force_, crew_);
  std::vector<double> parts(static_cast<std::size_t>(Crew::pieceCount(p_.rows(), kTsnePiece)), 0);
  crew_.pieces(p_.rows(), kTsnePiece, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t number) {
    double sum = 0;
    for (std::int64_t i = begin; i < end; ++i) {
      for (std::int64_t e = p_.begin[static_cast<std::size_t>(i)]; e < p_.begin[static_cast<std::size_t>(i) + 1]; ++e) {
        const double p = static_cast<double>(p_.values[static_cast<std::size_t>(e)]);
        if (p <= 0) continue;
        const auto j = static_cast<std::size_t>(p_.columns[static_cast<std::size_t>(e)]);
        const double dx = static_cast<double>(map_[2 * static_cast<std::size_t>(i)]) - static_cast<double>(map_[2 * j]);
        const double dy =
            static_cast<double>(map_[2 * static_cast<std::size_t>(i) + 1]) - static_cast<double>(map_[2 * j + 1]);
        sum += p * std::log(p * z_ * (1 + dx * dx + dy * dy));
      }
    }
    parts[static_cast<std::size_t>(number)] = sum;
  });
  double total = 0;
  for (const double part : parts) total += part;
  return total;
}

}  // namespace marcie::project
