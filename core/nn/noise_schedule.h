// How fast the forward diffusion destroys its target (Ho et al. 2020): β_t in (0, 1) for t = 0 … T-1,
// α_t = 1 - β_t, ᾱ_t = Π α. Doubles throughout, because ᾱ runs over ten orders of magnitude.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace marcie::nn {

struct NoiseScheduleEntry {
  std::string_view name, title, help;
  std::vector<double> (*betas)(int steps);  // steps ≥ 1 → β, size `steps`
};
[[nodiscard]] std::span<const NoiseScheduleEntry* const> noiseSchedules();

// Everything that forward and reverse process need, computed once from β. Posterior of x_{t-1} given x_t and x_0:
// mean = x0Weight·x_0 + stateWeight·x_t, variance = posteriorVariance (equations 6 and 7 of the paper).
struct DiffusionTables {
  std::vector<double> beta, alphaBar, x0Weight, stateWeight, posteriorVariance;

  explicit DiffusionTables(std::vector<double> betas);
  [[nodiscard]] int steps() const { return static_cast<int>(beta.size()); }
  // ᾱ before step t; 1 before the first.
  [[nodiscard]] double alphaBarBefore(int t) const { return t > 0 ? alphaBar[static_cast<std::size_t>(t) - 1] : 1.0; }
};

// β from a decreasing ᾱ(u), u in [0, 1]: 1 - ᾱ((t+1)/T)/ᾱ(t/T), kept within [smallest, largest].
[[nodiscard]] std::vector<double> betasFromAlphaBar(int steps, const std::function<double(double)>& alphaBar,
                                                    double smallest, double largest);
// Evenly spaced from first to last, both included, kept at or below `largest`.
[[nodiscard]] std::vector<double> linearBetas(int steps, double first, double last, double largest);

}  // namespace marcie::nn
