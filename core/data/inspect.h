// The preview job: everything that can be said of a data set before it is used.
#pragma once

#include "core/api/data_options.h"
#include "core/api/dataset_summary.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/dataset.h"
#include "core/data/parallel.h"

namespace marcie::data {

// Reads the layout, then every file once on all cores: header, end of file, cheap decode, content for exact duplicates.
// Files that cannot be used become problems. `progress` counts pictures. Errors: those of readDataset; cancelled.
[[nodiscard]] Result<DatasetSummary> inspectDataset(const DataOptions& options, const Progress& progress = {},
                                                    const StopToken& stop = {});

// The part that looks at no file: counts, texts and the sentences that follow from them, for `dataset` as it is.
[[nodiscard]] DatasetSummary summarise(const Dataset& dataset);

}  // namespace marcie::data
