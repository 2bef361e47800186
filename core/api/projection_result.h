// What a finished map says of itself.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/options/field.h"

namespace marcie {

enum class ProjectionStage { pictures, start, neighbours, affinities, exaggeration, layout, quality };
template <>
struct EnumTable<ProjectionStage> {
  static constexpr std::array entries{
      EnumEntry{ProjectionStage::pictures, "pictures", MARCIE_TR("Options", "Reading pictures")},
      EnumEntry{ProjectionStage::start, "start", MARCIE_TR("Options", "First map")},
      EnumEntry{ProjectionStage::neighbours, "neighbours", MARCIE_TR("Options", "Finding neighbours")},
      EnumEntry{ProjectionStage::affinities, "affinities", MARCIE_TR("Options", "Weighing neighbours")},
      EnumEntry{ProjectionStage::exaggeration, "exaggeration", MARCIE_TR("Options", "Gathering clusters")},
      EnumEntry{ProjectionStage::layout, "layout", MARCIE_TR("Options", "Moving points")},
      EnumEntry{ProjectionStage::quality, "quality", MARCIE_TR("Options", "Measuring quality")}};
};

// See core/project/quality.h for the definitions. All in [0, 1]; 1 is perfect.
struct MapQuality {
  std::int64_t neighbours = 0;  // k
  std::int64_t sampled = 0;     // points that were looked at; 0 = nothing was measured
  std::int64_t points = 0;      // that the map has
  double trustworthiness = 0, continuity = 0, recall = 0;
  double explained = -1;  // PCA: share of the variance that the map keeps; -1 for other methods
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("neighbours", self.neighbours);
    v("sampled", self.sampled);
    v("points", self.points);
    v("trustworthiness", self.trustworthiness);
    v("continuity", self.continuity);
    v("recall", self.recall);
    v("explained", self.explained);
  }
};

}  // namespace marcie
