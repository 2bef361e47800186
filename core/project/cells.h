// The approximate search of neighbours.h. Internal.
#pragma once

#include "core/project/neighbours.h"

namespace marcie::project {

// Fills out.indices and out.squared for out.count neighbours of every point. False when stopped.
[[nodiscard]] bool searchCells(const Matrix& points, std::uint64_t seed, Crew& crew, const StopToken& stop,
                               const ShareDone& share, Neighbours& out);

}  // namespace marcie::project
