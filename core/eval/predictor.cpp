#include "core/eval/predictor.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include <opencv2/core/mat.hpp>
#include <torch/torch.h>

#include "core/base/log.h"
#include "core/data/preprocess.h"
#include "core/data/reader.h"
#include "core/eval/split_pass.h"
#include "core/image/decode.h"
#include "core/train/encoder_weights.h"
#include "core/train/feature_matrix.h"
#include "core/train/safetensors.h"
#include "core/train/tasks/marnet_task.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

constexpr int kCardSide = 384;      // px, longest side of the picture on a card
constexpr int kNeighbourSide = 96;  // px

protocol::Picture asPicture(const cv::Mat& rgb) {
  const cv::Mat plain = rgb.isContinuous() ? rgb : rgb.clone();
  protocol::Picture picture{plain.cols, plain.rows, {}};
  picture.rgb.assign(plain.data, plain.data + plain.total() * plain.elemSize());
  return picture;
}

// Names by descending probability, at most `count`.
std::vector<protocol::Ranked> ranked(const at::Tensor& probability, const std::vector<std::string>& names,
                                     std::int64_t count) {
  const at::Tensor row = probability.to(torch::kCPU, torch::kDouble);
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto value = [&row](std::size_t i) { return row[static_cast<std::int64_t>(i)].item<double>(); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return value(a) > value(b); });
  std::vector<protocol::Ranked> result;
  for (std::size_t i = 0; i < order.size() && static_cast<std::int64_t>(i) < count; ++i) {
    result.push_back({names[order[i]], value(order[i])});
  }
  return result;
}

at::Tensor unitRows(const at::Tensor& rows) {
  return torch::nn::functional::normalize(rows, torch::nn::functional::NormalizeFuncOptions().dim(1).eps(1e-8));
}

}  // namespace

Result<fs::path> Predictor::current(const RunFolder& folder) {
  MARCIE_ASSIGN(const RunSpec spec, folder.spec());
  return train::currentCheckpoint(folder, spec.trainer.selection);
}

Result<std::unique_ptr<Predictor>> Predictor::open(const RunFolder& folder, const fs::path& checkpoint,
                                                   Weights weights) {
  std::unique_ptr<Predictor> result(new Predictor);
  result->folder_ = folder;
  result->checkpoint_ = checkpoint;
  if (checkpoint.empty()) {
    MARCIE_ASSIGN(result->checkpoint_, current(folder));
  }
  MARCIE_ASSIGN(train::Checkpoint loaded, train::readCheckpoint(result->checkpoint_));
  result->meta_ = std::move(loaded.meta);
  train::MarnetInfo info;
  Problems problems;
  fromJson(result->meta_.model, info, problems);
  MARCIE_TRY(problems.toResult(ErrorCode::checkpoint));
  result->classes_ = info.classes;
  result->tags_ = info.tags;

  result->meta_.spec.model.cdr.target = info.target;  // what `automatic` was resolved to
  MarnetOptions options = result->meta_.spec.model;
  MARCIE_TRY(train::keepEncoderFile(folder.root(), options));
  const auto classes = static_cast<std::int64_t>(info.classes.size());
  const auto tags = static_cast<std::int64_t>(info.tags.size());
  // Placeholders: the checkpoint holds these as buffers.
  const nn::MarnetShape shape{classes,   tags,          torch::zeros({tags}), torch::zeros({classes, tags}),
                              info.tags, info.textWidth};
  MARCIE_ASSIGN(auto encoder, train::makeRunEncoder(options, info, result->meta_.spec.data.imageSize));
  MARCIE_ASSIGN(result->model_, nn::MarnetModel::create(options, shape, std::move(encoder)));
  // Start weights are of no interest: all weights come from the checkpoint.
  MARCIE_TRY(train::loadState(train::stateOf(result->model_->module()),
                              weights == Weights::live ? loaded.model : loaded.evaluationWeights(),
                              result->checkpoint_.filename().string()));
  train::useChannelsLast(result->model_->module());
  result->model_->setStage(train::MarnetTask::stageOf(result->meta_.phase));
  return result;
}

nn::MarnetView Predictor::view(const at::Tensor& images) {
  return model_->view(images);
}

at::Tensor Predictor::textEmbedding(const at::Tensor& texts) {
  return model_->textEmbedding(texts);
}

Result<at::Tensor> Predictor::load(const fs::path& path) const {
  MARCIE_ASSIGN(const cv::Mat rgb, image::decodeFile(path));
  return data::imageToTensor(rgb, spec().data.imageSize, data::cachedSide(spec().data));
}

Result<at::Tensor> Predictor::inputOf(const std::string& path, const cv::Mat& rgb, const StopToken& stop) {
  if (train::isMatrix(spec().model)) return rowOf(path, stop);
  return data::imageToTensor(rgb, spec().data.imageSize, data::cachedSide(spec().data));
}

Result<at::Tensor> Predictor::rowOf(const std::string& path, const StopToken& stop) {
  const data::Dataset* known = dataset(stop);
  if (known != nullptr && !matrix_) {
    MARCIE_ASSIGN(matrix_, train::openFeatureMatrix(spec().model, *known));
  }
  const std::int64_t index = sampleOf(path, stop);
  if (index < 0 || !matrix_->has(index)) {
    return Error{ErrorCode::unavailable,
                 "this run learned from a feature matrix and cannot look at pictures; " +
                     fs::path(spec().model.weights).filename().string() + " has no row for " +
                     fs::path(path).filename().string(),
                 "Choose a picture of the run's data, or train with a picture network",
                 {}};
  }
  return torch::from_blob(const_cast<float*>(matrix_->row(index)), {1, matrix_->width()}).clone();  // NOLINT: copied
}

