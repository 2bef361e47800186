#include "core/train/encoder_weights.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/nn/marnet_parts.h"
#include "core/nn/weight_names.h"
#include "core/train/pth.h"

namespace marcie::train {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kEncoderFile = "encoder.pt";
constexpr std::size_t kCopyBlock = std::size_t{1} << 20U;

// What may stand before the names of a network's weights. The first of equals wins.
constexpr std::array<std::string_view, 6> kPrefixes{"", "model.encoder.", "encoder.", "module.", "backbone.", "model."};

// `tensors` whose names begin with `prefix`, without it, by the names of `entry`.
NamedTensors renamed(const nn::EncoderEntry& entry, const NamedTensors& tensors, std::string_view prefix) {
  NamedTensors result;
  for (const auto& [name, tensor] : tensors) {
    if (!name.starts_with(prefix)) continue;
    result.emplace_back(nn::translatedName(std::string_view(name).substr(prefix.size()), entry.otherNames), tensor);
  }
  return result;
}

at::Tensor findTensor(const NamedTensors& tensors, std::string_view name) {
  const auto it = std::find_if(tensors.begin(), tensors.end(), [&](const auto& item) { return item.first == name; });
  return it == tensors.end() ? at::Tensor() : it->second;
}

}  // namespace

Result<NamedTensors> readEncoderWeights(const nn::EncoderEntry& entry, nn::Encoder& encoder, const fs::path& path) {
  MARCIE_ASSIGN(TensorFile file, readWeights(path));
  const NamedTensors wanted = stateOf(*encoder.module());
  std::map<std::string, at::Tensor> shapes(wanted.begin(), wanted.end());
  NamedTensors best;
  std::ptrdiff_t most = -1;
  for (const auto prefix : kPrefixes) {
    NamedTensors candidate = renamed(entry, file.tensors, prefix);
    const auto found = std::count_if(candidate.begin(), candidate.end(),
                                     [&](const auto& item) { return shapes.contains(item.first); });
    if (found <= most) continue;
    most = found;
    best = std::move(candidate);
  }
  for (auto& [name, tensor] : best) {
    // Another library may keep the same numbers in another form: [C] for [C, 1, 1].
    const auto it = shapes.find(name);
    if (it == shapes.end() || entry.otherNames.empty() || tensor.sizes() == it->second.sizes()) continue;
    const at::Tensor plain = it->second.squeeze();
    if (tensor.squeeze().sizes() == plain.sizes()) tensor = tensor.reshape(it->second.sizes());
  }
  return best;
}

Result<void> loadEncoderWeights(const nn::EncoderEntry& entry, nn::Encoder& encoder, const NamedTensors& weights,
                                const std::string& what) {
  NamedTensors wanted = stateOf(*encoder.module());
  // Files from elsewhere may lack the counter, which only matters for momentum-less batch norm.
  std::erase_if(wanted, [&](const auto& item) {
    return item.first.ends_with("num_batches_tracked") && !findTensor(weights, item.first).defined();
  });
  std::vector<std::string> classifier;
  for (const auto layer : entry.classifier) classifier.push_back(std::string(layer) + ".");
  return loadState(wanted, weights, what, classifier);
}

Result<void> loadEncoderFile(const nn::EncoderEntry& entry, nn::Encoder& encoder, const fs::path& path) {
  MARCIE_ASSIGN(const NamedTensors weights, readEncoderWeights(entry, encoder, path));
  return loadEncoderWeights(entry, encoder, weights, path.filename().string());
}

Result<Classifier> classifierOf(const nn::EncoderEntry& entry, const nn::Encoder& encoder,
                                const NamedTensors& weights) {
  struct Linear {
    at::Tensor weight, bias;
  };
  std::vector<Linear> layers;
  std::int64_t inputs = encoder.classifierInputSize();
  for (const auto layer : entry.classifier) {
    Linear linear{findTensor(weights, std::string(layer) + ".weight"),
                  findTensor(weights, std::string(layer) + ".bias")};
    // A layer may have been a convolution over the whole map, with the same numbers in the same order.
    if (linear.weight.defined() && linear.weight.dim() > 2) linear.weight = linear.weight.flatten(1);
    const bool fits = linear.weight.defined() && linear.weight.dim() == 2 && linear.weight.size(1) == inputs &&
                      (!linear.bias.defined() || linear.bias.numel() == linear.weight.size(0));
    if (!fits) {
      return Error{ErrorCode::option,
                   "class scores need a classifier in the weights file, and '" + std::string(layer) + "' with " +
                       std::to_string(inputs) + " inputs is not there",
                   {},
                   {}};
    }
    inputs = linear.weight.size(0);
    linear.weight = linear.weight.to(torch::kFloat);
    if (linear.bias.defined()) linear.bias = linear.bias.to(torch::kFloat).flatten();
    layers.push_back(std::move(linear));
  }
  if (layers.empty()) {
    return Error{ErrorCode::option, "'" + std::string(entry.name) + "' has no classifier of its own", {}, {}};
  }
  return Classifier([layers](const at::Tensor& input) {
    at::Tensor x = input;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      x = torch::linear(i == 0 ? x : torch::relu(x), layers[i].weight, layers[i].bias);
    }
    return x;
  });
}

Result<std::shared_ptr<nn::Encoder>> makeEncoder(const MarnetOptions& options, std::int64_t imageSize) {
  MARCIE_ASSIGN(const nn::EncoderEntry* entry, nn::findEncoder(options));
  return entry->make({.width = options.width,
                      .imageSize = imageSize,
                      .script = entry->fromFile ? fs::path(options.weights) : fs::path()});
}

Result<void> loadStartWeights(const MarnetOptions& options, nn::Encoder& encoder) {
  MARCIE_ASSIGN(const nn::EncoderEntry* entry, nn::findEncoder(options));
  if (options.weights.empty() || entry->fromFile) return {};
  return loadEncoderFile(*entry, encoder, options.weights);
}

Result<void> keepEncoderFile(const fs::path& runFolder, MarnetOptions& options) {
  const auto* entry = nn::findEntry(nn::encoders(), options.encoder);
  if (entry == nullptr || !entry->fromFile) return {};
  const fs::path copy = runFolder / kEncoderFile;
  std::error_code ignored;
  if (!fs::exists(copy, ignored)) {
    if (options.weights.empty()) {
      return Error{ErrorCode::option,
                   "model.weights: the picture network '" + options.encoder + "' is a file of yours, and none is named",
                   "Set model.weights to the TorchScript file",
                   {}};
    }
    std::ifstream original(options.weights, std::ios::binary);
    if (!original) {
      return Error{ErrorCode::notFound, "model.weights: cannot read " + options.weights, "Check the path", {}};
    }
    MARCIE_TRY(writeFileAtomically(copy, [&original](const ByteSink& put) {
      std::string block(kCopyBlock, '\0');
      while (original.read(block.data(), static_cast<std::streamsize>(block.size())) || original.gcount() > 0) {
        if (!put(std::string_view(block).substr(0, static_cast<std::size_t>(original.gcount())))) return;
      }
    }));
  }
  options.weights = copy.string();
  return {};
}

}  // namespace marcie::train
