// From embeddings to what a map is made of: its points, the table that is projected, and each point's neighbours.
#pragma once

#include "core/api/protocol_projection.h"
#include "core/base/stop_token.h"
#include "core/eval/embeddings.h"
#include "core/project/matrix.h"

namespace marcie::engine {

// Names, labels, annotations and fields ("loss"; "cosine" of a picture with its own text, where there are both).
// `withTexts`: a point for each text after those of the pictures.
[[nodiscard]] protocol::MapPoints mapPoints(const eval::Embeddings& embeddings, bool withTexts);

// The rows in their order. With texts: z_v and z_s on the unit sphere, where the losses compare them.
// Errors: unavailable (no such space; texts with another space than `aligned`).
[[nodiscard]] Result<project::Matrix> mapMatrix(const eval::Embeddings& embeddings, EmbeddingSpace space,
                                                bool withTexts);

inline constexpr std::int64_t kMapNeighbours = 12;
// By angle. Rows that are not finite have none and are nobody's. Errors: cancelled.
[[nodiscard]] Result<protocol::MapNeighbours> mapNeighbours(const project::Matrix& rows,
                                                            const ProjectionOptions& options, const StopToken& stop);

template <class T>
[[nodiscard]] std::vector<std::uint8_t> bytesOf(const std::vector<T>& values) {
  const auto* begin = reinterpret_cast<const std::uint8_t*>(values.data());
  return {begin, begin + values.size() * sizeof(T)};
}

}  // namespace marcie::engine
