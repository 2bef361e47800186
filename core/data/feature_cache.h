// Memory-mapped x_v of all pictures of a data set, computed once by a frozen picture network and shared between runs.
//
// Lives beside the picture caches under a name made of the network, its weights, the data and the picture sizes. Each
// picture is encoded as evaluation sees it; training pictures also `views - 1` times augmented, as training would.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/data_loader.h"
#include "core/data/feature_table.h"
#include "core/data/parallel.h"

namespace marcie::data {

struct FeatureRequest {
  std::shared_ptr<const Dataset> dataset;
  std::shared_ptr<const PixelCache> cache;  // may be null: then files are decoded
  // Picture sizes, workers, and with views > 1 seed and augmentation. What concerns batches is ignored.
  LoaderOptions loader;
  int views = 1;
  std::string encoder;     // name of the network
  std::string weights;     // fingerprint of its weights
  std::string device;      // "cpu", "cuda:0": numerics differ
  std::int64_t width = 0;  // d_v
  // images [B, 3, H, W] → x_v [B, width] float32 on the CPU
  std::function<at::Tensor(const at::Tensor& images)> encode;
};

// Opens the cache that fits, building it first when it is missing. `progress` counts rows. The table has a row for
// every sample; one that cannot be decoded has the feature of a black picture, as training would see it. Errors: io,
// diskFull, cancelled.
[[nodiscard]] Result<std::shared_ptr<const FeatureTable>> openFeatureCache(const FeatureRequest& request,
                                                                           const Progress& progress,
                                                                           const StopToken& stop);

}  // namespace marcie::data
