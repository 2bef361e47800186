#include "core/train/run_sources.h"

#include <torch/torch.h>

#include "core/data/content_hash.h"
#include "core/data/feature_cache.h"
#include "core/train/module_state.h"

namespace marcie::train {

std::string weightsFingerprint(const torch::nn::Module& module) {
  data::Fingerprint fingerprint;
  for (const auto& [name, tensor] : stateOf(module)) {
    const at::Tensor plain = tensor.detach().to(torch::kCPU).contiguous();
    fingerprint.add(name);
    for (const std::int64_t side : plain.sizes()) fingerprint.add(static_cast<std::uint64_t>(side));
    const auto hash = data::contentHash({static_cast<const char*>(plain.const_data_ptr()), plain.nbytes()});
    fingerprint.add(hash[0]);
    fingerprint.add(hash[1]);
  }
  return fingerprint.hex();
}

Result<std::shared_ptr<const data::FeatureTable>> cachedFeatures(nn::Encoder& encoder, const RunSpec& spec,
                                                                 std::shared_ptr<const data::Dataset> dataset,
                                                                 std::shared_ptr<const data::PixelCache> cache,
                                                                 c10::Device device, const data::Progress& progress,
                                                                 const StopToken& stop) {
  const torch::NoGradGuard noGradients;
  encoder.module()->eval();
  data::FeatureRequest request;
  request.dataset = std::move(dataset);
  request.cache = std::move(cache);
  request.loader = trainingLoader(spec);
  request.views = spec.model.featureViews;
  request.encoder = spec.model.encoder + encoder.fingerprint();
  request.weights = weightsFingerprint(*encoder.module());
  request.device = device.str();
  request.width = encoder.featureCount();
  request.encode = [&encoder, device](const at::Tensor& images) {
    return encoder.features(images.to(device)).to(torch::kCPU, torch::kFloat);
  };
  return data::openFeatureCache(request, progress, stop);
}

RunSources::RunSources(std::shared_ptr<const data::Dataset> dataset, std::shared_ptr<const data::PixelCache> cache,
                       std::shared_ptr<const data::FeatureTable> matrix, const RunSpec& spec, c10::Device device)
    : dataset_(std::move(dataset)), cache_(std::move(cache)), matrix_(std::move(matrix)), spec_(spec), device_(device) {
  build(matrix_ ? Phase::Input::features : Phase::Input::pictures, matrix_);
}

Result<void> RunSources::enter(const Phase& phase, MarnetTask& task, const data::Progress& progress,
                               const StopToken& stop) {
  std::shared_ptr<const data::FeatureTable> features = matrix_;
  if (phase.input == Phase::Input::features && !matrix_) {
    MARCIE_ASSIGN(features, cachedFeatures(task.model().encoder(), spec_, dataset_, cache_, device_, progress, stop));
  }
  build(phase.input, std::move(features));
  return {};
}

void RunSources::build(Phase::Input input, std::shared_ptr<const data::FeatureTable> features) {
  const auto source = [&](data::Split split, data::LoaderOptions options) {
    options.features = features;
    options.withPictures = input != Phase::Input::text;
    return std::make_unique<LoaderSource>(dataset_, cache_, dataset_->indicesOf(split), options);
  };
  training_.use(source(data::Split::train, trainingLoader(spec_)));
  validation_.use(source(data::Split::val, evaluationLoader(spec_, false)));
  diagnostics_.use(source(data::Split::val, evaluationLoader(spec_, true)));
}

}  // namespace marcie::train
