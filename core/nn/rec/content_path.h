// From the feature of an item to what the recommender sees of it: unified feature φ, inferred representation, and
// feature enrichment (FE), which joins both with the item's identity.
//
//   r = φ(v), s = inferred(r), f = v | r | [r ; s]
//   plain, phi   content = E f
//   ci           content = W_v r + W_s s, the backbone's own form
//   fe, full     as the fusion says, e.g. `sum`: q̃ + W_v r + W_s s, compared with one vector of the user
//
// Used by one thread at a time.
#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

#include "core/api/cierec_options.h"
#include "core/nn/rec/backbone.h"
#include "core/nn/rec/content_inference.h"

namespace marcie::nn::rec {

class ContentPath {
 public:
  // `inference` may be null where the variant infers nothing; it must outlive the path.
  ContentPath(const CierecOptions& options, const BackboneEntry& entry, std::int64_t featureSize,
              ContentInference* inference);
  ~ContentPath();

  // Everything but the layers of content inference. Names: "phi.…" for the unified feature, the rest is the path's own.
  [[nodiscard]] std::shared_ptr<torch::nn::Module> module();
  [[nodiscard]] std::int64_t inputSize() const;  // d_f
  // v [K, d_v] → r [K, d_r]; v itself without φ.
  [[nodiscard]] at::Tensor unified(const at::Tensor& features);
  // v [K, d_v] → f [K, d_f], with annotations that are supposed of the items.
  [[nodiscard]] at::Tensor input(const at::Tensor& features, const AnnotationEdit& edit = {});
  // Fills what depends on f alone: input, visual, inferred, contentBias.
  void embed(ItemVectors& items, const at::Tensor& input);
  // Makes identity and content of the item from q̃ (items.identity) and what embed() filled.
  void fuse(ItemVectors& items);
  // The items as these users see them, pair by pair: only with fusion attn_user, else as they are.
  [[nodiscard]] ItemVectors attended(const UserVectors& users, const ItemVectors& items);
  [[nodiscard]] bool attends() const;
  // G(f) [K, D]: an identity for an item that has none.
  [[nodiscard]] at::Tensor generated(const at::Tensor& input);

 private:
  struct Layers;
  std::unique_ptr<Layers> layers_;
};

}  // namespace marcie::nn::rec
