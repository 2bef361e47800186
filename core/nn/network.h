// The exchangeable parts of a model. Each has a catalog: one file an entry in the folder of its kind, one line in
// CMakeLists.txt, one test (recipe in CONTRIBUTING.md).
//
// A part is used by one thread at a time. Its module() owns the parameters, whose names are part of the checkpoint
// format.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"

namespace torch::nn {
class Module;
}

namespace marcie::nn {

class Network {
 public:
  virtual ~Network() = default;
  [[nodiscard]] virtual std::shared_ptr<torch::nn::Module> module() = 0;
};

// Picture → feature.
class Encoder : public Network {
 public:
  // images [B, 3, H, W] float32, normalised as data::Batch says → x_v [B, features()] float32.
  [[nodiscard]] virtual at::Tensor features(const at::Tensor& images) = 0;
  [[nodiscard]] virtual std::int64_t featureCount() const = 0;
  // What the classifier of a weights file is applied to, [B, n] float32: x_v, unless it was made for more than that.
  [[nodiscard]] virtual at::Tensor classifierInput(const at::Tensor& images) { return features(images); }
  [[nodiscard]] virtual std::int64_t classifierInputSize() const { return featureCount(); }
  // What tells it apart from another of the same entry with the same weights: empty, but for a program of the user's.
  [[nodiscard]] virtual std::string fingerprint() const { return {}; }
};
struct EncoderSettings {
  std::int64_t width = 32;       // channels of the first stage; fixed networks ignore it
  std::int64_t imageSize = 224;  // px, of the pictures to come
  std::filesystem::path script;  // for entries with fromFile
};
// A name in files of other libraries and the name here. '#' stands for the same number in both; what follows is kept.
struct NameRule {
  std::string_view theirs, ours;
};
struct EncoderEntry {
  std::string_view name, title, help;
  // Weights come from torch's default generator. Errors: those of `script`, only for entries with fromFile.
  Result<std::shared_ptr<Encoder>> (*make)(const EncoderSettings& settings);
  // Linear layers of the classifier in a weights file, with a ReLU between each two; applied to classifierInput().
  std::span<const std::string_view> classifier = {};
  std::span<const NameRule> otherNames = {};
  bool fromFile = false;  // the weights option names the network itself, not weights for it
};
[[nodiscard]] std::span<const EncoderEntry* const> encoders();

// Annotations → semantic feature.
class TextEncoder : public Network {
 public:
  // tags [B, n_tags] float32 in {0, 1} → x_s [B, dim] float32.
  [[nodiscard]] virtual at::Tensor encode(const at::Tensor& tags) = 0;
  // Columns of the matrix that came from a file and is kept in the checkpoint; 0 without one.
  [[nodiscard]] virtual std::int64_t storedWidth() const { return 0; }
};
struct TextEncoderSettings {
  std::int64_t tagCount = 0;
  std::int64_t dim = 0;
  std::vector<std::string> tags{};  // names in the order of the vocabulary, empty where only counts are known
  std::filesystem::path file{};     // vectors of the annotations, for entries that need a file
  std::int64_t storedWidth = 0;     // > 0: a checkpoint brings the matrix, so make room for it and read no file
};
struct TextEncoderEntry {
  std::string_view name, title, help;
  // Errors: notFound, io, format, of the file.
  Result<std::shared_ptr<TextEncoder>> (*make)(const TextEncoderSettings& settings);
  bool needsFile = false;
};
[[nodiscard]] std::span<const TextEncoderEntry* const> textEncoders();

// Predicts the clean target (or the noise, or the velocity: what it is trained for) from a noisy state, its time step
// and a condition.
class Denoiser : public Network {
 public:
  // state [B, dim], step [B] int64 in [0, T), condition [B, conditionDim] → [B, dim].
  [[nodiscard]] virtual at::Tensor predict(const at::Tensor& state, const at::Tensor& step,
                                           const at::Tensor& condition) = 0;
};
struct DenoiserSettings {
  std::int64_t dim = 0;
  std::int64_t conditionDim = 0;
  std::int64_t hidden = 256;  // of an MLP
  std::int64_t channels = 8;  // of a convolutional network, first level
  std::int64_t blocks = 2;
};
struct DenoiserEntry {
  std::string_view name, title, help;
  std::shared_ptr<Denoiser> (*make)(const DenoiserSettings& settings);
};
[[nodiscard]] std::span<const DenoiserEntry* const> denoisers();

// Joins x_EMA and x_CDR for the classifier.
struct FusionInput {
  at::Tensor features;             // x_v [B, featureDim]
  at::Tensor aligned;              // x_EMA [B, alignedDim]
  at::Tensor reconstructed;        // x_CDR [B, reconstructedDim]
  at::Tensor alignedLogits;        // of the classifier on x_EMA [B, classes]; only for entries that yield logits
  at::Tensor reconstructedLogits;  // of the classifier on x_CDR [B, classes]; the same
};
class Fusion : public Network {
 public:
  // → [B, size()].
  [[nodiscard]] virtual at::Tensor fuse(const FusionInput& input) = 0;
  [[nodiscard]] virtual std::int64_t size() const = 0;
};
struct FusionSettings {
  std::int64_t featureDim = 0;
  std::int64_t alignedDim = 0;
  std::int64_t reconstructedDim = 0;
  std::int64_t classes = 0;
  double reconstructedWeight = 1;  // λ
};
struct FusionEntry {
  std::string_view name, title, help;
  std::shared_ptr<Fusion> (*make)(const FusionSettings& settings);
  bool yieldsLogits = false;  // what fuse() returns are logits already: there is no classifier behind it
};
[[nodiscard]] std::span<const FusionEntry* const> fusions();

// The entry of that name, or null.
template <class Entry>
[[nodiscard]] const Entry* findEntry(std::span<const Entry* const> catalog, std::string_view name) {
  for (const Entry* entry : catalog) {
    if (entry->name == name) return entry;
  }
  return nullptr;
}

}  // namespace marcie::nn
