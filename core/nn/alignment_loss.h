// Losses that bring matching picture and text embeddings together (EMA, methods of contrastive learning).
//
// With S_ij = cos(v_i, s_j) / τ: InfoNCE is the mean cross-entropy of row i of S against column i (van den Oord et al.
// 2018); the symmetric form averages it with the columns' (Radford et al. 2021).
#pragma once

#include <span>
#include <string_view>

#include <ATen/core/Tensor.h>

namespace marcie::nn {

struct AlignmentSettings {
  bool positivesShareText = false;  // supcon: texts equal to the picture's own instead of texts of its class
  double margin = 0.2;              // cos_pair
  double negativeWeight = 1;        // cos_pair
};
struct AlignmentInput {
  at::Tensor visual;       // z_v [B, d] float32
  at::Tensor semantic;     // z_s [B, d] float32, row i belongs to row i of `visual`
  at::Tensor labels;       // [B] int64
  at::Tensor tags;         // [B, n_tags] float32: the text itself, to find equal texts
  at::Tensor temperature;  // τ, scalar > 0; undefined for losses without one
  AlignmentSettings settings{};
};
struct AlignmentLossEntry {
  std::string_view name, title, help;
  at::Tensor (*loss)(const AlignmentInput& input);  // → scalar
  bool usesTemperature = true;
};
[[nodiscard]] std::span<const AlignmentLossEntry* const> alignmentLosses();

// cos(v_i, s_j) [B, B], rows are pictures.
[[nodiscard]] at::Tensor alignmentCosines(const AlignmentInput& input);
// S [B, B], the same over τ.
[[nodiscard]] at::Tensor alignmentLogits(const AlignmentInput& input);
// Picture → text direction only; `excluded` [B, B] bool (may be undefined) leaves pairs out of the denominators.
[[nodiscard]] at::Tensor infonceVisualToText(const at::Tensor& logits, const at::Tensor& excluded);
// Mean of both directions.
[[nodiscard]] at::Tensor infonceBothWays(const at::Tensor& logits, const at::Tensor& excluded);
// [B, B] bool: texts i and j are equal.
[[nodiscard]] at::Tensor equalTexts(const at::Tensor& tags);

}  // namespace marcie::nn
