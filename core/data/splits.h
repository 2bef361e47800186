// Completes what a layout leaves open: splits, share of the training data, vocabulary.
#pragma once

#include "core/api/data_options.h"
#include "core/data/dataset.h"

namespace marcie::data {

// `dataset.splitOrigin` is "given" when the layout names splits and empty when it does not. Where nothing is given a
// stratified split is drawn; where only validation or test is missing, it is taken from training. The draw depends on
// the seed and the path relative to the root alone: not on where the data lies, nor on which other files there are.
void completeSplits(Dataset& dataset, const DataOptions& options);

// Keeps a stratified share of the training pictures (at least one a class) and drops the rest.
void keepTrainFraction(Dataset& dataset, const DataOptions& options);

// Drops annotations that fewer than minTagCount training pictures have. Without training pictures all are kept.
void dropRareTags(Dataset& dataset, int minTagCount);

}  // namespace marcie::data
