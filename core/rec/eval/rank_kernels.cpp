#include "core/rec/eval/rank_kernels.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/project/simd.h"

namespace marcie::rec {
namespace {

using project::Float8;
using project::hasAvx2;
using project::Int8;
using project::LooseFloat8;

constexpr std::int64_t kLanes = 8;
constexpr std::int64_t kBlock = 4096;  // floats that stay in the first cache while every threshold looks at them
constexpr std::int64_t kChunk = 32;    // floats of which only the largest is looked at first

// Four thresholds share one pass over a block of whole vectors.
[[gnu::always_inline]] inline void countFourBody(const float* scores, std::int64_t n, const float* thresholds,
                                                 std::int64_t* above, std::int64_t* equal) {
  Float8 t[4];
  Int8 a[4] = {};
  Int8 e[4] = {};
  for (int j = 0; j < 4; ++j) t[j] = Float8{} + thresholds[j];
  for (std::int64_t i = 0; i < n; i += kLanes) {
    const Float8 x = *reinterpret_cast<const LooseFloat8*>(scores + i);
    for (int j = 0; j < 4; ++j) {
      a[j] -= x > t[j];
      e[j] -= x == t[j];
    }
  }
  for (int j = 0; j < 4; ++j) {
    for (int lane = 0; lane < kLanes; ++lane) {
      above[j] += a[j][lane];
      equal[j] += e[j][lane];
    }
  }
}

// Largest of each chunk of kChunk scores.
[[gnu::always_inline]] inline void chunkMaximaBody(const float* scores, std::int64_t chunks, float* maxima) {
  for (std::int64_t c = 0; c < chunks; ++c) {
    const float* at = scores + c * kChunk;
    Float8 most = *reinterpret_cast<const LooseFloat8*>(at);
    for (std::int64_t i = kLanes; i < kChunk; i += kLanes) {
      const Float8 x = *reinterpret_cast<const LooseFloat8*>(at + i);
      most = x > most ? x : most;
    }
    float one = most[0];
    for (int lane = 1; lane < kLanes; ++lane) one = most[lane] > one ? most[lane] : one;
    maxima[c] = one;
  }
}

// usable: 0 when a score is NaN or infinite.
[[gnu::always_inline]] inline void usableScoresBody(const float* scores, std::int64_t n, int* usable) {
  Int8 bad{};
  const Float8 lowest = Float8{} + std::numeric_limits<float>::lowest();
  const Float8 highest = Float8{} + std::numeric_limits<float>::max();
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const Float8 x = *reinterpret_cast<const LooseFloat8*>(scores + i);
    bad |= ~((x <= highest) & (x >= lowest));
  }
  int any = 0;
  for (int lane = 0; lane < kLanes; ++lane) any |= bad[lane];
  for (; i < n; ++i) any |= std::isfinite(scores[i]) ? 0 : 1;
  *usable = any == 0 ? 1 : 0;
}

MARCIE_KERNEL(countFour,
              (const float* scores, std::int64_t n, const float* thresholds, std::int64_t* above, std::int64_t* equal),
              (scores, n, thresholds, above, equal))
MARCIE_KERNEL(chunkMaxima, (const float* scores, std::int64_t chunks, float* maxima), (scores, chunks, maxima))
MARCIE_KERNEL(usableScores, (const float* scores, std::int64_t n, int* usable), (scores, n, usable))

bool isBetter(const std::pair<float, std::int32_t>& a, const std::pair<float, std::int32_t>& b) {
  return a.first != b.first ? a.first > b.first : a.second < b.second;
}

}  // namespace

void countAbove(const float* scores, std::int64_t n, const float* thresholds, int count, std::int64_t* above,
                std::int64_t* equal) {
  const std::int64_t whole = n / kLanes * kLanes;
  for (std::int64_t begin = 0; begin < whole; begin += kBlock) {
    const std::int64_t length = std::min(kBlock, whole - begin);
    for (int j = 0; j < count; j += 4) {
      float t[4];
      std::int64_t a[4] = {};
      std::int64_t e[4] = {};
      for (int k = 0; k < 4; ++k) t[k] = thresholds[std::min(j + k, count - 1)];
      countFour(scores + begin, length, t, a, e);
      for (int k = 0; k < std::min(4, count - j); ++k) {
        above[j + k] += a[k];
        equal[j + k] += e[k];
      }
    }
  }
  for (std::int64_t i = whole; i < n; ++i) {
    for (int j = 0; j < count; ++j) {
      above[j] += scores[i] > thresholds[j] ? 1 : 0;
      equal[j] += scores[i] == thresholds[j] ? 1 : 0;
    }
  }
}

bool allUsable(const float* scores, std::int64_t n) {
  int usable = 0;
  usableScores(scores, n, &usable);
  return usable != 0;
}

BestOfRow::BestOfRow(int count) : count_(static_cast<std::size_t>(std::max(count, 1))) {}

// With at least `count` chunks, `count` scores are no smaller than the count-th largest of the chunks' maxima: what
// lies below cannot be among the best, and most chunks are never looked at.
float BestOfRow::lowestThatMatters(std::int64_t chunks) {
  if (chunks < static_cast<std::int64_t>(count_)) return -std::numeric_limits<float>::infinity();
  sorted_ = maxima_;
  const auto last = sorted_.begin() + static_cast<std::ptrdiff_t>(count_) - 1;
  std::nth_element(sorted_.begin(), last, sorted_.end(), std::greater<>());
  return *last;
}

const std::vector<std::pair<float, std::int32_t>>& BestOfRow::find(const float* scores, std::int64_t n) {
  const std::int64_t chunks = n / kChunk;
  maxima_.resize(static_cast<std::size_t>(chunks));
  chunkMaxima(scores, chunks, maxima_.data());
  const float lowest = lowestThatMatters(chunks);
  const float hidden = -std::numeric_limits<float>::infinity();
  best_.clear();
  const auto look = [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      if (scores[i] >= lowest && scores[i] > hidden) best_.emplace_back(scores[i], static_cast<std::int32_t>(i));
    }
  };
  for (std::int64_t c = 0; c < chunks; ++c) {
    if (maxima_[static_cast<std::size_t>(c)] >= lowest) look(c * kChunk, (c + 1) * kChunk);
  }
  look(chunks * kChunk, n);
  if (best_.size() > count_) {
    std::nth_element(best_.begin(), best_.begin() + static_cast<std::ptrdiff_t>(count_) - 1, best_.end(), isBetter);
    best_.resize(count_);
  }
  std::sort(best_.begin(), best_.end(), isBetter);
  return best_;
}

}  // namespace marcie::rec
