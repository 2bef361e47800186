// t-SNE as a thing that is stepped: gradient descent on the Kullback-Leibler divergence of the map from the affinities.
//
// Van der Maaten and Hinton 2008; learning rate and start of Kobak and Berens 2019, Belkina et al. 2019.
#pragma once

#include <memory>
#include <vector>

#include "core/api/projection_options.h"
#include "core/project/crew.h"
#include "core/project/repulsion.h"
#include "core/project/sparse.h"

namespace marcie::project {

// Used by one thread at a time; the crew is borrowed. The map is the same for any number of threads.
class Tsne {
 public:
  // `start` [n, 2] is scaled to a standard deviation of 1e-4 along its first axis. Once `stop` is requested a step ends
  // early and the map means nothing any more.
  Tsne(SparseRows affinities, std::vector<float> start, const TsneOptions& options, Crew& crew,
       const StopToken& stop = {});

  void step();
  [[nodiscard]] bool isExaggerating() const { return iteration_ < options_.exaggerationIterations; }
  [[nodiscard]] std::int64_t iteration() const { return iteration_; }
  [[nodiscard]] std::int64_t total() const { return options_.exaggerationIterations + options_.iterations; }
  [[nodiscard]] const std::vector<float>& map() const { return map_; }

  // KL(p || q) of the map as it is, without exaggeration.
  [[nodiscard]] double divergence();
  // Σ_j (p - q) q̃ (y_i - y_j) with exaggerated p, [n, 2]: a quarter of the gradient of the divergence.
  [[nodiscard]] const std::vector<float>& gradient();

 private:
  void move();

  SparseRows p_;
  TsneOptions options_;
  Crew& crew_;
  StopToken stop_;
  std::unique_ptr<Repulsion> repulsion_;
  std::int64_t iteration_ = 0;
  double z_ = 1;
  std::vector<float> map_, gradient_, force_, velocity_, gains_;
};

}  // namespace marcie::project
