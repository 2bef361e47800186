// The sums over all pairs of a t-SNE step, three ways.
//
// For a map y: q_ij = 1 / (1 + |y_i - y_j|²),  Z = Σ_{i≠j} q_ij,  force_i = Σ_j q_ij² (y_i - y_j).
// Every way gives one result for any number of threads. Used by one thread at a time.
#pragma once

#include <memory>
#include <vector>

#include "core/api/projection_options.h"
#include "core/project/crew.h"

namespace marcie::project {

class Repulsion {
 public:
  virtual ~Repulsion() = default;
  // map [n, 2] → force [n, 2], Z returned.
  [[nodiscard]] virtual double sum(const std::vector<float>& map, std::vector<float>& force, Crew& crew) = 0;
};

// All pairs: n².
[[nodiscard]] std::unique_ptr<Repulsion> makeExactRepulsion();
// Quadtree (van der Maaten 2014): n log n. A cell stands for its points when its width is below theta × distance.
[[nodiscard]] std::unique_ptr<Repulsion> makeTreeRepulsion(double theta);
// Interpolation on a grid and FFT (Linderman et al. 2019): n + area · log area.
[[nodiscard]] std::unique_ptr<Repulsion> makeGridRepulsion();

// `automatic`: what is quickest for so many points.
[[nodiscard]] std::unique_ptr<Repulsion> makeRepulsion(TsneRepulsion kind, double theta, std::int64_t points);

}  // namespace marcie::project
