// Combinations of MARNet's options that cannot work.
#pragma once

#include "core/api/marnet_options.h"
#include "core/options/json.h"

namespace marcie {

// Adds one line for each, with the option at fault ("model.cdr.mode: …") and what to do. Pure and thread-safe.
void findMarnetProblems(const MarnetOptions& options, Problems& problems);

}  // namespace marcie
