// What a recommender compares: vectors of users and of items. Rows of one struct belong together.
//
// N is a number of pairs, users or items; D the number of factors. Everything is float32 on the model's device.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

namespace marcie::nn::rec {

struct UserVectors {
  at::Tensor latent;  // p [N, D]
  at::Tensor taste;  // θ [N, D], what content is compared with; the same tensor as `latent` where a user has one vector
  at::Tensor index;  // [N] int64
  [[nodiscard]] UserVectors select(const at::Tensor& rows) const;
};

struct ItemVectors {
  at::Tensor identity;     // q̃ [N, D] as the fusion left it: learned, or what stands for it in a cold item
  at::Tensor visual;       // [N, D], part of the content that comes from the picture; undefined without content
  at::Tensor inferred;     // [N, D], part that comes from the inferred representation; undefined without inference
  at::Tensor content;      // [N, D]: all of it; undefined without content
  at::Tensor bias;         // β [N]; undefined where the recommender has none
  at::Tensor contentBias;  // β'·f [N]; undefined where there is none
  at::Tensor input;        // f [N, d_f]: what content was made of; undefined without content, or where not asked for
  at::Tensor own;          // q [N, D] as it is in the table, before fusion and policy
  at::Tensor raw;          // v [N, d_v]: the item's feature; undefined where not asked for
  at::Tensor cold;         // [N] bool: training knows no interaction of it, or is made to believe so
  at::Tensor index;        // [N] int64 in the catalogue; -1: an item that is not in it
  [[nodiscard]] ItemVectors select(const at::Tensor& rows) const;
  // The same without `input` and `raw`, which are as wide as features are: for pairs that only compare what was made
  // of them, gathering two such rows a pair would be most of a training step.
  [[nodiscard]] ItemVectors selectMade(const at::Tensor& rows) const;
  [[nodiscard]] std::int64_t size() const { return index.size(0); }
};

// A user, an item of theirs, and one that is not: N pairs.
struct Triple {
  UserVectors user;
  ItemVectors positive, negative;
};

// score(u, i) = users[u] · items[i] + bias[i]
struct Factors {
  at::Tensor users;  // [B, d]
  at::Tensor items;  // [I, d]
  at::Tensor bias;   // [I], or undefined
};

// Named scalars for the curves, detached.
using LossParts = std::vector<std::pair<std::string, at::Tensor>>;

// Row-wise dot product. [N, D] · [N, D] → [N]
[[nodiscard]] at::Tensor rowDot(const at::Tensor& a, const at::Tensor& b);
// Mean of -log σ(difference), by softplus for stability. (Rendle et al. 2009)
[[nodiscard]] at::Tensor bprLoss(const at::Tensor& difference);
// Sum of two tensors of which either may be undefined.
[[nodiscard]] at::Tensor addDefined(const at::Tensor& a, const at::Tensor& b);

}  // namespace marcie::nn::rec
