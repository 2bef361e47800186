// Recommenders without a network: what everything that is learned has to beat.
#pragma once

#include <cstdint>
#include <span>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/rec/data/interactions.h"
#include "core/rec/data/split.h"
#include "core/rec/eval/ranking.h"

namespace marcie::rec {

// By how many users had the item in training: the same list for everybody; knows nothing of cold items.
[[nodiscard]] Scorer popularityReference(const RecData& data, const RecSplit& split);

// By likeness of content: the sum of the cosine between the item and the user's training items. With `neighbours` > 0
// only those of the user's items count that are among the item's nearest ones in training. features [I, d] float32.
// Errors: data (shape), option.
[[nodiscard]] Result<Scorer> itemKnnReference(const RecData& data, const RecSplit& split, const at::Tensor& features,
                                              int neighbours = 0);

struct RidgeOptions {
  int factors = 64;
  double ridge = 0;  // weight of the squared coefficients; 0 chooses among powers of ten by leave-one-out error
  int rounds = 4;    // power iterations of the decomposition
};
struct RidgeReference {
  FactoredScores scores;
  double ridge = 0;      // what was used
  double explained = 0;  // share of the variance of warm factors that content explains, leave-one-out
};
// Content → factors: training interactions are decomposed (truncated SVD), a ridge regression from features to the
// factors of warm items is solved, and cold items get what it predicts; warm items keep their factors. Deterministic.
// Errors: data (shape, no warm item), option, cancelled.
[[nodiscard]] Result<RidgeReference> ridgeReference(const RecData& data, const RecSplit& split,
                                                    const at::Tensor& features, const RidgeOptions& options = {},
                                                    std::uint64_t seed = 1, const StopToken& stop = {});
// The same regression for factors that somebody else trained: items [I, k] (rows of cold items are not looked at).
// Returns [I, k] with predicted rows for cold items.
[[nodiscard]] Result<at::Tensor> predictFactors(const at::Tensor& items, const at::Tensor& features,
                                                std::span<const std::uint8_t> warm, double ridge = 0);

}  // namespace marcie::rec
