// Weights of a picture network from files: ours, torchvision's or timm's, safetensors or .pth.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <ATen/core/Tensor.h>

#include "core/api/marnet_options.h"
#include "core/base/result.h"
#include "core/nn/network.h"
#include "core/train/module_state.h"

namespace marcie::train {

// The tensors of a weights file that belong to a picture network and its classifier, under the names that `entry` has
// for them. What a training script put before all names ("module.", "encoder.", "backbone." …) is gone; of a run's
// checkpoint the network's part is left.
// Errors: those of readWeights.
[[nodiscard]] Result<NamedTensors> readEncoderWeights(const nn::EncoderEntry& entry, nn::Encoder& encoder,
                                                      const std::filesystem::path& path);

// Copies them into the network. The classifier may be left over. Nothing is copied unless everything fits.
// Errors: checkpoint, with what is missing, unexpected or of a wrong shape; `what` names the source.
[[nodiscard]] Result<void> loadEncoderWeights(const nn::EncoderEntry& entry, nn::Encoder& encoder,
                                              const NamedTensors& weights, const std::string& what);

// Both steps. Errors: those of both.
[[nodiscard]] Result<void> loadEncoderFile(const nn::EncoderEntry& entry, nn::Encoder& encoder,
                                           const std::filesystem::path& path);

// The classifier of a weights file: encoder.classifierInput(images) [B, n] → class scores [B, classes].
// Errors: option, when the weights have no classifier that fits.
using Classifier = std::function<at::Tensor(const at::Tensor&)>;
[[nodiscard]] Result<Classifier> classifierOf(const nn::EncoderEntry& entry, const nn::Encoder& encoder,
                                              const NamedTensors& weights);

// The picture network that a run's options name, with weights from torch's default generator: start weights are not
// loaded. Errors: option (no such network), those of its make().
[[nodiscard]] Result<std::shared_ptr<nn::Encoder>> makeEncoder(const MarnetOptions& options, std::int64_t imageSize);

// Copies the start weights that the options name, if any. Errors: those of loadEncoderFile.
[[nodiscard]] Result<void> loadStartWeights(const MarnetOptions& options, nn::Encoder& encoder);

// For a network that is a file itself (TorchScript): a copy of the file in the run folder, made when there is none, to
// which `options.weights` then points; a run can so be used when the file has gone. Other networks: nothing happens.
// Errors: option (no file named), notFound, io, diskFull.
[[nodiscard]] Result<void> keepEncoderFile(const std::filesystem::path& runFolder, MarnetOptions& options);

}  // namespace marcie::train
