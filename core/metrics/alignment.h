// How well picture and text embeddings meet, and how well predicted annotations rank. Diagnostics: they look at known
// text, and nothing that classifies a picture looks at them.
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace marcie::metrics {

struct AlignmentScores {
  double imageToTextR1 = 0, imageToTextR5 = 0;  // share of pictures whose own text is among the 1 | 5 nearest texts
  double textToImageR1 = 0, textToImageR5 = 0;  // share of texts that have a picture of theirs among the nearest
  double matchedCosine = 0;                     // mean over pairs
  double mismatchedCosine = 0;                  // mean over pairs whose texts differ
  double modalityGap = 0;                       // |mean of unit z_v - mean of unit z_s| (Liang et al. 2022)
};

// visual, semantic [N, d] float32, row i belongs to row i; tags [N, n_tags] in {0, 1}. Equal texts count as one text.
// N ≥ 1; memory grows with N².
[[nodiscard]] AlignmentScores alignmentScores(const at::Tensor& visual, const at::Tensor& semantic,
                                              const at::Tensor& tags);

struct TagScores {
  double meanAuc = 0;  // over annotations that occur and are missing at least once; ties count half
  double microF1 = 0;  // of probability ≥ 0.5 against the truth, over all cells
};

// probability, truth [N, n_tags] float32; truth in {0, 1}.
[[nodiscard]] TagScores tagScores(const at::Tensor& probability, const at::Tensor& truth);

// Area under the ROC curve of scores [N] against truth [N] in {0, 1}, by mid-ranks; NaN when only one kind occurs.
[[nodiscard]] double rocAuc(const at::Tensor& scores, const at::Tensor& truth);

}  // namespace marcie::metrics
