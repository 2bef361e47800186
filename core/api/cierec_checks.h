// Combinations of recommender options that cannot work.
#pragma once

#include "core/api/run_spec.h"

namespace marcie {

// Adds every problem of a spec of the task cierec; names of catalogs are the engine's matter.
void findCierecProblems(const RunSpec& spec, Problems& problems);

}  // namespace marcie
