#include "core/project/umap.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/random.h"

namespace marcie::project {
namespace {

constexpr std::int64_t kGroups = 8;
constexpr std::int64_t kUmapPiece = 256;  // points of a group a task
constexpr float kLongestMove = 4;         // of one coordinate at a time, as the reference
constexpr float kStartExtent = 10;
constexpr std::uint64_t kUmapStream = 0x03A9;  // of random numbers

// The tables: 64 steps for each doubling, from 2^-40 to 2^40.
constexpr int kStepBits = 6;
constexpr int kSmallestExponent = -40, kLargestExponent = 40;
constexpr std::uint32_t kFirstStep = static_cast<std::uint32_t>(127 + kSmallestExponent) << kStepBits;

float clipped(float move) {
  return std::clamp(move, -kLongestMove, kLongestMove);
}

// True when an edge that is sampled `rate` times an epoch, `phase` samples earlier, is due in `epoch` (counted from 0).
bool isDue(float rate, float phase, float epoch) {
  return static_cast<std::int32_t>((epoch + 1) * rate + phase) > static_cast<std::int32_t>(epoch * rate + phase);
}

}  // namespace

Umap::Forces::Forces(const MapCurve& curve) {
  for (std::uint32_t step = kFirstStep; step <= static_cast<std::uint32_t>(127 + kLargestExponent) << kStepBits;
       ++step) {
    const double squared = static_cast<double>(std::bit_cast<float>(step << (23U - kStepBits)));
    const double power = std::pow(squared, curve.b);
    pull_.push_back(static_cast<float>(-2 * curve.a * curve.b * power / squared / (1 + curve.a * power)));
    push_.push_back(static_cast<float>(2 * curve.b / ((0.001 + squared) * (1 + curve.a * power))));
  }
}

float Umap::Forces::at(const std::vector<float>& table, float squared) {
  const auto bits = std::bit_cast<std::uint32_t>(squared);
  const std::uint32_t step = bits >> (23U - kStepBits);
  if (step < kFirstStep) return table.front();
  const std::size_t i = step - kFirstStep;
  if (i + 1 >= table.size()) return table.back();
  constexpr std::uint32_t kRest = (1U << (23U - kStepBits)) - 1;
  const float share = static_cast<float>(bits & kRest) * (1.0F / static_cast<float>(kRest + 1));
  return table[i] + share * (table[i + 1] - table[i]);
}

Umap::Umap(SparseRows graph, std::vector<float> start, const UmapOptions& options, std::uint64_t seed, Crew& crew,
           const StopToken& stop)
    : graph_(std::move(graph)),
      options_(options),
      seed_(deriveSeed(seed, kUmapStream)),
      crew_(crew),
      stop_(stop),
      forces_(fitMapCurve(options.minDist, options.spread)),
      map_(std::move(start)),
      moved_(map_.size()) {
  constexpr std::int64_t kManyPoints = 10000;
  total_ = options.epochs > 0 ? options.epochs : graph_.rows() <= kManyPoints ? 500 : 200;
  const float strongest = graph_.values.empty() ? 1 : *std::max_element(graph_.values.begin(), graph_.values.end());
  rates_.reserve(graph_.values.size());
  for (const float value : graph_.values) {
    // An edge that would not be sampled once is left out, as in the reference.
    const float rate = strongest > 0 ? value / strongest : 0;
    rates_.push_back(rate * static_cast<float>(total_) < 1 ? 0 : rate);
  }
  float largest = 0;
  for (const float value : map_) largest = std::max(largest, std::abs(value));
  if (largest > 0) {
    for (float& value : map_) value *= kStartExtent / largest;
  }
}

void Umap::movePoint(std::int64_t point, float rate, float* to) const {
  const std::int64_t n = graph_.rows();
  float x = map_[static_cast<std::size_t>(2 * point)], y = map_[static_cast<std::size_t>(2 * point) + 1];
  const auto epoch = static_cast<float>(epoch_);
  Rng random(deriveSeed(seed_, epoch_, point));
  const auto pull = [&](const float* other) {
    const float dx = x - other[0], dy = y - other[1];
    const float squared = dx * dx + dy * dy;
    if (squared <= 0) return;
    const float force = forces_.pull(squared);
    x += rate * clipped(force * dx);
    y += rate * clipped(force * dy);
  };
  const auto push = [&](std::int64_t stranger) {
    if (stranger == point) return;
    const float* other = map_.data() + 2 * stranger;
    const float dx = x - other[0], dy = y - other[1];
    const float squared = dx * dx + dy * dy;
    if (squared <= 0) return;
    const float force = forces_.push(squared);
    x += rate * clipped(force * dx);
    y += rate * clipped(force * dy);
  };
  for (std::int64_t e = graph_.begin[static_cast<std::size_t>(point)];
       e < graph_.begin[static_cast<std::size_t>(point) + 1]; ++e) {
    const float share = rates_[static_cast<std::size_t>(e)];
    if (share == 0) continue;
    const float* other = map_.data() + 2 * static_cast<std::int64_t>(graph_.columns[static_cast<std::size_t>(e)]);
    // The edge is there twice, (i, j) and (j, i), and each moves both its ends; half a period apart.
    if (isDue(share, 0.5F, epoch)) pull(other);
    if (!isDue(share, 0, epoch)) continue;
    pull(other);
    for (int k = 0; k < options_.negativeSamples; ++k) {
      push(static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(n))));
    }
  }
  to[0] = x;
  to[1] = y;
}

void Umap::step() {
  const auto rate =
      static_cast<float>(options_.learningRate * (1 - static_cast<double>(epoch_) / static_cast<double>(total_)));
  const std::int64_t n = graph_.rows();
  for (std::int64_t group = 0; group < std::min(kGroups, n); ++group) {
    const std::int64_t members = (n - group + kGroups - 1) / kGroups;
    crew_.pieces(members, kUmapPiece, stop_, [&](std::int64_t begin, std::int64_t end, std::int64_t) {
      for (std::int64_t m = begin; m < end; ++m) {
        const std::int64_t point = m * kGroups + group;
        movePoint(point, rate, moved_.data() + 2 * point);
      }
    });
    for (std::int64_t point = group; point < n; point += kGroups) {
      map_[static_cast<std::size_t>(2 * point)] = moved_[static_cast<std::size_t>(2 * point)];
      map_[static_cast<std::size_t>(2 * point) + 1] = moved_[static_cast<std::size_t>(2 * point) + 1];
    }
  }
  ++epoch_;
}

}  // namespace marcie::project
