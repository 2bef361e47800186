// A model looked into: what its parts say on their own, and what its diffusion does step by step. For people, not for
// training; evaluation mode, no gradients, nothing of the model changes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/nn/marnet_model.h"
#include "core/nn/reconstruction.h"

namespace marcie::nn {

// What a classifier inside the model makes of a picture.
struct HeadLogits {
  std::string name;   // "backbone" on x_v, "ema" on x_EMA, "cdr" on x_CDR, "full" on their fusion
  at::Tensor logits;  // [B, classes]
};

// Used by one thread at a time; the model outlives it.
class MarnetLens {
 public:
  explicit MarnetLens(MarnetModel& model);

  // Every classifier that the model has and has trained by this stage; the one that view() uses comes last.
  // `view`: what MarnetModel::view() returned for the pictures.
  [[nodiscard]] std::vector<HeadLogits> heads(const MarnetView& view);

  // --- the diffusion; precondition of everything below: reconstructs() ---------------------------------------------
  [[nodiscard]] bool reconstructs() const;
  [[nodiscard]] Reconstruction& reconstruction();
  // Something told the diffusion where to go: there are targets.
  [[nodiscard]] bool hasTargets() const;
  // The target is the annotations themselves, so that x̂₀ can be read as such.
  [[nodiscard]] bool decodesTags() const;

  // Logits [B, classes] with x̂₀ [B, d_target] in the place of x_CDR: of the fused head, of the head on x̂₀ alone.
  [[nodiscard]] at::Tensor fusedLogits(const MarnetView& view, const at::Tensor& x0);
  [[nodiscard]] at::Tensor reconstructedLogits(const at::Tensor& x0);
  // Probabilities of annotations [B, tags]; precondition: decodesTags().
  [[nodiscard]] at::Tensor decoded(const at::Tensor& x0);
  // Where texts [N, tags] in {0, 1} lie in the space of the diffusion [N, d_target]; precondition: hasTargets(). With
  // running class means as target it is z_s at their scale, as it is for models that rebuild the picture (mode C).
  [[nodiscard]] at::Tensor textTargets(const at::Tensor& tags);
  // Where classes lie: from the means that training kept [classes, d_target]; undefined where it kept none, and rows of
  // NaN for classes that did not occur.
  [[nodiscard]] at::Tensor classTargets();

 private:
  [[nodiscard]] bool isMultihot() const;
  MarnetModel::Impl& impl_;
};

}  // namespace marcie::nn
