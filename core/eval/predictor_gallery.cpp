// The training pictures as a run sees them, for nearest neighbours; kept in the run's snapshots.
#include <torch/torch.h>

#include "core/base/log.h"
#include "core/eval/predictor.h"
#include "core/eval/reply_parts.h"
#include "core/eval/split_pass.h"
#include "core/image/decode.h"
#include "core/train/safetensors.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

constexpr int kNeighbourSide = 96;                                 // px
constexpr std::int64_t kMostGalleryBytes = std::int64_t{1} << 30;  // of the spaces besides the fused one

std::map<EmbeddingSpace, at::Tensor> spacesOf(const nn::MarnetView& view) {
  std::map<EmbeddingSpace, at::Tensor> spaces;
  const auto add = [&](EmbeddingSpace space, const at::Tensor& rows) {
    if (rows.defined()) spaces[space] = unitRows(rows.flatten(1).to(torch::kFloat)).contiguous();
  };
  add(EmbeddingSpace::visual, view.features);
  add(EmbeddingSpace::aligned, view.aligned);
  add(EmbeddingSpace::reconstructed, view.reconstructed);
  add(EmbeddingSpace::fused, view.fused.defined() ? view.fused : view.features);
  return spaces;
}

// The file's name of a space; that of the fused one is older than the others.
std::string tensorName(EmbeddingSpace space) {
  return space == EmbeddingSpace::fused ? "embeddings" : std::string(enumKey(space));
}

constexpr std::array kGallerySpaces{EmbeddingSpace::visual, EmbeddingSpace::aligned, EmbeddingSpace::fused,
                                    EmbeddingSpace::reconstructed};

}  // namespace

std::vector<protocol::Neighbour> Predictor::nearest(const at::Tensor& rows, const at::Tensor& query,
                                                    std::int64_t count) const {
  const at::Tensor similarity = rows.mv(unitRows(query.flatten(1).to(torch::kFloat))[0]);
  const auto [values, order] = similarity.topk(std::min<std::int64_t>(count, similarity.size(0)));
  std::vector<protocol::Neighbour> result;
  for (std::int64_t i = 0; i < order.size(0); ++i) {
    const auto row = static_cast<std::size_t>(order[i].item<std::int64_t>());
    const data::Sample& sample = dataset_->samples[static_cast<std::size_t>(gallery_->samples[row])];
    protocol::Neighbour neighbour;
    neighbour.path = sample.path;
    neighbour.label = dataset_->classes[static_cast<std::size_t>(sample.label)];
    neighbour.similarity = values[i].item<double>();
    if (const auto small = image::thumbnail(sample.path, kNeighbourSide); small) neighbour.picture = asPicture(*small);
    result.push_back(std::move(neighbour));
  }
  return result;
}

Result<std::map<EmbeddingSpace, std::vector<protocol::Neighbour>>> Predictor::neighboursBySpace(
    const nn::MarnetView& seen, std::int64_t count, const StopToken& stop) {
  std::map<EmbeddingSpace, std::vector<protocol::Neighbour>> result;
  if (dataset(stop) == nullptr) return result;
  MARCIE_ASSIGN(const Gallery* all, gallery(stop));
  for (const auto& [space, query] : spacesOf(seen)) {
    const auto rows = all->spaces.find(space);
    if (rows != all->spaces.end()) result[space] = nearest(rows->second, query.slice(0, 0, 1), count);
  }
  return result;
}

fs::path Predictor::galleryPath() const {
  return folder_->snapshotsFolder() / ("gallery-" + std::to_string(step()) + ".safetensors");
}

Result<const Predictor::Gallery*> Predictor::gallery(const StopToken& stop) {
  if (gallery_) return &*gallery_;
  gallery_ = readGallery(*dataset_);
  if (!gallery_) {
    MARCIE_ASSIGN(gallery_, embedTraining(*dataset_, stop));
    saveGallery(*gallery_);
  }
  return &*gallery_;
}

std::optional<Predictor::Gallery> Predictor::readGallery(const data::Dataset& dataset) const {
  const auto file = train::readTensors(galleryPath());
  if (!file) return {};
  Gallery result;
  const at::Tensor samples = file->find("samples");
  const auto expected = dataset.indicesOf(data::Split::train);
  if (!samples.defined() || samples.dim() != 1 || samples.scalar_type() != torch::kLong) return {};
  for (const EmbeddingSpace space : kGallerySpaces) {
    const at::Tensor rows = file->find(tensorName(space));
    if (rows.defined() && rows.dim() == 2 && rows.size(0) == samples.size(0)) result.spaces[space] = rows;
  }
  if (!result.spaces.contains(EmbeddingSpace::fused)) return {};
  // One that an older version wrote has the fused space alone.
  if (!file->find("complete").defined()) return {};
  const auto* data = samples.data_ptr<std::int64_t>();
  result.samples.assign(data, data + samples.size(0));
  // The data may have changed since: then compute again.
  return result.samples == expected ? std::optional<Gallery>(std::move(result)) : std::nullopt;
}

void Predictor::saveGallery(const Gallery& gallery) const {
  train::TensorFile file;
  file.tensors = {{"samples", torch::tensor(gallery.samples, torch::kLong)},
                  {"complete", torch::ones({1}, torch::kLong)}};
  for (const auto& [space, rows] : gallery.spaces) file.tensors.emplace_back(tensorName(space), rows);
  if (const auto written = train::writeTensors(galleryPath(), file); !written) {
    log::warning("neighbours are not kept: " + written.error().toString());
    return;
  }
  // One snapshot is enough: those of older checkpoints are never asked for again.
  std::error_code failure;
  for (fs::directory_iterator it(folder_->snapshotsFolder(), failure), end; !failure && it != end;
       it.increment(failure)) {
    std::error_code ignored;
    if (it->path().filename().string().starts_with("gallery-") && it->path() != galleryPath()) {
      fs::remove(it->path(), ignored);
    }
  }
}

Result<Predictor::Gallery> Predictor::embedTraining(const data::Dataset& dataset, const StopToken& stop) {
  Gallery result;
  result.samples = dataset.indicesOf(data::Split::train);
  std::map<EmbeddingSpace, std::vector<at::Tensor>> rows;
  bool fits = true;
  MARCIE_TRY(forEachBatch(spec(), dataset, result.samples, stop, {}, [&](const data::Batch& batch) {
    const auto spaces = spacesOf(view(batch.input()));
    if (rows.empty()) {
      std::int64_t width = 0;
      for (const auto& [space, part] : spaces) width += space == EmbeddingSpace::fused ? 0 : part.size(1);
      fits = width * static_cast<std::int64_t>(sizeof(float) * result.samples.size()) <= kMostGalleryBytes;
    }
    for (const auto& [space, part] : spaces) {
      if (fits || space == EmbeddingSpace::fused) rows[space].push_back(part);
    }
  }));
  if (rows.empty()) return Error{ErrorCode::data, "the run's data has no training pictures any more", {}, {}};
  if (!fits) log::warning("neighbours are looked for in the fused space alone: the others would take over 1 GB");
  for (auto& [space, parts] : rows) result.spaces[space] = torch::cat(parts);
  return result;
}

}  // namespace marcie::eval
