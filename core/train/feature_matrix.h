// A backbone that exists only as its output: a matrix of features that the user brings (model.encoder=matrix).
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/api/marnet_options.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/feature_table.h"
#include "core/nn/network.h"

namespace marcie::train {

inline constexpr std::string_view kMatrixEncoder = "matrix";
[[nodiscard]] inline bool isMatrix(const MarnetOptions& options) {
  return options.encoder == kMatrixEncoder;
}

// A picture network without parameters that passes features [B, width] on. It has nothing to look at pictures with, and
// throws where it is given some.
[[nodiscard]] std::shared_ptr<nn::Encoder> makeMatrixEncoder(std::int64_t width);

// Reads model.weights (.npy, [n, d] floats) and joins its rows with the pictures of the data set by model.featureIndex:
// a .txt with one path a line, or a .csv with the column `image` or `path` and, where rows are not in order, `row`
// (from 0). Paths are absolute or relative to the data's folder. Without an index the rows are the pictures in the
// data's own order, as `encode --data` writes them. Pictures without a row are allowed: see requireFeatures(). Errors:
// notFound, io, format (no such matrix), data (wrong number of rows, NaN or infinity, a path that the data does not
// have or that comes twice; each names the first ones).
[[nodiscard]] Result<std::shared_ptr<const data::FeatureTable>> openFeatureMatrix(const MarnetOptions& options,
                                                                                  const data::Dataset& dataset);

// Errors: data, when any of these pictures has no row.
[[nodiscard]] Result<void> requireFeatures(const data::FeatureTable& table, const data::Dataset& dataset,
                                           const std::vector<std::int64_t>& indices);

}  // namespace marcie::train
