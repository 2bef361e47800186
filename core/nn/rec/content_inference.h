// Cross-modal content inference (CI): from the unified feature r of a picture to what its annotations would say.
//
//   m = g(r), g two layers; â = σ(E_a m + b)
//   predict     L = criterion(â, a), a mean over items and terms (+ w ‖m - s*‖², a mean)
//   match_mse   L = ‖m - s*‖² / d_s          match_cos  L = 1 - cos(m, s*)
//   infonce     L = -log softmax_j(cos(m_i, s*_j) / τ) at the items with the same annotations
//   kl          L = KL(softmax s* ‖ softmax m)
//   diffusion   MARNet's CDR: target s*, condition r; m is what it rebuilds
// s* = standardised a E, where the rows of E [n_a, d_s] are the terms' coordinates in the annotations of training items
// (latent semantic analysis), so that there is a target which does not move.
//
// Annotations of items enter loss() and nothing else; represent() can be told to suppose some. Used by one thread at a
// time.
#pragma once

#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/inference_options.h"
#include "core/base/result.h"

namespace torch::nn {
class Module;
}

namespace marcie::nn::rec {

// The terms' coordinates: leading right singular vectors of `annotations` [N, n_a], scaled so that a E has unit
// variance. Returns [n_a, width]; columns that the data cannot fill are zero. Rows of `annotations` are training items.
[[nodiscard]] at::Tensor annotationCoordinates(const at::Tensor& annotations, std::int64_t width);

// Annotations to suppose of a picture, as places in the vocabulary, whatever it looks like.
struct AnnotationEdit {
  std::vector<std::int64_t> present, absent;
  [[nodiscard]] bool empty() const { return present.empty() && absent.empty(); }
};

class ContentInference {
 public:
  // Weights from torch's default generator. `coordinates` [n_a, d_s] as above, or zeros where a checkpoint brings them.
  // Errors: option (unknown schedule: a bug of this program).
  [[nodiscard]] static Result<std::unique_ptr<ContentInference>> create(const InferenceOptions& options,
                                                                        std::int64_t unifiedSize,
                                                                        const at::Tensor& coordinates);
  ~ContentInference();

  [[nodiscard]] std::shared_ptr<torch::nn::Module> module();
  [[nodiscard]] std::int64_t size() const;  // d_s
  // r [K, d_r] → s [K, d_s].
  [[nodiscard]] at::Tensor represent(const at::Tensor& unified);
  // The same after the smallest change of m (least squares) that makes the head say what is supposed: logits ±3. Of
  // kinds without such a head, after the terms' coordinates have been added or taken away.
  [[nodiscard]] at::Tensor represent(const at::Tensor& unified, const AnnotationEdit& edit);
  // r [K, d_r] → probability of each term [K, n_a] in [0, 1]; of the match kinds the similarity, rescaled to it.
  [[nodiscard]] at::Tensor probabilities(const at::Tensor& unified);
  // r [K, d_r], a [K, n_a] in {0, 1} → scalar. Draws from the default generator (diffusion).
  [[nodiscard]] at::Tensor loss(const at::Tensor& unified, const at::Tensor& annotations);

 private:
  ContentInference();
  [[nodiscard]] at::Tensor hidden(const at::Tensor& unified);
  [[nodiscard]] at::Tensor logits(const at::Tensor& hidden);
  [[nodiscard]] at::Tensor edited(const at::Tensor& hidden, const AnnotationEdit& edit);
  [[nodiscard]] at::Tensor representationOf(const at::Tensor& hidden);
  [[nodiscard]] at::Tensor targets(const at::Tensor& annotations) const;
  [[nodiscard]] at::Tensor predictionLoss(const at::Tensor& logits, const at::Tensor& annotations) const;

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace marcie::nn::rec
