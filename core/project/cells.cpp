#include "core/project/cells.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/project/nearest_list.h"
#include "core/project/tiles.h"

namespace marcie::project {
namespace {

constexpr int kRounds = 6;  // of k-means: more moves cells, hardly who meets whom
constexpr std::int64_t kSamplePerCell = 40;
constexpr std::int64_t kLargeCell = 6;  // times the average: cut into pieces, or equal points would make it quadratic
constexpr std::int64_t kFriends = 15;   // neighbours whose neighbours are looked at
constexpr std::uint64_t kCellStream = 0xCE115;  // of random numbers

using Index = std::int32_t;

// The `count` nearest rows of `targets` for rows [begin, end) of `points`: use(row, entries).
template <class Use>
void nearestRows(const Matrix& points, std::int64_t begin, std::int64_t end, const PackedPoints& targets,
                 std::int64_t count, Use&& use) {
  const std::int64_t width = targets.panels() * kTileColumns;
  std::vector<float> queries(static_cast<std::size_t>(kTileRows * points.columns)), norms(kTileRows),
      distances(static_cast<std::size_t>(kTileRows * width));
  NearestList list;
  for (std::int64_t six = begin; six < end; six += kTileRows) {
    const std::int64_t used = std::min<std::int64_t>(kTileRows, end - six);
    std::copy_n(points.row(six), used * points.columns, queries.begin());
    for (std::int64_t q = 0; q < used; ++q)
      norms[static_cast<std::size_t>(q)] = squaredNorm(points.row(six + q), points.columns);
    targets.distances(queries.data(), norms.data(), 0, targets.panels(), distances.data(), width);
    for (std::int64_t q = 0; q < used; ++q) {
      list.reset(count);
      for (std::int64_t c = 0; c < targets.count(); ++c) {
        list.offer(distances[static_cast<std::size_t>(q * width + c)], static_cast<Index>(c));
      }
      use(six + q, list.finish());
    }
  }
}

// For every row of `points` its `count` nearest rows of `targets`, nearest first. Empty when stopped.
std::vector<Index> assign(const Matrix& points, const Matrix& targets, std::int64_t count, Crew& crew,
                          const StopToken& stop) {
  const PackedPoints packed(targets, {}, crew);
  std::vector<Index> nearest(static_cast<std::size_t>(points.rows * count));
  const bool whole = crew.pieces(points.rows, 240, stop, [&](std::int64_t begin, std::int64_t end, std::int64_t) {
    nearestRows(points, begin, end, packed, count, [&](std::int64_t row, const auto& entries) {
      for (std::int64_t k = 0; k < count; ++k) {
        nearest[static_cast<std::size_t>(row * count + k)] = entries[static_cast<std::size_t>(k)].second;
      }
    });
  });
  if (!whole) nearest.clear();
  return nearest;
}

// k-means (Lloyd) on a seeded sample. No rows when stopped.
Matrix cellCentres(const Matrix& points, std::int64_t cells, std::uint64_t seed, Crew& crew, const StopToken& stop) {
  std::vector<Index> order(static_cast<std::size_t>(points.rows));
  std::iota(order.begin(), order.end(), 0);
  Rng rng(deriveSeed(seed, kCellStream));
  rng.shuffle(std::span<Index>(order));
  Matrix sample(std::min(points.rows, cells * kSamplePerCell), points.columns);
  for (std::int64_t i = 0; i < sample.rows; ++i) {
    std::copy_n(points.row(order[static_cast<std::size_t>(i)]), points.columns, sample.row(i));
  }
  Matrix centres(cells, points.columns);
  std::copy_n(sample.values.begin(), centres.values.size(), centres.values.begin());
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<Index> of = assign(sample, centres, 1, crew, stop);
    if (of.empty()) return {};
    Matrix sums(cells, points.columns);
    std::vector<std::int64_t> sizes(static_cast<std::size_t>(cells));
    for (std::int64_t i = 0; i < sample.rows; ++i) {
      const Index cell = of[static_cast<std::size_t>(i)];
      ++sizes[static_cast<std::size_t>(cell)];
      for (std::int64_t c = 0; c < points.columns; ++c) sums.row(cell)[c] += sample.row(i)[c];
    }
    for (std::int64_t cell = 0; cell < cells; ++cell) {
      const auto size = static_cast<float>(sizes[static_cast<std::size_t>(cell)]);
      if (size == 0) continue;  // an empty cell stays where it was
      for (std::int64_t c = 0; c < points.columns; ++c) centres.row(cell)[c] = sums.row(cell)[c] / size;
    }
  }
  return centres;
}

struct Cells {
  Matrix centres;                           // one a piece
  std::vector<std::vector<Index>> members;  // ascending
};

// Members of each cell; large ones in pieces that share a centre.
Cells split(const Matrix& points, const Matrix& centres, const std::vector<Index>& nearest) {
  std::vector<std::vector<Index>> all(static_cast<std::size_t>(centres.rows));
  for (std::int64_t i = 0; i < points.rows; ++i) {
    all[static_cast<std::size_t>(nearest[static_cast<std::size_t>(i)])].push_back(static_cast<Index>(i));
  }
  const auto largest = static_cast<std::size_t>(std::max<std::int64_t>(256, kLargeCell * points.rows / centres.rows));
  Cells cells;
  cells.centres.columns = centres.columns;
  for (std::size_t cell = 0; cell < all.size(); ++cell) {
    for (std::size_t begin = 0; begin < all[cell].size(); begin += largest) {
      const std::size_t end = std::min(all[cell].size(), begin + largest);
      cells.members.emplace_back(all[cell].begin() + static_cast<std::ptrdiff_t>(begin),
                                 all[cell].begin() + static_cast<std::ptrdiff_t>(end));
      const float* centre = centres.row(static_cast<std::int64_t>(cell));
      cells.centres.values.insert(cells.centres.values.end(), centre, centre + centres.columns);
      ++cells.centres.rows;
    }
  }
  return cells;
}

class CellSearch {
 public:
  CellSearch(const Matrix& points, Cells cells, std::vector<Index> probes, std::int64_t probeCount, Crew& crew)
      : points_(points), cells_(std::move(cells)), probes_(std::move(probes)), probeCount_(probeCount) {
    for (const auto& members : cells_.members) packed_.emplace_back(points, members, crew);
  }
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(cells_.members.size()); }

