// A recommender with or without CIERec on it: tables of users and items, what their content becomes, cold items, and
// the loss. What is special about a backbone is in backbones/.
//
// Annotations enter loss() and nothing else: in use there is no place for them. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/cierec_options.h"
#include "core/base/result.h"
#include "core/nn/rec/content_inference.h"
#include "core/nn/rec/vectors.h"

namespace torch::nn {
class Module;
}

namespace marcie::nn::rec {

// What is known of users and items before anything is learned. Tensors live on the model's device.
struct RecWorld {
  std::int64_t users = 0;
  at::Tensor features;     // v [I, d_v] float32
  at::Tensor warm;         // [I] bool: has interactions in training
  at::Tensor history;      // [U, H] int64: newest items of each user in training, -1 where there are fewer
  at::Tensor coordinates;  // [n_a, d_s] float32: annotationCoordinates(), or zeros of that shape
  [[nodiscard]] std::int64_t items() const { return features.size(0); }
};

struct RecBatch {
  at::Tensor users, positives;  // [B] int64; undefined: nothing to rank
  at::Tensor negatives;         // [B, N] int64, -1 = leave the pair out
  int keepOf = 0;               // > 0: of each so many negatives only the best scored is compared with
  at::Tensor inferenceItems;    // [M] int64; undefined, or a model that infers nothing: nothing to infer
  at::Tensor annotations;       // [M, n_a] float32 in {0, 1}
};
struct RecLoss {
  at::Tensor total;
  LossParts parts;
};

class RecModel {
 public:
  using Parameters = std::vector<std::pair<std::string, at::Tensor>>;
  enum class Stage { inference, prepare, train };

  // Weights from torch's default generator. Errors: option (unknown backbone, what the backbone refuses).
  [[nodiscard]] static Result<std::unique_ptr<RecModel>> create(const CierecOptions& options, const RecWorld& world);
  ~RecModel();

  [[nodiscard]] torch::nn::Module& module();
  [[nodiscard]] const CierecOptions& options() const;
  [[nodiscard]] bool infers() const;       // has an inferred representation
  [[nodiscard]] bool prepares() const;     // its backbone has a phase before training proper
  [[nodiscard]] bool keepsTables() const;  // … and the tables stay as they are after it
  void setStage(Stage stage);

  // Disjoint: vectors of users and items; φ; layers on the content and the backbone's own; content inference.
  [[nodiscard]] Parameters tableParameters() const;
  [[nodiscard]] Parameters unifiedParameters() const;
  [[nodiscard]] Parameters contentParameters() const;
  [[nodiscard]] Parameters inferenceParameters() const;

  // In training mode. Draws from torch's default generator (dropout, hidden identities, diffusion).
  [[nodiscard]] RecLoss loss(const RecBatch& batch);

  // In use: evaluation mode, no gradients. What does not change until weights do may be kept by the caller.
  [[nodiscard]] UserVectors users(const at::Tensor& index);  // [N] int64
  [[nodiscard]] ItemVectors items();                         // the catalogue
  // v [K, d_v] of items that nobody has seen, with annotations that are supposed of them.
  [[nodiscard]] ItemVectors newItems(const at::Tensor& features, const AnnotationEdit& edit = {});
  // Scores of all users as a product; nothing where the model has none.
  [[nodiscard]] std::optional<Factors> factors(const UserVectors& users, const ItemVectors& items);
  // [B, I] float32.
  [[nodiscard]] at::Tensor table(const UserVectors& users, const ItemVectors& items);
  // Score [N] of pairs, and the parts of it that can be told apart: where the score is no sum of them they are what
  // each part would score alone.
  [[nodiscard]] at::Tensor score(const UserVectors& users, const ItemVectors& items);
  struct ScoreParts {
    at::Tensor collaborative, visual, inferred, bias;  // [N] each
  };
  [[nodiscard]] ScoreParts scoreParts(const UserVectors& users, const ItemVectors& items);
  // One user's vectors [1, D] after `steps` of Adam on BPR of every chosen item against every other, with the run's
  // regularisation; items stay as they are. Deterministic.
  [[nodiscard]] UserVectors refit(const UserVectors& start, const ItemVectors& chosen, const ItemVectors& others,
                                  int steps, double rate);
  // v [K, d_v] → probability of each annotation [K, n_a]; undefined where nothing was inferred.
  [[nodiscard]] at::Tensor annotationProbabilities(const at::Tensor& features);
  // v [K, d_v] → s [K, d_s]; undefined where nothing was inferred.
  [[nodiscard]] at::Tensor inferredRepresentation(const at::Tensor& features);

 private:
  struct Parts;
  explicit RecModel(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace marcie::nn::rec
