// MARNet (arXiv 2407.18854) and the rows of its ablation table as one module.
//
//   x_v = encoder(picture)          z_v = P_v(x_v)
//   x_s = textEncoder(annotations)  z_s = P_s(x_s)            training only
//   x_EMA: z_v in one of three forms
//   x_CDR = reverse diffusion with condition z_v              target: annotations, x_s, z_s or its class mean
//   logits = W · fusion(x_EMA, x_CDR, x_v) + b
//
// Equations and what the paper leaves open: see the options. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/marnet_options.h"
#include "core/base/result.h"
#include "core/nn/network.h"
#include "core/nn/reverse_process.h"

namespace marcie::nn {

// What the model has to know of its data.
struct MarnetShape {
  std::int64_t classes = 0;
  std::int64_t tags = 0;                // 0 = the data has no annotations
  at::Tensor tagFrequency;              // [tags] float32: share of training pictures with each annotation
  at::Tensor classTags;                 // [classes, tags] float32: the same within each class
  std::vector<std::string> tagNames{};  // in the order of the vocabulary, for text encoders that read names
  // Columns of the text encoder's stored matrix (MarnetModel::storedTextWidth): > 0 when a checkpoint will be loaded,
  // so that model.textFile is not read.
  std::int64_t storedTextWidth = 0;
};

// What learns now; decides which path loss() and view() take.
enum class MarnetStage {
  backbone,  // encoder and a plain linear classifier on x_v
  text,      // text encoder and the shared classifier on z_s; pictures are not looked at
  joint,     // everything
  refit,     // the fused classifier alone, on x_CDR sampled as in use
};

// One addend of the loss: total = Σ weight · value.
struct LossTerm {
  std::string name;  // ce, ce_v, ce_s, ema, cdr_mse, cdr_ce, tag_bce
  at::Tensor value;  // unweighted scalar, with its graph
  double weight = 1;
};
// What the terms were computed from, with its graph: the gradient of a term at an embedding is
// torch::autograd::grad({term.value}, {state.aligned}, …). Members that the variant or the phase does not have are
// undefined.
struct MarnetState {
  at::Tensor features;       // x_v [B, d_v]
  at::Tensor aligned;        // z_v [B, d]
  at::Tensor emaOutput;      // x_EMA [B, d]
  at::Tensor semantic;       // z_s [B, d]
  at::Tensor hasText;        // [B] bool: rows whose annotations take part
  at::Tensor temperature;    // τ, scalar; undefined for losses without one
  at::Tensor cdrTarget;      // s_0 [B, d_target]
  at::Tensor cdrPrediction;  // x̂₀ at a random step of the diffusion [B, d_target]
  at::Tensor reconstructed;  // x_CDR that the head saw [B, d_target]
  at::Tensor fused;          // what the classifier saw [B, d_f]
};
// Holds the step's graph: keep it no longer than the step.
struct MarnetLoss {
  at::Tensor total;  // scalar
  std::vector<LossTerm> terms;
  at::Tensor logits;  // [B, classes], of the path that the loss saw, detached
  MarnetState state;

  // Name and detached value of each term.
  [[nodiscard]] std::vector<std::pair<std::string, at::Tensor>> parts() const;
};

// Everything about pictures that needs no text. Members that a variant does not have are undefined.
struct MarnetView {
  at::Tensor features;       // x_v [B, d_v]
  at::Tensor aligned;        // z_v [B, d]
  at::Tensor reconstructed;  // x_CDR [B, d_target]
  at::Tensor fused;          // what the classifier sees [B, d_f]
  at::Tensor logits;         // [B, classes]
  at::Tensor tags;           // probability of each annotation [B, tags]
};

class MarnetModel {
 public:
  // Weights come from torch's default generator: seed it first. Errors: option, for names that no catalog has, an
  // unresolved `automatic` target, or a variant that needs annotations where there are none; those of reading
  // model.textFile (notFound, io, format).
  // `encoder`: a picture network of the caller's instead of the one that the options name, e.g. for features that were
  // computed before.
  [[nodiscard]] static Result<std::unique_ptr<MarnetModel>> create(const MarnetOptions& options,
                                                                   const MarnetShape& shape,
                                                                   std::shared_ptr<Encoder> encoder = {});
  ~MarnetModel();

  [[nodiscard]] torch::nn::Module& module();
  [[nodiscard]] Encoder& encoder();

  void setStage(MarnetStage stage);
  // images [B, 3, H, W], or the x_v [B, d_v] that stand for them, here and below; labels [B], tags [B, n_tags]
  // (undefined without). Rows whose annotations are empty take part
  // in the picture losses only. Puts the module into training mode (in `refit`: evaluation mode, no batch statistics
  // move).
  [[nodiscard]] MarnetLoss loss(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags);

  // The alignment term, unweighted, of embeddings that the caller may have changed: reads aligned, semantic, hasText
  // and temperature of `state`. To see what it does to them.
  [[nodiscard]] at::Tensor alignmentTerm(const MarnetState& state, const at::Tensor& labels,
                                         const at::Tensor& tags) const;

  // The test path: pictures alone, evaluation mode, no gradients. A row's result does not depend on the others.
  [[nodiscard]] MarnetView view(const at::Tensor& images);
  // view().logits alone, without what the stage has no use for. `seen` gets what was computed on the way.
  [[nodiscard]] at::Tensor logits(const at::Tensor& images, MarnetView* seen = nullptr);
  // z_s [B, d] of known texts, for alignment metrics; undefined for variants without a text branch.
  [[nodiscard]] at::Tensor textEmbedding(const at::Tensor& tags);
  // Logits [B, classes] of the path that the loss takes (noise from the default generator), for the leak plot.
  // Evaluation mode, no gradients.
  [[nodiscard]] at::Tensor trainPathLogits(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags);

  // Parameters by what they belong to, with their registered names.
  using NamedParameters = std::vector<std::pair<std::string, at::Tensor>>;
  [[nodiscard]] NamedParameters encoderParameters() const;
  [[nodiscard]] NamedParameters headParameters() const;        // everything behind the encoder that the loss uses
  [[nodiscard]] NamedParameters classifierParameters() const;  // of fusion and fused classifier only
  [[nodiscard]] NamedParameters backboneHeadParameters() const;
  [[nodiscard]] NamedParameters textParameters() const;  // what the stage `text` trains

  [[nodiscard]] bool usesText() const;
  [[nodiscard]] bool hasTextBranch() const;  // z_s exists
  // For MarnetShape when the model is built again to load its checkpoint.
  [[nodiscard]] std::int64_t storedTextWidth() const;
  [[nodiscard]] const ReverseProcess* reverseProcess() const;

 private:
  friend class MarnetLens;  // looks inside: core/nn/marnet_lens.h
  class Impl;
  explicit MarnetModel(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

// True when the variant reads annotations in training.
[[nodiscard]] bool needsText(const MarnetOptions& options);

}  // namespace marcie::nn
