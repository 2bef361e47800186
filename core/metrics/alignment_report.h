// How well pictures and their texts meet, in full: for the report that people read. alignment.h has the short figures
// that a run records.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/base/stop_token.h"

namespace marcie::metrics {

inline constexpr std::array<std::int64_t, 3> kRecallDepths{1, 5, 10};
inline constexpr int kCosineBins = 50;  // of equal width over [-1, 1]

struct AlignmentReport {
  // Share of pictures whose own text is among the 1, 5, 10 nearest different texts; share of texts that have one of
  // their pictures among the nearest. Ties count for the query.
  std::array<double, 3> imageToText{}, textToImage{};
  double matchedCosine = 0, mismatchedCosine = 0;  // means over pairs; mismatched: of pairs whose texts differ
  double modalityGap = 0;                          // |mean of unit z_v - mean of unit z_s| (Liang et al. 2022)
  std::vector<double> matched, mismatched;         // histograms: shares of the pairs, each sums to 1 (0 without pairs)
  std::vector<double> cosines;                     // of each picture with its own text
  std::vector<std::int64_t> ranks;                 // of each picture: different texts that are nearer than its own
  std::int64_t texts = 0;                          // different ones
};

// visual, semantic [N, d] float32, row i belongs to row i; text [N] int64: equal numbers are equal texts. N ≥ 1.
// Memory grows with N, time with N². Errors: cancelled.
[[nodiscard]] Result<AlignmentReport> alignmentReport(const at::Tensor& visual, const at::Tensor& semantic,
                                                      const at::Tensor& text, const StopToken& stop = {});

}  // namespace marcie::metrics
