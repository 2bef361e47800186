// Work on 0…count-1 by a few threads, with progress and stop.
#pragma once

#include <cstdint>
#include <functional>

#include "core/base/stop_token.h"

namespace marcie::data {

// Called by the calling thread, at most about 20 times a second and once at the end.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

// Runs work(i) for every i, in no particular order; returns false when stopped before the end. The first exception
// that work throws stops the rest and is rethrown here. `threads` < 1 means every core.
bool parallelFor(std::int64_t count, int threads, const StopToken& stop, const Progress& progress,
                 const std::function<void(std::int64_t)>& work);

}  // namespace marcie::data
