// One pass over pictures of a data set as evaluation sees them: in order, not augmented, text poisoned with NaN.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/api/run_spec.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/batch.h"
#include "core/data/dataset.h"

namespace marcie::eval {

using ProgressCallback = std::function<void(std::int64_t done, std::int64_t total)>;

// Uses the picture cache where the spec says so; batches of a run on a feature matrix carry features. Errors: io,
// diskFull, cancelled; with a matrix, those of train::openFeatureMatrix and data (a picture without a row).
[[nodiscard]] Result<void> forEachBatch(const RunSpec& spec, const data::Dataset& dataset,
                                        const std::vector<std::int64_t>& indices, const StopToken& stop,
                                        const ProgressCallback& progress,
                                        const std::function<void(const data::Batch&)>& use);

}  // namespace marcie::eval
