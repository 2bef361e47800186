// What a run may do, and a person should know of before believing its figures.
#pragma once

#include <vector>

#include "core/api/marnet_options.h"
#include "core/api/run_event.h"

namespace marcie::train {

// lastAlphaBar: ᾱ at the last step of the noise schedule, the share of the signal (in variance) that is left there.
// options.cdr.target is resolved. Pure and thread-safe.
[[nodiscard]] std::vector<WarningRaised> modelWarnings(const MarnetOptions& options, double lastAlphaBar);

}  // namespace marcie::train
