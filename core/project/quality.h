// How far a map can be trusted: neighbours that it keeps, invents and tears apart.
//
// Venna and Kaski 2001. With rank r(i, j) of j among the neighbours of i and U_k(i) the points that are among the k
// nearest of i in the map but not in the data:
//   trustworthiness = 1 - 2 / (n k (2n - 3k - 1)) Σ_i Σ_{j ∈ U_k(i)} (r_data(i, j) - k)
// continuity is the same with data and map exchanged; recall is the share of the k nearest in the data that are among
// the k nearest in the map.
#pragma once

#include <cstdint>

#include "core/api/projection_result.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/project/crew.h"
#include "core/project/matrix.h"

namespace marcie::project {

inline constexpr std::int64_t kQualityNeighbours = 15;
inline constexpr std::int64_t kExactQuality = 5000;  // points up to which every one is looked at

// `points` from metricSpace(), `map` [n, c]; both finite. With more than kExactQuality points the means are over a
// seeded sample, whose points are still ranked among all. Maps of fewer than four points have no figures (count 0).
// Errors: cancelled.
[[nodiscard]] Result<MapQuality> measureQuality(const Matrix& points, const Matrix& map, std::uint64_t seed, Crew& crew,
                                                const StopToken& stop = {});

}  // namespace marcie::project