Result<protocol::PredictReply> Predictor::predict(const std::string& path, std::int64_t top, std::int64_t neighbours,
                                                  const StopToken& stop) {
  const auto start = std::chrono::steady_clock::now();
  MARCIE_ASSIGN(const cv::Mat rgb, image::decodeFile(path));
  protocol::PredictReply reply;
  reply.path = path;
  reply.step = step();
  reply.picture = asPicture(image::fitInto(rgb, kCardSide));
  MARCIE_ASSIGN(const at::Tensor input, inputOf(path, rgb, stop));
  const nn::MarnetView seen = view(input);
  reply.top = ranked(torch::softmax(seen.logits[0], 0), classes_, top);
  if (seen.tags.defined()) reply.tags = ranked(seen.tags[0], tags_, static_cast<std::int64_t>(tags_.size()));
  reply.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  addTruth(path, stop, reply);
  if (neighbours > 0) MARCIE_TRY(addNeighbours(seen.fused, neighbours, stop, reply));
  return reply;
}

const data::Dataset* Predictor::dataset(const StopToken& stop) {
  if (!triedDataset_) {
    auto read = data::readDataset(spec().data, stop);
    triedDataset_ = !stop.stopRequested();
    if (read) {
      dataset_ = std::move(*read);
    } else {
      log::warning("no neighbours and true labels: " + read.error().toString());
    }
  }
  return dataset_ ? &*dataset_ : nullptr;
}

std::int64_t Predictor::sampleOf(const std::string& path, const StopToken& stop) {
  const data::Dataset* known = dataset(stop);
  if (known == nullptr) return -1;
  std::error_code ignored;
  const std::string absolute = fs::weakly_canonical(path, ignored).string();
  for (std::size_t i = 0; i < known->samples.size(); ++i) {
    const std::string& own = known->samples[i].path;
    if (own == absolute || own == path) return static_cast<std::int64_t>(i);
  }
  return -1;
}

void Predictor::addTruth(const std::string& path, const StopToken& stop, protocol::PredictReply& reply) {
  const std::int64_t index = sampleOf(path, stop);
  if (index < 0) return;
  const data::Sample& sample = dataset_->samples[static_cast<std::size_t>(index)];
  reply.trueLabel = dataset_->classes[static_cast<std::size_t>(sample.label)];
  for (const std::int32_t tag : sample.tags) reply.trueTags.push_back(dataset_->tags[static_cast<std::size_t>(tag)]);
}

Result<void> Predictor::addNeighbours(const at::Tensor& fused, std::int64_t count, const StopToken& stop,
                                      protocol::PredictReply& reply) {
  const data::Dataset* known = dataset(stop);
  if (known == nullptr) return {};
  MARCIE_ASSIGN(const Gallery* all, gallery(stop));
  const at::Tensor similarity = all->embeddings.mv(unitRows(fused)[0]);
  const auto [values, order] = similarity.topk(std::min<std::int64_t>(count, similarity.size(0)));
  for (std::int64_t i = 0; i < order.size(0); ++i) {
    const auto row = static_cast<std::size_t>(order[i].item<std::int64_t>());
    const data::Sample& sample = known->samples[static_cast<std::size_t>(all->samples[row])];
    protocol::Neighbour neighbour;
    neighbour.path = sample.path;
    neighbour.label = known->classes[static_cast<std::size_t>(sample.label)];
    neighbour.similarity = values[i].item<double>();
    if (const auto small = image::thumbnail(sample.path, kNeighbourSide); small) neighbour.picture = asPicture(*small);
    reply.neighbours.push_back(std::move(neighbour));
  }
  return {};
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
  result.embeddings = file->find("embeddings");
  const at::Tensor samples = file->find("samples");
  const auto expected = dataset.indicesOf(data::Split::train);
  if (!result.embeddings.defined() || !samples.defined() || result.embeddings.dim() != 2 || samples.dim() != 1 ||
      samples.scalar_type() != torch::kLong || samples.size(0) != result.embeddings.size(0)) {
    return {};
  }
  const auto* data = samples.data_ptr<std::int64_t>();
  result.samples.assign(data, data + samples.size(0));
  // The data may have changed since: then compute again.
  return result.samples == expected ? std::optional<Gallery>(std::move(result)) : std::nullopt;
}

void Predictor::saveGallery(const Gallery& gallery) const {
  train::TensorFile file;
  file.tensors = {{"embeddings", gallery.embeddings}, {"samples", torch::tensor(gallery.samples, torch::kLong)}};
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
  std::vector<at::Tensor> rows;
  MARCIE_TRY(forEachBatch(spec(), dataset, result.samples, stop, {},
                          [&](const data::Batch& batch) { rows.push_back(unitRows(view(batch.input()).fused)); }));
  if (rows.empty()) return Error{ErrorCode::data, "the run's data has no training pictures any more", {}, {}};
  result.embeddings = torch::cat(rows);
  return result;
}

}  // namespace marcie::eval
