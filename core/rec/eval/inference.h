// How well annotations are inferred from pictures: against the true ones, on items that were not trained on.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/options/json.h"
#include "core/rec/data/interactions.h"

namespace marcie::rec {

struct InferenceOptions {
  std::vector<int> ks{5, 10};
  double threshold = 0.5;  // probability from which a term is said to be there, for F1
};
struct InferenceAtK {
  int k = 0;
  double precision = 0, recall = 0;  // means over items
};
struct InferenceReport {
  std::int64_t items = 0;  // with at least one true annotation
  std::int64_t terms = 0;  // that occur among them
  // Mean over terms of average precision over items (ties in mid-order: expected value over their orders), and what
  // a ranking by chance gets: the mean share of items that have the term.
  double meanAveragePrecision = 0, chance = 0;
  double microF1 = 0;  // of all (item, term) decisions
  double macroF1 = 0;  // mean over the terms that occur
  std::vector<InferenceAtK> at;
};

// probabilities [n, T] float32, finite; `items` names their rows among data.items. `terms` maps columns to
// data.vocabulary; empty = column t is term t. Items without a true annotation among the terms are left out.
// Errors: data (shapes that do not fit, values that are not finite), option.
[[nodiscard]] Result<InferenceReport> judgeInference(const at::Tensor& probabilities, const RecData& data,
                                                     std::span<const std::int32_t> items,
                                                     std::span<const std::int32_t> terms,
                                                     const InferenceOptions& options = {});
[[nodiscard]] Json inferenceJson(const InferenceReport& report);

}  // namespace marcie::rec
