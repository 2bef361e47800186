// What stands for the picture of an item: one row of floats each, computed once and kept on disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/parallel.h"
#include "core/rec/data/interactions.h"

namespace marcie::rec {

using FeatureOptions = RecFeatureOptions;
using data::Progress;

// A picture network that the caller brings (kind `encoder`).
struct PictureEncoder {
  std::string fingerprint;  // of network and weights: names the cache
  std::int64_t width = 0;   // d_v
  // One file as the network sees it, [1, 3, S, S] float32. Called by several threads. Errors: those of decoding.
  std::function<Result<at::Tensor>(const std::filesystem::path& image)> load;
  // [B, 3, S, S] → [B, width] float32 on the CPU. Called by one thread at a time.
  std::function<at::Tensor(const at::Tensor& images)> encode;
};

// Fitted features of pictures that were not there when it was fitted. Thread-safe.
class PictureFeaturizer {
 public:
  virtual ~PictureFeaturizer() = default;
  // [d] float32, in the space of the matrix. Errors: those of decoding.
  [[nodiscard]] virtual Result<at::Tensor> featurize(const std::filesystem::path& image) const = 0;
  // All that is needed to make it again: see featurizerFrom().
  [[nodiscard]] virtual std::vector<std::pair<std::string, at::Tensor>> state() const = 0;
};

struct ItemFeatures {
  at::Tensor matrix;  // [I, d] float32, CPU, finite; a row of zeros (the mean) for an item without a picture
  std::shared_ptr<const PictureFeaturizer> featurizer;  // null for kind `matrix`
  std::vector<RecProblem> problems;                     // items without a picture, zero rows, …
};

struct FeatureRequest {
  const RecData* data = nullptr;
  FeatureOptions options;
  std::span<const std::uint8_t> warm;  // [I]: what is fitted sees only these
  std::uint64_t seed = 1;
  std::filesystem::path cacheFolder;  // empty: nothing is kept
  PictureEncoder encoder;             // only for kind `encoder`
};

// Opens the cache that fits, building it first when it is missing. The name of a cache is made of the options, the
// seed, the ids, the warm items, and path, size and time of every picture. `progress` counts items. Errors: data (wrong
// number of rows, NaN, unknown ids in the index; each names the first ones), notFound, io, diskFull, cancelled, option.
[[nodiscard]] Result<ItemFeatures> openItemFeatures(const FeatureRequest& request, const Progress& progress = {},
                                                    const StopToken& stop = {});
// Only the matrix. [I, d] float32
[[nodiscard]] Result<at::Tensor> itemFeatures(const RecData& data, const FeatureOptions& options,
                                              std::span<const std::uint8_t> warm, std::uint64_t seed,
                                              const std::filesystem::path& cacheFolder, const Progress& progress = {});

// From PictureFeaturizer::state(), e.g. out of a checkpoint. `encoder` is needed for kind `encoder` only.
// Errors: format (tensors missing or of a wrong shape), option.
[[nodiscard]] Result<std::shared_ptr<const PictureFeaturizer>> featurizerFrom(
    const FeatureOptions& options, const std::vector<std::pair<std::string, at::Tensor>>& state,
    const PictureEncoder& encoder = {});

}  // namespace marcie::rec