  // Neighbours of all points of one cell.
  void search(std::int64_t cell, Neighbours& out) const {
    const auto& members = cells_.members[static_cast<std::size_t>(cell)];
    std::vector<NearestList> lists(members.size());
    std::vector<std::pair<Index, Index>> visits;  // (cell to look into, member that does)
    for (std::size_t m = 0; m < members.size(); ++m) {
      lists[m].reset(out.count);
      const Index* probe = probes_.data() + members[m] * probeCount_;
      bool own = false;
      for (std::int64_t p = 0; p < probeCount_; ++p) {
        visits.emplace_back(probe[p], static_cast<Index>(m));
        own = own || probe[p] == cell;
      }
      if (!own) visits.emplace_back(static_cast<Index>(cell), static_cast<Index>(m));
    }
    std::sort(visits.begin(), visits.end());
    for (std::size_t begin = 0; begin < visits.size();) {
      std::size_t end = begin;
      while (end < visits.size() && visits[end].first == visits[begin].first) ++end;
      lookInto(visits, begin, end, members, lists);
      begin = end;
    }
    for (std::size_t m = 0; m < members.size(); ++m) store(members[m], lists[m], out);
  }

 private:
  void lookInto(const std::vector<std::pair<Index, Index>>& visits, std::size_t begin, std::size_t end,
                const std::vector<Index>& members, std::vector<NearestList>& lists) const {
    const auto cell = static_cast<std::size_t>(visits[begin].first);
    const PackedPoints& packed = packed_[cell];
    const std::int64_t width = packed.panels() * kTileColumns;
    std::vector<float> queries(static_cast<std::size_t>(kTileRows * points_.columns)), norms(kTileRows),
        distances(static_cast<std::size_t>(kTileRows * width));
    for (std::size_t six = begin; six < end; six += kTileRows) {
      const std::size_t used = std::min<std::size_t>(kTileRows, end - six);
      for (std::size_t q = 0; q < used; ++q) {
        const float* row = points_.row(members[static_cast<std::size_t>(visits[six + q].second)]);
        std::copy_n(row, points_.columns, queries.begin() + static_cast<std::ptrdiff_t>(q) * points_.columns);
        norms[q] = squaredNorm(row, points_.columns);
      }
      packed.distances(queries.data(), norms.data(), 0, packed.panels(), distances.data(), width);
      for (std::size_t q = 0; q < used; ++q) {
        const auto member = static_cast<std::size_t>(visits[six + q].second);
        const float* row = distances.data() + static_cast<std::int64_t>(q) * width;
        for (std::int64_t c = 0; c < packed.count(); ++c) {
          const Index index = cells_.members[cell][static_cast<std::size_t>(c)];
          if (index != members[member]) lists[member].offer(row[c], index);
        }
      }
    }
  }

