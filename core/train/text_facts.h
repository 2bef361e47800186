// What the annotations of the training pictures look like: decides what CDR reconstructs, and gives its scale.
#pragma once

#include <cstdint>
#include <string>

#include <ATen/core/Tensor.h>

#include "core/api/marnet_options.h"
#include "core/data/dataset.h"

namespace marcie::train {

struct TextFacts {
  std::int64_t distinctTexts = 0;
  std::int64_t classesWithText = 0;
  at::Tensor tagFrequency;  // [n_tags] float32, over training pictures that have any annotation
  at::Tensor classTags;     // [classes, n_tags] float32, the same within each class

  // "none", "class" (a text says no more than the class) or "image".
  [[nodiscard]] std::string kind() const;
};

[[nodiscard]] TextFacts textFacts(const data::Dataset& dataset);

// `automatic` becomes multihot where there are more texts than classes, else text_z; the modes that mix text and
// picture always get text_z. Other choices stay.
[[nodiscard]] CdrTarget resolveTarget(const CdrOptions& options, const TextFacts& facts);

}  // namespace marcie::train
