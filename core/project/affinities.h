// t-SNE's p: how much two points belong together (van der Maaten and Hinton 2008, van der Maaten 2014).
#pragma once

#include "core/base/result.h"
#include "core/project/crew.h"
#include "core/project/neighbours.h"
#include "core/project/sparse.h"

namespace marcie::project {

// p(j|i) ∝ exp(-β_i d²_ij) over the neighbours, β_i so that the entropy is log(perplexity); then
// p_ij = (p(j|i) + p(i|j)) / 2n, which sums to one. Errors: cancelled.
[[nodiscard]] Result<SparseRows> gaussianAffinities(const Neighbours& neighbours, double perplexity, Crew& crew,
                                                    const StopToken& stop);

// The weights of one point, summing to one. `squared`: ascending. Where no β fits (all neighbours equally far) they are
// equal.
void conditionalWeights(const float* squared, std::int64_t count, double perplexity, float* out);

}  // namespace marcie::project
