#include "core/project/sparse.h"

#include <algorithm>
#include <utility>

namespace marcie::project {
namespace {

using Entry = std::pair<std::int32_t, float>;

// Who names a point as a neighbour, and with which weight; ascending by who.
struct Incoming {
  std::vector<std::int64_t> begin;
  std::vector<Entry> entries;
};

Incoming transposed(const Neighbours& neighbours, const std::vector<float>& weights) {
  Incoming in;
  in.begin.assign(static_cast<std::size_t>(neighbours.points) + 1, 0);
  for (const std::int32_t j : neighbours.indices) ++in.begin[static_cast<std::size_t>(j) + 1];
  for (std::size_t i = 1; i < in.begin.size(); ++i) in.begin[i] += in.begin[i - 1];
  std::vector<std::int64_t> next(in.begin.begin(), in.begin.end() - 1);
  in.entries.resize(neighbours.indices.size());
  for (std::int64_t i = 0; i < neighbours.points; ++i) {
    for (std::int64_t k = i * neighbours.count; k < (i + 1) * neighbours.count; ++k) {
      const auto j = static_cast<std::size_t>(neighbours.indices[static_cast<std::size_t>(k)]);
      in.entries[static_cast<std::size_t>(next[j]++)] = {static_cast<std::int32_t>(i),
                                                         weights[static_cast<std::size_t>(k)]};
    }
  }
  return in;
}

// The union of what a point names and who names it, ascending.
void mergeRow(const Neighbours& neighbours, const std::vector<float>& weights, const Incoming& in, std::int64_t i,
              Symmetrise symmetrise, std::vector<Entry>& own, std::vector<Entry>& row) {
  own.clear();
  for (std::int64_t k = i * neighbours.count; k < (i + 1) * neighbours.count; ++k) {
    own.emplace_back(neighbours.indices[static_cast<std::size_t>(k)], weights[static_cast<std::size_t>(k)]);
  }
  std::sort(own.begin(), own.end());
  const Entry* theirs = in.entries.data() + in.begin[static_cast<std::size_t>(i)];
  const Entry* last = in.entries.data() + in.begin[static_cast<std::size_t>(i) + 1];
  row.clear();
  for (auto mine = own.cbegin(); mine != own.cend() || theirs != last;) {
    if (theirs == last || (mine != own.cend() && mine->first < theirs->first)) {
      row.emplace_back(mine->first, symmetrise(mine->second, 0));
      ++mine;
    } else if (mine == own.cend() || theirs->first < mine->first) {
      row.emplace_back(theirs->first, symmetrise(0, theirs->second));
      ++theirs;
    } else {
      row.emplace_back(mine->first, symmetrise(mine->second, theirs->second));
      ++mine;
      ++theirs;
    }
  }
}

}  // namespace

SparseRows symmetricRows(const Neighbours& neighbours, const std::vector<float>& weights, Symmetrise symmetrise,
                         Crew& crew) {
  constexpr std::int64_t kPiece = 512;
  const Incoming in = transposed(neighbours, weights);
  const std::int64_t pieces = Crew::pieceCount(neighbours.points, kPiece);
  std::vector<std::vector<Entry>> merged(static_cast<std::size_t>(pieces));
  SparseRows out;
  out.begin.assign(static_cast<std::size_t>(neighbours.points) + 1, 0);
  crew.pieces(neighbours.points, kPiece, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t number) {
    std::vector<Entry> own, row;
    for (std::int64_t i = begin; i < end; ++i) {
      mergeRow(neighbours, weights, in, i, symmetrise, own, row);
      out.begin[static_cast<std::size_t>(i) + 1] = static_cast<std::int64_t>(row.size());
      auto& all = merged[static_cast<std::size_t>(number)];
      all.insert(all.end(), row.begin(), row.end());
    }
  });
  for (std::size_t i = 1; i < out.begin.size(); ++i) out.begin[i] += out.begin[i - 1];
  out.columns.reserve(static_cast<std::size_t>(out.begin.back()));
  out.values.reserve(out.columns.capacity());
  for (auto& piece : merged) {
    for (const auto& [column, value] : piece) {
      out.columns.push_back(column);
      out.values.push_back(value);
    }
    std::vector<Entry>().swap(piece);
  }
  return out;
}

}  // namespace marcie::project
