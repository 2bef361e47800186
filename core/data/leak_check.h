// What would make a result mean less than it seems: looked at before anything is trained.
#pragma once

#include <cstdint>
#include <vector>

#include "core/api/dataset_summary.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/dataset.h"

namespace marcie::data {

// Pictures that are, byte for byte, in two splits.
struct SharedPictures {
  std::vector<DuplicatePair> pairs;  // at most 1,000
  std::int64_t count = 0;
};
// Reads whole only what has the same size and the same last bytes as a file of another split, so that even 100,000
// pictures take seconds. Files that cannot be read are passed over. Errors: cancelled.
[[nodiscard]] Result<SharedPictures> picturesInTwoSplits(const Dataset& dataset, const StopToken& stop = {});

// Every finding, also the good ones: "duplicates", "text", "testAnnotations". `duplicatesAcrossSplits`: as counted by
// picturesInTwoSplits() or by the inspection. Decodes no picture.
[[nodiscard]] std::vector<LeakFinding> leakCheck(const Dataset& dataset, std::int64_t duplicatesAcrossSplits);

}  // namespace marcie::data
