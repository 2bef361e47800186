#include "core/project/neighbours.h"

#include <atomic>
#include <cmath>

#include "core/project/cells.h"
#include "core/project/nearest_list.h"
#include "core/project/tiles.h"

namespace marcie::project {
namespace {

constexpr std::int64_t kQueryBlock = 16 * kTileRows;  // points that one task searches for
constexpr std::int64_t kPanelBlock = 16;              // panels whose values stay in the nearest cache

Error cancelled() {
  return Error{ErrorCode::cancelled, "cancelled", {}, {}};
}

// Writes what `lists` hold, with distances computed again as Σ(a-b)²: the tiles use |a|²+|b|²-2ab, which loses digits
// where points lie close together.
void store(const Matrix& points, std::int64_t first, std::vector<NearestList>& lists, std::int64_t used,
           Neighbours& out) {
  std::vector<NearestList::Entry> row;
  for (std::int64_t q = 0; q < used; ++q) {
    row = lists[static_cast<std::size_t>(q)].finish();
    for (auto& [distance, index] : row) {
      distance = squaredDistance(points.row(first + q), points.row(index), points.columns);
    }
    std::sort(row.begin(), row.end());
    for (std::size_t k = 0; k < row.size(); ++k) {
      const auto to = static_cast<std::size_t>((first + q) * out.count) + k;
      out.squared[to] = row[k].first;
      out.indices[to] = row[k].second;
    }
  }
}

// All neighbours of points [begin, end), at most kQueryBlock.
void searchBlock(const Matrix& points, const PackedPoints& packed, std::int64_t begin, std::int64_t end,
                 Neighbours& out) {
  constexpr std::int64_t kStride = kPanelBlock * kTileColumns;
  std::vector<NearestList> lists(static_cast<std::size_t>(kQueryBlock));
  for (auto& list : lists) list.reset(out.count);
  // Rows past the end are zeros whose lists nobody reads.
  std::vector<float> queries(static_cast<std::size_t>(kQueryBlock * points.columns)), norms(kQueryBlock);
  std::copy(points.row(begin), points.row(begin) + (end - begin) * points.columns, queries.begin());
  for (std::int64_t q = 0; q < end - begin; ++q) {
    norms[static_cast<std::size_t>(q)] = squaredNorm(points.row(begin + q), points.columns);
  }
  std::vector<float> distances(kTileRows * kStride);
  for (std::int64_t panel = 0; panel < packed.panels(); panel += kPanelBlock) {
    const std::int64_t last = std::min(packed.panels(), panel + kPanelBlock);
    const std::int64_t width = std::min(packed.count() - panel * kTileColumns, (last - panel) * kTileColumns);
    for (std::int64_t six = 0; six < end - begin; six += kTileRows) {
      packed.distances(queries.data() + six * points.columns, norms.data() + six, panel, last, distances.data(),
                       kStride);
      for (std::int64_t q = six; q < std::min(end - begin, six + kTileRows); ++q) {
        NearestList& list = lists[static_cast<std::size_t>(q)];
        const float* row = distances.data() + (q - six) * kStride;
        for (std::int64_t c = 0; c < width; ++c) {
          const std::int64_t index = panel * kTileColumns + c;
          if (index != begin + q) list.offer(row[c], static_cast<std::int32_t>(index));
        }
      }
    }
  }
  store(points, begin, lists, end - begin, out);
}

}  // namespace

Matrix metricSpace(const Matrix& points, ProjectionMetric metric, Crew& crew) {
  Matrix out = points;
  if (metric == ProjectionMetric::cosine) {
    crew.pieces(points.rows, 1024, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t) {
      for (std::int64_t i = begin; i < end; ++i) {
        float* row = out.row(i);
        double sum = 0;
        for (std::int64_t c = 0; c < out.columns; ++c) sum += static_cast<double>(row[c]) * row[c];
        if (sum == 0) continue;
        const double scale = 1 / std::sqrt(sum);
        for (std::int64_t c = 0; c < out.columns; ++c) row[c] = static_cast<float>(row[c] * scale);
      }
    });
    return out;
  }
  std::vector<double> mean(static_cast<std::size_t>(points.columns));
  for (std::int64_t i = 0; i < points.rows; ++i) {
    for (std::int64_t c = 0; c < points.columns; ++c) mean[static_cast<std::size_t>(c)] += points.row(i)[c];
  }
  for (double& m : mean) m /= static_cast<double>(points.rows);
  crew.pieces(points.rows, 1024, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t) {
    for (std::int64_t i = begin; i < end; ++i) {
      float* row = out.row(i);
      for (std::int64_t c = 0; c < out.columns; ++c) {
        row[c] = static_cast<float>(row[c] - mean[static_cast<std::size_t>(c)]);
      }
    }
  });
  return out;
}

bool searchesExactly(std::int64_t rows, std::int64_t columns) {
  constexpr double kQuick = 5e10;  // multiplications: about two seconds on two cores
  return rows <= 5000 || static_cast<double>(rows) * static_cast<double>(rows) * static_cast<double>(columns) <= kQuick;
}

Result<Neighbours> nearestNeighbours(const Matrix& points, std::int64_t count, NeighbourSearch search,
                                     std::uint64_t seed, Crew& crew, const StopToken& stop, const ShareDone& share) {
  Neighbours out;
  out.points = points.rows;
  out.count = count;
  out.indices.resize(static_cast<std::size_t>(points.rows * count));
  out.squared.resize(out.indices.size());
  const bool exact = search == NeighbourSearch::exact ||
                     (search == NeighbourSearch::automatic && searchesExactly(points.rows, points.columns)) ||
                     points.rows < 500;
  if (!exact) {
    out.exact = false;
    if (!searchCells(points, seed, crew, stop, share, out)) return cancelled();
    return out;
  }
  const PackedPoints packed(points, {}, crew);
  // In rounds, so that somebody who waits sees progress.
  const std::int64_t blocks = Crew::pieceCount(points.rows, kQueryBlock);
  const std::int64_t round = std::max<std::int64_t>(8, blocks / 50);
  for (std::int64_t begin = 0; begin < blocks; begin += round) {
    const bool whole = crew.run(std::min(round, blocks - begin), stop, [&](std::int64_t i) {
      const std::int64_t first = (begin + i) * kQueryBlock;
      searchBlock(points, packed, first, std::min(points.rows, first + kQueryBlock), out);
    });
    if (!whole) return cancelled();
    if (share) share(static_cast<double>(std::min(blocks, begin + round)) / static_cast<double>(blocks));
  }
  return out;
}

}  // namespace marcie::project
