#include "core/eval/encode.h"

#include <functional>
#include <optional>

#include <opencv2/core/mat.hpp>
#include <torch/torch.h>

#include "core/data/preprocess.h"
#include "core/eval/predictor.h"
#include "core/image/decode.h"
#include "core/nn/network.h"
#include "core/train/encoder_weights.h"
#include "core/train/feature_matrix.h"
#include "core/train/module_state.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

// What encoding needs of a network, however it came about.
struct Network {
  int imageSize = 0, cachedSide = 0;
  std::function<at::Tensor(const at::Tensor&)> run;
};

Result<Network> fromRun(const EncodeRequest& request) {
  MARCIE_ASSIGN(auto opened, Predictor::open(RunFolder(request.encoder)));
  const std::shared_ptr<Predictor> predictor = std::move(opened);
  if (train::isMatrix(predictor->spec().model)) {
    return Error{ErrorCode::unavailable, "this run learned from a feature matrix and has no picture network", {}, {}};
  }
  const DataOptions& data = predictor->spec().data;
  return Network{data.imageSize, data::cachedSide(data),
                 [predictor, logits = request.logits](const at::Tensor& images) {
                   const nn::MarnetView view = predictor->view(images);
                   return logits ? view.logits : view.features;
                 }};
}

Result<Network> fromCatalog(const EncodeRequest& request) {
  const nn::EncoderEntry* entry = nn::findEntry(nn::encoders(), request.encoder);
  if (entry == nullptr) {
    std::vector<std::string> known;
    for (const auto* any : nn::encoders()) known.emplace_back(any->name);
    return Error{ErrorCode::usage,
                 "'" + request.encoder + "' is neither the folder of a run nor one of " + join(known, ", "),
                 {},
                 {}};
  }
  torch::manual_seed(1);
  MARCIE_ASSIGN(const auto encoder, entry->make({.width = request.width,
                                                 .imageSize = request.imageSize,
                                                 .script = entry->fromFile ? request.weights : fs::path()}));
  train::Classifier classifier;
  if (request.weights.empty() && request.logits) {
    return Error{ErrorCode::option, "class scores need --weights with a classifier", {}, {}};
  }
  if (!request.weights.empty() && !entry->fromFile) {
    MARCIE_ASSIGN(const auto weights, train::readEncoderWeights(*entry, *encoder, request.weights));
    MARCIE_TRY(train::loadEncoderWeights(*entry, *encoder, weights, request.weights.filename().string()));
    if (request.logits) {
      MARCIE_ASSIGN(classifier, train::classifierOf(*entry, *encoder, weights));
    }
  } else if (request.logits) {
    MARCIE_ASSIGN(classifier, train::classifierOf(*entry, *encoder, {}));
  }
  encoder->module()->eval();
  train::useChannelsLast(*encoder->module());
  return Network{request.imageSize, request.imageSize, [encoder, classifier](const at::Tensor& images) {
                   return classifier ? classifier(encoder->classifierInput(images)) : encoder->features(images);
                 }};
}

}  // namespace

Result<Encoded> encodeImages(const EncodeRequest& request, bool keepInput, const StopToken& stop,
                             const ProgressCallback& progress) {
  const torch::NoGradGuard noGradients;
  const bool isRun = RunFolder::isRun(request.encoder);
  MARCIE_ASSIGN(const Network network, isRun ? fromRun(request) : fromCatalog(request));
  const std::size_t batchSize = network.imageSize <= 96 ? 128 : 16;
  std::vector<at::Tensor> outputs, inputs;
  for (std::size_t begin = 0; begin < request.images.size(); begin += batchSize) {
    const std::size_t end = std::min(request.images.size(), begin + batchSize);
    std::vector<at::Tensor> rows;
    for (std::size_t i = begin; i < end; ++i) {
      if (stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
      const fs::path& path = request.images[i];
      auto rgb = image::decodeFile(path);
      if (!rgb) return std::move(rgb).error();
      rows.push_back(data::imageToTensor(*rgb, network.imageSize, network.cachedSide));
    }
    const at::Tensor images = torch::cat(rows).contiguous(at::MemoryFormat::ChannelsLast);
    outputs.push_back(network.run(images).to(torch::kFloat));
    if (keepInput) inputs.push_back(images.contiguous());
    if (progress) progress(static_cast<std::int64_t>(end), static_cast<std::int64_t>(request.images.size()));
  }
  if (outputs.empty()) return Error{ErrorCode::usage, "there are no pictures to encode", {}, {}};
  return Encoded{torch::cat(outputs), keepInput ? torch::cat(inputs) : at::Tensor()};
}

}  // namespace marcie::eval
