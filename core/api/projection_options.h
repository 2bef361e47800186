// How a map of many-dimensional points is drawn: methods, their parameters, and what they mean.
//
// Read by core/project (which computes), by marcie-cli project and by the window's form.
#pragma once

#include <array>
#include <cstdint>

#include "core/options/field.h"

namespace marcie {

enum class ProjectionMethod { pca, tsne, umap };
template <>
struct EnumTable<ProjectionMethod> {
  static constexpr std::array entries{EnumEntry{ProjectionMethod::pca, "pca", MARCIE_TR("Options", "PCA")},
                                      EnumEntry{ProjectionMethod::tsne, "tsne", MARCIE_TR("Options", "t-SNE")},
                                      EnumEntry{ProjectionMethod::umap, "umap", MARCIE_TR("Options", "UMAP")}};
};

enum class ProjectionMetric { euclidean, cosine };
template <>
struct EnumTable<ProjectionMetric> {
  static constexpr std::array entries{
      EnumEntry{ProjectionMetric::euclidean, "euclidean", MARCIE_TR("Options", "Straight-line distance")},
      EnumEntry{ProjectionMetric::cosine, "cosine", MARCIE_TR("Options", "Angle (cosine)")}};
};

enum class NeighbourSearch { automatic, exact, approximate };
template <>
struct EnumTable<NeighbourSearch> {
  static constexpr std::array entries{
      EnumEntry{NeighbourSearch::automatic, "auto", MARCIE_TR("Options", "Exact while it is quick")},
      EnumEntry{NeighbourSearch::exact, "exact", MARCIE_TR("Options", "Exact")},
      EnumEntry{NeighbourSearch::approximate, "approximate", MARCIE_TR("Options", "Approximate")}};
};

enum class TsneRepulsion { automatic, exact, barnesHut, fft };
template <>
struct EnumTable<TsneRepulsion> {
  static constexpr std::array entries{
      EnumEntry{TsneRepulsion::automatic, "auto", MARCIE_TR("Options", "By the number of points")},
      EnumEntry{TsneRepulsion::exact, "exact", MARCIE_TR("Options", "Every pair")},
      EnumEntry{TsneRepulsion::barnesHut, "barnesHut", MARCIE_TR("Options", "Tree (Barnes-Hut)")},
      EnumEntry{TsneRepulsion::fft, "fft", MARCIE_TR("Options", "Grid (FFT)")}};
};

struct PcaOptions {
  int components = 2;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("components", self.components,
      {.label = MARCIE_TR("Options", "Components"),
       .help = MARCIE_TR("Options", "How many directions to keep. The map shows the first two."),
       .min = 2,
       .max = 64,
       .advanced = true});
  }
};

// Defaults as recommended by Belkina et al. 2019 and used by openTSNE.
struct TsneOptions {
  double perplexity = 30;
  int iterations = 500;
  double exaggeration = 12;
  int exaggerationIterations = 250;
  double learningRate = 0;
  TsneRepulsion repulsion = TsneRepulsion::automatic;
  double theta = 0.5;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("perplexity", self.perplexity,
      {.label = MARCIE_TR("Options", "Perplexity"),
       .help = MARCIE_TR("Options",
                         "About how many neighbours a point has. Larger shows the large picture, smaller the detail. "
                         "With fewer than three times as many points it is lowered, and the map says so."),
       .min = 2,
       .max = 500});
    v("iterations", self.iterations,
      {.label = MARCIE_TR("Options", "Iterations"),
       .help = MARCIE_TR("Options", "Steps after the early exaggeration. More, when clusters still move at the end."),
       .min = 1,
       .max = 100000});
    v("exaggeration", self.exaggeration,
      {.label = MARCIE_TR("Options", "Early exaggeration"),
       .help = MARCIE_TR("Options", "How much stronger attraction is at first, so that clusters find together."),
       .min = 1,
       .max = 100,
       .advanced = true});
    v("exaggerationIterations", self.exaggerationIterations,
      {.label = MARCIE_TR("Options", "Exaggerated iterations"),
       .help = MARCIE_TR("Options", "Steps with early exaggeration, before the others."),
       .min = 0,
       .max = 10000,
       .advanced = true});
    v("learningRate", self.learningRate,
      {.label = MARCIE_TR("Options", "Map learning rate"),
       .help = MARCIE_TR("Options", "Step size of the map; 0 is the number of points over the exaggeration."),
       .min = 0,
       .max = 1e7,
       .advanced = true});
    v("repulsion", self.repulsion,
      {.label = MARCIE_TR("Options", "Repulsion"),
       .help = MARCIE_TR("Options",
                         "How the push between all points is summed: every pair, a tree, or interpolation on a grid."),
       .advanced = true});
    v("theta", self.theta,
      {.label = MARCIE_TR("Options", "Tree accuracy"),
       .help = MARCIE_TR("Options", "Barnes-Hut only: 0 is exact, larger is coarser and faster."),
       .min = 0,
       .max = 1,
       .advanced = true});
  }
};

