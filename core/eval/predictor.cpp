#include "core/eval/predictor.h"

#include <chrono>

#include <opencv2/core/mat.hpp>
#include <torch/torch.h>

#include "core/base/log.h"
#include "core/data/preprocess.h"
#include "core/data/reader.h"
#include "core/eval/reply_parts.h"
#include "core/image/decode.h"
#include "core/train/encoder_weights.h"
#include "core/train/feature_matrix.h"
#include "core/train/tasks/marnet_task.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

constexpr int kCardSide = 384;  // px, longest side of the picture on a card

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
  if (result->meta_.spec.isCierec()) {
    return Error{ErrorCode::usage,
                 folder.root().string() + " recommends; it does not classify pictures",
                 "marcie-cli recommend and evaluate work with it",
                 {}};
  }
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
      sampleAt_.clear();
      dataset_ = std::move(*read);
      for (std::size_t i = 0; i < dataset_->samples.size(); ++i) {
        sampleAt_.emplace(dataset_->samples[i].path, static_cast<std::int64_t>(i));  // the first of equal ones
      }
    } else {
      log::warning("no neighbours and true labels: " + read.error().toString());
    }
  }
  return dataset_ ? &*dataset_ : nullptr;
}

std::int64_t Predictor::sampleOf(const std::string& path, const StopToken& stop) {
  if (dataset(stop) == nullptr) return -1;
  std::error_code ignored;
  auto it = sampleAt_.find(fs::weakly_canonical(path, ignored).string());
  if (it == sampleAt_.end()) it = sampleAt_.find(path);
  return it == sampleAt_.end() ? -1 : it->second;
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
  if (dataset(stop) == nullptr) return {};
  MARCIE_ASSIGN(const Gallery* all, gallery(stop));
  reply.neighbours = nearest(all->spaces.at(EmbeddingSpace::fused), fused, count);
  return {};
}

}  // namespace marcie::eval
