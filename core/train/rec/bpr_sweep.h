// BPR steps on matrix factorisation by many threads that do not wait for each other (Hogwild; Recht et al., NeurIPS
// 2011).
//
// Fast because it touches three rows a pair and nothing else. Two threads that meet at a row may lose an update, which
// is rare where tables are large; no two sweeps with more than one thread are the same. With one thread a sweep is a
// function of its arguments.
#pragma once

#include <cstdint>
#include <span>

namespace marcie::train {

struct BprTables {
  float* users = nullptr;  // [U, D], row after row
  float* items = nullptr;  // [I, D]
  float* bias = nullptr;   // [I]
  std::int64_t dim = 0;
};
struct BprSweepSettings {
  double learningRate = 0.05;
  double regularization = 0.002;
  int threads = 1;  // at most; a short list is worth fewer
};

// One stochastic gradient step for each pair that has a negative (>= 0):
//   g = σ(-(x_ui - x_uj)); p += η (g (q_i - q_j) - λ p), q_i += η (g p - λ q_i), q_j += η (-g p - λ q_j), and biases.
// The three lists have one length. Returns the mean of -log σ(x_ui - x_uj) before each step.
double bprSweep(const BprTables& tables, std::span<const std::int64_t> users, std::span<const std::int64_t> positives,
                std::span<const std::int64_t> negatives, const BprSweepSettings& settings);

}  // namespace marcie::train