// Defaults of McInnes, Healy and Melville 2018 and umap-learn.
struct UmapOptions {
  int neighbours = 15;
  double minDist = 0.1;
  double spread = 1;
  int epochs = 0;
  double learningRate = 1;
  int negativeSamples = 5;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("neighbours", self.neighbours,
      {.label = MARCIE_TR("Options", "Neighbours"),
       .help = MARCIE_TR("Options",
                         "Size of a neighbourhood, the point itself included. Larger shows the large picture, smaller "
                         "the detail."),
       .min = 2,
       .max = 500});
    v("minDist", self.minDist,
      {.label = MARCIE_TR("Options", "Smallest distance"),
       .help = MARCIE_TR("Options", "How tightly points may lie in the map. Small values make dense clumps."),
       .min = 0,
       .max = 3});
    v("spread", self.spread,
      {.label = MARCIE_TR("Options", "Spread"),
       .help = MARCIE_TR("Options", "Scale of the map; at least the smallest distance."),
       .min = 0.1,
       .max = 10,
       .advanced = true});
    v("epochs", self.epochs,
      {.label = MARCIE_TR("Options", "Map epochs"),
       .help = MARCIE_TR("Options", "Rounds of optimisation; 0 is 500 for up to 10,000 points and 200 for more."),
       .min = 0,
       .max = 100000,
       .advanced = true});
    v("learningRate", self.learningRate,
      {.label = MARCIE_TR("Options", "Map learning rate"),
       .help = MARCIE_TR("Options", "Step size of the first epoch; it falls to zero at the last."),
       .min = 1e-3,
       .max = 10,
       .advanced = true});
    v("negativeSamples", self.negativeSamples,
      {.label = MARCIE_TR("Options", "Pushes per pull"),
       .help = MARCIE_TR("Options", "Random points that a point is pushed from each time a neighbour pulls it."),
       .min = 1,
       .max = 50,
       .advanced = true});
  }
};

struct ProjectionOptions {
  ProjectionMethod method = ProjectionMethod::tsne;
  ProjectionMetric metric = ProjectionMetric::euclidean;
  std::uint64_t seed = 1;
  TsneOptions tsne;
  UmapOptions umap;
  PcaOptions pca;
  NeighbourSearch search = NeighbourSearch::automatic;
  int threads = 0;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("method", self.method,
      {.label = MARCIE_TR("Options", "Method"),
       .help = MARCIE_TR("Options",
                         "PCA keeps the two widest directions; t-SNE and UMAP keep neighbours together and bend the "
                         "rest.")});
    v("metric", self.metric,
      {.label = MARCIE_TR("Options", "Distance"),
       .help = MARCIE_TR("Options", "What counts as near: positions, or directions whatever their length.")});
    v("seed", self.seed,
      {.label = MARCIE_TR("Options", "Seed"),
       .help = MARCIE_TR("Options", "The same seed, points and machine give the same map, byte for byte.")});
    v("tsne", self.tsne, {.label = MARCIE_TR("Options", "t-SNE")});
    v("umap", self.umap, {.label = MARCIE_TR("Options", "UMAP")});
    v("pca", self.pca, {.label = MARCIE_TR("Options", "PCA")});
    v("search", self.search,
      {.label = MARCIE_TR("Options", "Neighbour search"),
       .help = MARCIE_TR("Options", "Approximate is much faster for many points and misses a few in a hundred."),
       .advanced = true});
    v("threads", self.threads,
      {.label = MARCIE_TR("Options", "Map threads"),
       .help = MARCIE_TR("Options", "0 uses every core. The map does not depend on it."),
       .min = 0,
       .max = 256,
       .advanced = true});
  }
};

}  // namespace marcie
