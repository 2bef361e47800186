// The spaces of a trained run in which pictures and texts have a place.
#pragma once

#include <array>

#include "core/options/field.h"

namespace marcie {

enum class EmbeddingSpace { visual, aligned, semantic, fused, reconstructed };
template <>
struct EnumTable<EmbeddingSpace> {
  static constexpr std::array entries{
      EnumEntry{EmbeddingSpace::visual, "visual", MARCIE_TR("Options", "Picture network (x_v)")},
      EnumEntry{EmbeddingSpace::aligned, "aligned", MARCIE_TR("Options", "Pictures, aligned (z_v)")},
      EnumEntry{EmbeddingSpace::semantic, "semantic", MARCIE_TR("Options", "Texts, aligned (z_s)")},
      EnumEntry{EmbeddingSpace::fused, "fused", MARCIE_TR("Options", "What the classifier sees")},
      EnumEntry{EmbeddingSpace::reconstructed, "reconstructed", MARCIE_TR("Options", "Reconstructed (x_CDR)")}};
};

}  // namespace marcie
