// The inner loops of ranking: how many scores stand above a few given ones, and the best of a row.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace marcie::rec {

// above[j] += number of scores > thresholds[j]; equal[j] += number of scores == thresholds[j].
void countAbove(const float* scores, std::int64_t n, const float* thresholds, int count, std::int64_t* above,
                std::int64_t* equal);
// False when one of them is NaN or infinite.
[[nodiscard]] bool allUsable(const float* scores, std::int64_t n);

// The `count` largest of scores above -infinity as (score, place), best first, ties by the smaller place.
class BestOfRow {
 public:
  explicit BestOfRow(int count);
  // Valid until the next call.
  const std::vector<std::pair<float, std::int32_t>>& find(const float* scores, std::int64_t n);

 private:
  [[nodiscard]] float lowestThatMatters(std::int64_t chunks);

  std::size_t count_;
  std::vector<float> maxima_, sorted_;
  std::vector<std::pair<float, std::int32_t>> best_;
};

}  // namespace marcie::rec