  void store(Index point, NearestList& list, Neighbours& out) const {
    std::vector<NearestList::Entry> row = list.finish();
    for (auto& [distance, index] : row) {
      distance = squaredDistance(points_.row(point), points_.row(index), points_.columns);
    }
    std::sort(row.begin(), row.end());
    // Fewer points met than neighbours wanted: the next indices fill up, the refinement puts better ones in.
    for (Index next = 0; static_cast<std::int64_t>(row.size()) < out.count; ++next) {
      const auto same = [next](const auto& entry) { return entry.second == next; };
      if (next == point || std::any_of(row.begin(), row.end(), same)) continue;
      row.emplace_back(squaredDistance(points_.row(point), points_.row(next), points_.columns), next);
    }
    std::sort(row.begin(), row.end());
    for (std::size_t k = 0; k < row.size(); ++k) {
      out.squared[static_cast<std::size_t>(point * out.count) + k] = row[k].first;
      out.indices[static_cast<std::size_t>(point * out.count) + k] = row[k].second;
    }
  }

  const Matrix& points_;
  Cells cells_;
  std::vector<Index> probes_;  // [points, probeCount] nearest cells
  std::int64_t probeCount_;
  std::vector<PackedPoints> packed_;
};

// One round of "my neighbours' neighbours may be mine" (Dong et al. 2011), from `before` into `out`.
bool refine(const Matrix& points, const Neighbours& before, Crew& crew, const StopToken& stop, Neighbours& out) {
  const std::int64_t friends = std::min(kFriends, before.count);
  return crew.pieces(points.rows, 256, stop, [&](std::int64_t begin, std::int64_t end, std::int64_t) {
    std::vector<Index> candidates, known;
    std::vector<NearestList::Entry> row;
    for (std::int64_t i = begin; i < end; ++i) {
      const Index* mine = before.indices.data() + i * before.count;
      known.assign(mine, mine + before.count);
      std::sort(known.begin(), known.end());
      candidates.clear();
      for (std::int64_t f = 0; f < friends; ++f) {
        const Index* theirs = before.indices.data() + mine[f] * before.count;
        candidates.insert(candidates.end(), theirs, theirs + friends);
      }
      std::sort(candidates.begin(), candidates.end());
      candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
      row.clear();
      for (std::int64_t k = 0; k < before.count; ++k)
        row.emplace_back(before.squared[static_cast<std::size_t>(i * before.count + k)], mine[k]);
      const float limit = row.back().first;
      for (const Index candidate : candidates) {
        if (candidate == i || std::binary_search(known.begin(), known.end(), candidate)) continue;
        const float distance = squaredDistance(points.row(i), points.row(candidate), points.columns);
        if (distance < limit) row.emplace_back(distance, candidate);
      }
      std::sort(row.begin(), row.end());
      for (std::int64_t k = 0; k < before.count; ++k) {
        out.squared[static_cast<std::size_t>(i * before.count + k)] = row[static_cast<std::size_t>(k)].first;
        out.indices[static_cast<std::size_t>(i * before.count + k)] = row[static_cast<std::size_t>(k)].second;
      }
    }
  });
}

}  // namespace

bool searchCells(const Matrix& points, std::uint64_t seed, Crew& crew, const StopToken& stop, const ShareDone& share,
                 Neighbours& out) {
  const auto cellCount = std::clamp<std::int64_t>(std::llround(std::sqrt(static_cast<double>(points.rows))), 16, 4096);
  const Matrix centres = cellCentres(points, cellCount, seed, crew, stop);
  if (centres.rows == 0) return false;
  const std::vector<Index> nearest = assign(points, centres, 1, crew, stop);
  if (nearest.empty()) return false;
  Cells cells = split(points, centres, nearest);
  const std::int64_t probeCount =
      std::min<std::int64_t>(cells.centres.rows, std::clamp<std::int64_t>(cellCount / 12, 16, 32));
  std::vector<Index> probes = assign(points, cells.centres, probeCount, crew, stop);
  if (probes.empty()) return false;
  if (share) share(0.2);
  const CellSearch search(points, std::move(cells), std::move(probes), probeCount, crew);
  const std::int64_t round = std::max<std::int64_t>(8, search.count() / 40);
  for (std::int64_t begin = 0; begin < search.count(); begin += round) {
    const std::int64_t size = std::min(round, search.count() - begin);
    if (!crew.run(size, stop, [&](std::int64_t i) { search.search(begin + i, out); })) return false;
    if (share) share(0.2 + 0.6 * static_cast<double>(begin + size) / static_cast<double>(search.count()));
  }
  for (int round = 0; round < 2; ++round) {
    const Neighbours before = out;
    if (!refine(points, before, crew, stop, out)) return false;
  }
  if (share) share(1);
  return true;
}

}  // namespace marcie::project
