// UMAP as a thing that is stepped (McInnes, Healy, Melville 2018, algorithm 5).
//
// The reference moves both ends of an edge at once and goes through the edges one after the other, which gives one
// result on one thread only. Here each point gathers the moves that are its own: the pulls of its edges, as head and as
// tail, and the pushes of random points. Points move in eight interleaved groups; within a group everybody sees the
// others where they were before, its own position moves at once. A point's random numbers depend on (seed, epoch,
// point) only, so that the map is the same for any number of threads.
#pragma once

#include <cstdint>
#include <vector>

#include "core/api/projection_options.h"
#include "core/project/crew.h"
#include "core/project/fuzzy_set.h"
#include "core/project/sparse.h"

namespace marcie::project {

// Used by one thread at a time; the crew is borrowed.
class Umap {
 public:
  // `start` [n, 2] is scaled so that its largest coordinate is 10. Once `stop` is requested an epoch ends early and the
  // map means nothing any more.
  Umap(SparseRows graph, std::vector<float> start, const UmapOptions& options, std::uint64_t seed, Crew& crew,
       const StopToken& stop = {});

  void step();  // one epoch
  [[nodiscard]] std::int64_t iteration() const { return epoch_; }
  [[nodiscard]] std::int64_t total() const { return total_; }
  [[nodiscard]] const std::vector<float>& map() const { return map_; }

 private:
  // Both forces as functions of the squared distance, tabulated over its logarithm: no power in the inner loop.
  class Forces {
   public:
    explicit Forces(const MapCurve& curve);
    [[nodiscard]] float pull(float squared) const { return at(pull_, squared); }
    [[nodiscard]] float push(float squared) const { return at(push_, squared); }

   private:
    [[nodiscard]] static float at(const std::vector<float>& table, float squared);
    std::vector<float> pull_, push_;
  };
  void movePoint(std::int64_t point, float rate, float* to) const;

  SparseRows graph_;
  std::vector<float> rates_;  // samples of each edge in an epoch, at most 1; 0 = never
  UmapOptions options_;
  std::uint64_t seed_;
  Crew& crew_;
  StopToken stop_;
  Forces forces_;
  std::int64_t epoch_ = 0, total_ = 0;
  std::vector<float> map_, moved_;
};

}  // namespace marcie::project
