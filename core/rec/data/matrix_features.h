// Features that the user brings: .npy, .npz, .safetensors, or Amazon's image_features .b.
#pragma once

#include <filesystem>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/rec/data/interactions.h"

namespace marcie::rec {

struct FeatureMatrix {
  at::Tensor rows;                   // [I, d] float32, in the order of items; zeros for an item without a row
  std::vector<RecProblem> problems;  // zero rows, items without a row, rows without an item
};

// options.matrix, else data.features. Without options.index the rows are the items in the data's order.
// Errors: notFound, io, format (no matrix of numbers in it), data (wrong number of rows, NaN or infinity, an item twice
// in the index: each names the first ones).
[[nodiscard]] Result<FeatureMatrix> openMatrix(const RecData& data, const RecFeatureOptions& options);

}  // namespace marcie::rec
