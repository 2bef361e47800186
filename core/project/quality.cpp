#include "core/project/quality.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "core/base/random.h"
#include "core/project/nearest_list.h"
#include "core/project/tiles.h"

namespace marcie::project {
namespace {

using Index = std::int32_t;

constexpr std::int64_t kSample = 2000;
constexpr std::uint64_t kQualityStream = 0x0A117;  // of random numbers

std::vector<Index> sampleOf(std::int64_t n, std::uint64_t seed) {
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  if (n <= kExactQuality) return order;
  Rng rng(deriveSeed(seed, kQualityStream));
  rng.shuffle(std::span<Index>(order));
  // Fewer of very many, so that the cost stays near 4·10⁸ distances.
  order.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(400'000'000 / n, 200, kSample)));
  std::sort(order.begin(), order.end());
  return order;
}

// Distances of one point to all others and its k nearest.
struct Side {
  std::vector<float> squared;
  std::vector<Index> nearest;  // ascending index
};

void takeNearest(Side& side, Index self, std::int64_t k, NearestList& list) {
  list.reset(k);
  for (std::size_t j = 0; j < side.squared.size(); ++j) {
    if (static_cast<Index>(j) != self) list.offer(side.squared[j], static_cast<Index>(j));
  }
  side.nearest.clear();
  for (const auto& entry : list.finish()) side.nearest.push_back(entry.second);
  std::sort(side.nearest.begin(), side.nearest.end());
}

// Σ over the points that are near in `here` but not in `there` of (rank there - k).
double intruders(const Side& here, const Side& there, Index self, std::int64_t k) {
  double sum = 0;
  for (const Index j : here.nearest) {
    if (std::binary_search(there.nearest.begin(), there.nearest.end(), j)) continue;
    const float own = there.squared[static_cast<std::size_t>(j)];
    std::int64_t rank = 1;
    for (std::size_t o = 0; o < there.squared.size(); ++o) {
      const float other = there.squared[o];
      rank += (other < own || (other == own && static_cast<Index>(o) < j)) && static_cast<Index>(o) != self ? 1 : 0;
    }
    sum += static_cast<double>(rank - k);
  }
  return sum;
}

struct Sums {
  double trust = 0, continuity = 0, shared = 0;
};

class Measurement {
 public:
  Measurement(const Matrix& points, const Matrix& map, std::int64_t k, Crew& crew)
      : points_(points), map_(map), k_(k), packed_(points, {}, crew) {}

  // Six points of the sample at once.
  Sums measure(const Index* sample, std::int64_t used) const {
    const std::int64_t n = points_.rows;
    const std::int64_t width = packed_.panels() * kTileColumns;
    std::vector<float> queries(static_cast<std::size_t>(kTileRows * points_.columns)), norms(kTileRows),
        distances(static_cast<std::size_t>(kTileRows * width));
    for (std::int64_t q = 0; q < used; ++q) {
      const float* row = points_.row(sample[q]);
      std::copy_n(row, points_.columns, queries.begin() + q * points_.columns);
      norms[static_cast<std::size_t>(q)] = squaredNorm(row, points_.columns);
    }
    packed_.distances(queries.data(), norms.data(), 0, packed_.panels(), distances.data(), width);
    Sums sums;
    Side data, map;
    NearestList list;
    for (std::int64_t q = 0; q < used; ++q) {
      const float* row = distances.data() + q * width;
      data.squared.assign(row, row + n);
      map.squared.resize(static_cast<std::size_t>(n));
      for (std::int64_t j = 0; j < n; ++j) {
        float sum = 0;
        for (std::int64_t c = 0; c < map_.columns; ++c) {
          const float d = map_.row(sample[q])[c] - map_.row(j)[c];
          sum += d * d;
        }
        map.squared[static_cast<std::size_t>(j)] = sum;
      }
      takeNearest(data, sample[q], k_, list);
      takeNearest(map, sample[q], k_, list);
      std::vector<Index> both;
      std::set_intersection(data.nearest.begin(), data.nearest.end(), map.nearest.begin(), map.nearest.end(),
                            std::back_inserter(both));
      sums.shared += static_cast<double>(both.size());
      sums.trust += intruders(map, data, sample[q], k_);
      sums.continuity += intruders(data, map, sample[q], k_);
    }
    return sums;
  }

 private:
  const Matrix& points_;
  const Matrix& map_;
  std::int64_t k_;
  PackedPoints packed_;
};

}  // namespace

Result<MapQuality> measureQuality(const Matrix& points, const Matrix& map, std::uint64_t seed, Crew& crew,
                                  const StopToken& stop) {
  MapQuality quality;
  const std::int64_t n = points.rows;
  quality.points = n;
  if (n < 4) return quality;
  // The normalisation needs k < n / 2.
  const std::int64_t k = std::min(kQualityNeighbours, std::max<std::int64_t>(1, (n - 1) / 2));
  const std::vector<Index> sample = sampleOf(n, seed);
  const Measurement measurement(points, map, k, crew);
  const auto sampled = static_cast<std::int64_t>(sample.size());
  std::vector<Sums> parts(static_cast<std::size_t>(Crew::pieceCount(sampled, kTileRows)));
  const bool whole =
      crew.pieces(sampled, kTileRows, stop, [&](std::int64_t begin, std::int64_t end, std::int64_t number) {
        parts[static_cast<std::size_t>(number)] = measurement.measure(sample.data() + begin, end - begin);
      });
  if (!whole) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
  Sums all;
  for (const Sums& part : parts) {
    all.trust += part.trust;
    all.continuity += part.continuity;
    all.shared += part.shared;
  }
  const auto nk = static_cast<double>(sampled * k);
  const double scale = 2 / (nk * static_cast<double>(2 * n - 3 * k - 1));
  quality.neighbours = k;
  quality.sampled = sampled;
  quality.trustworthiness = 1 - scale * all.trust;
  quality.continuity = 1 - scale * all.continuity;
  quality.recall = all.shared / nk;
  return quality;
}

}  // namespace marcie::project
