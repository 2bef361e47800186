// Pictures → features of a picture network, for use elsewhere (NumPy) and for checking numerics against Python.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/eval/split_pass.h"

namespace marcie::eval {

struct EncodeRequest {
  std::string encoder;            // name in the encoder catalog, or the folder of a run
  std::filesystem::path weights;  // for a catalog name, of any format; empty = random (seed 1); or the network itself
  bool logits = false;            // class scores: the run's, or of the classifier in the weights file
  int imageSize = 224;            // px, for a catalog name; a run brings its own
  std::int64_t width = 32;        // of small_resnet
  std::vector<std::filesystem::path> images;
};
struct Encoded {
  at::Tensor output;  // [N, d] float32: x_v, or logits
  at::Tensor input;   // [N, 3, S, S] float32: what the network saw; only when asked for
};

// Errors: usage (no such encoder), option (logits without a classifier), those of decoding (with the file), checkpoint,
// cancelled.
[[nodiscard]] Result<Encoded> encodeImages(const EncodeRequest& request, bool keepInput, const StopToken& stop = {},
                                           const ProgressCallback& progress = {});

}  // namespace marcie::eval
