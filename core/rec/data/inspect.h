// The preview job for users and items: everything that can be said of the data before it is used.
#pragma once

#include "core/api/rec_summary.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/parallel.h"
#include "core/rec/data/interactions.h"
#include "core/rec/data/split.h"

namespace marcie::rec {

struct InspectRequest {
  RecDataOptions data;
  SplitOptions split;
  bool looksAtPictures = true;  // reads every picture once: headers, and content for exact duplicates
};

// `progress` counts pictures. Errors: those of readRecData and makeSplit; cancelled.
[[nodiscard]] Result<RecSummary> inspectRecData(const InspectRequest& request, const data::Progress& progress = {},
                                                const StopToken& stop = {});
// The part that looks at no file.
[[nodiscard]] RecSummary summarise(const RecData& data, const RecSplit& split);

}  // namespace marcie::rec
