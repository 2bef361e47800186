#include "core/engine/map_points.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <ATen/ATen.h>

#include "core/project/neighbours.h"

namespace marcie::engine {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

at::Tensor onSphere(const at::Tensor& rows) {
  return rows / rows.norm(2, {1}, true).clamp_min(1e-8);
}

// Cosine of each picture with its own text; empty where the run has no texts.
std::vector<float> ownCosines(const eval::Embeddings& embeddings) {
  const auto aligned = embeddings.spaces.find(EmbeddingSpace::aligned);
  const auto semantic = embeddings.spaces.find(EmbeddingSpace::semantic);
  if (aligned == embeddings.spaces.end() || semantic == embeddings.spaces.end()) return {};
  const at::Tensor cosine = (onSphere(aligned->second) * onSphere(semantic->second)).sum(1).contiguous();
  return {cosine.const_data_ptr<float>(), cosine.const_data_ptr<float>() + cosine.numel()};
}

// The same again for the texts.
template <class T>
void twice(std::vector<T>& values) {
  const std::size_t n = values.size();
  values.reserve(2 * n);
  std::copy_n(values.begin(), n, std::back_inserter(values));
}

}  // namespace

protocol::MapPoints mapPoints(const eval::Embeddings& embeddings, bool withTexts) {
  protocol::MapPoints points;
  std::map<std::string, std::int32_t> number;
  for (const auto& picture : embeddings.pictures) {
    number.emplace(picture.label, 0);
    number.emplace(picture.prediction, 0);
  }
  for (auto& [name, value] : number) {
    value = static_cast<std::int32_t>(points.classes.size());
    points.classes.push_back(name);
  }
  std::vector<std::int32_t> labels, predictions, starts{0}, tagged;
  std::vector<float> confidences, losses;
  for (const auto& picture : embeddings.pictures) {
    points.paths.push_back(picture.path);
    points.splits.push_back(static_cast<std::uint8_t>(picture.split));
    labels.push_back(number[picture.label]);
    predictions.push_back(number[picture.prediction]);
    confidences.push_back(static_cast<float>(picture.confidence));
    losses.push_back(static_cast<float>(picture.loss));
    tagged.insert(tagged.end(), picture.tags.begin(), picture.tags.end());
    starts.push_back(static_cast<std::int32_t>(tagged.size()));
  }
  std::vector<float> cosines = ownCosines(embeddings);
  if (withTexts) {
    points.modalities.assign(points.paths.size(), 0);
    points.modalities.resize(2 * points.paths.size(), 1);
    twice(points.paths);
    twice(points.splits);
    twice(labels);
    twice(predictions);
    twice(confidences);
    twice(losses);
    twice(cosines);
    const std::vector<std::int32_t> once = starts;
    for (std::size_t i = 1; i < once.size(); ++i) starts.push_back(once.back() + once[i]);
    twice(tagged);
  }
  points.labels = bytesOf(labels);
  points.predictions = bytesOf(predictions);
  points.confidences = bytesOf(confidences);
  points.tags = embeddings.tags;
  points.tagStarts = bytesOf(starts);
  points.tagged = bytesOf(tagged);
  points.fields.push_back({"loss", bytesOf(losses)});
  if (!cosines.empty()) points.fields.push_back({"cosine", bytesOf(cosines)});
  return points;
}

Result<project::Matrix> mapMatrix(const eval::Embeddings& embeddings, EmbeddingSpace space, bool withTexts) {
  MARCIE_ASSIGN(at::Tensor rows, embeddings.of(space));
  if (withTexts) {
    if (space != EmbeddingSpace::aligned) {
      return Error{ErrorCode::unavailable,
                   "texts have their place in the aligned space only",
                   "Choose the space 'aligned', or the map without texts",
                   {}};
    }
    MARCIE_ASSIGN(const at::Tensor texts, embeddings.of(EmbeddingSpace::semantic));
    rows = at::cat({onSphere(rows), onSphere(texts)});
  }
  const at::Tensor plain = rows.to(at::kFloat).contiguous();
  project::Matrix matrix(plain.size(0), plain.size(1));
  std::copy_n(plain.const_data_ptr<float>(), plain.numel(), matrix.values.begin());
  return matrix;
}

Result<protocol::MapNeighbours> mapNeighbours(const project::Matrix& rows, const ProjectionOptions& options,
                                              const StopToken& stop) {
  std::vector<std::int32_t> finite;
  for (std::int64_t i = 0; i < rows.rows; ++i) {
    if (std::all_of(rows.row(i), rows.row(i) + rows.columns, [](float v) { return std::isfinite(v); })) {
      finite.push_back(static_cast<std::int32_t>(i));
    }
  }
  const auto n = static_cast<std::int64_t>(finite.size());
  protocol::MapNeighbours result;
  result.count = std::min(kMapNeighbours, n - 1);
  if (result.count < 1) {
    result.count = 0;
    return result;
  }
  project::Matrix points(n, rows.columns);
  for (std::int64_t i = 0; i < n; ++i) {
    std::copy_n(rows.row(finite[static_cast<std::size_t>(i)]), rows.columns, points.row(i));
  }
  project::Crew crew(options.threads);
  const project::Matrix sphere = project::metricSpace(points, ProjectionMetric::cosine, crew);
  MARCIE_ASSIGN(const project::Neighbours found,
                project::nearestNeighbours(sphere, result.count, options.search, options.seed, crew, stop));
  std::vector<std::int32_t> indices(static_cast<std::size_t>(rows.rows * result.count), -1);
  std::vector<float> cosines(indices.size(), kNone);
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t k = 0; k < result.count; ++k) {
      const auto from = static_cast<std::size_t>(i * found.count + k);
      const auto to = static_cast<std::size_t>(finite[static_cast<std::size_t>(i)] * result.count + k);
      indices[to] = finite[static_cast<std::size_t>(found.indices[from])];
      cosines[to] = 1 - found.squared[from] / 2;
    }
  }
  result.indices = bytesOf(indices);
  result.cosines = bytesOf(cosines);
  return result;
}

}  // namespace marcie::engine
