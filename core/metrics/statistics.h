// How sure a difference is: summaries with confidence intervals, paired tests over seeds, and a paired bootstrap over
// seeds and test pictures. Doubles in, doubles out; everything random is a function of the given seed. Thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace marcie::metrics {

// Mean, standard deviation (n - 1) and a confidence interval of the mean by Student's t. The deviation and the interval
// are NaN for fewer than two values, everything is NaN for none.
struct Summary {
  std::int64_t n = 0;
  double mean = 0, deviation = 0;
  double low = 0, high = 0;
};
[[nodiscard]] Summary summarise(std::span<const double> values, double confidence = 0.95);

// Regularised incomplete beta function I_x(a, b) by its continued fraction (Lentz's method); a, b > 0, x in [0, 1].
[[nodiscard]] double incompleteBeta(double a, double b, double x);
// P(|T| > |t|) for Student's t with `degrees` degrees of freedom.
[[nodiscard]] double studentTwoSided(double t, double degrees);
// The t with P(|T| <= t) = confidence.
[[nodiscard]] double studentQuantile(double confidence, double degrees);

// Is the mean of `differences` other than 0? NaN where it cannot be said: fewer than two, or all equal.
[[nodiscard]] double pairedTTest(std::span<const double> differences);
// Wilcoxon's signed ranks, two-sided and exact: every sign of every rank is equally likely. Zero differences are left
// out and equal ones share the mean of their ranks. NaN when nothing is left; with n values no p is below 2^(1-n).
[[nodiscard]] double wilcoxonSignedRank(std::span<const double> differences);

// What two methods scored on the same pictures with the same seed: a[i] and b[i] belong to picture i.
struct PairedScores {
  std::vector<double> a, b;
};
struct BootstrapOptions {
  int draws = 2000;
  std::uint64_t seed = 1;
  double confidence = 0.95;
};
// Of the mean of a - b: percentile interval, and two-sided p = 2·min(P(≤ 0), P(≥ 0)), at least 2 / (draws + 1).
struct BootstrapResult {
  double difference = 0, low = 0, high = 0, p = 0;
};
// Draws seeds and pictures with replacement, both, and keeps the pairing. Where all seeds have the same number of
// pictures they are taken for the same pictures and drawn once for all seeds, else anew for each seed. Everything is
// NaN without scores. Throws std::invalid_argument when a and b of a seed differ in length (a bug).
[[nodiscard]] BootstrapResult pairedBootstrap(std::span<const PairedScores> seeds,
                                              const BootstrapOptions& options = {});

}  // namespace marcie::metrics
