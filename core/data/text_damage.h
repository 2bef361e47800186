// Annotation errors made on purpose, to see what a method does with bad text.
#pragma once

#include <cstdint>

#include "core/api/data_options.h"
#include "core/data/dataset.h"

namespace marcie::data {

// Damages the annotations of the training pictures as data.textDrop, textSwap and textNoise say: each annotation is
// lost, or taken for another one, or gets a wrong one beside it. The result is what the data says from then on, the
// same in every epoch, and everything that learns from training text sees it. Validation and test keep theirs. What
// happens to a picture is a function of (seed, its place in the data set); a stronger setting damages what a weaker one
// did, and more.
void damageTrainingText(Dataset& dataset, const DataOptions& options, std::uint64_t seed);

}  // namespace marcie::data
