// Trained weights for use outside of Marcie.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/api/run_folder.h"
#include "core/base/result.h"

namespace marcie::eval {

enum class ExportPart {
  encoder,  // the picture network under the names that torchvision has for it, or a network of the user's under its own
  model,    // everything, "encoder." before the picture network's names
};

struct Exported {
  std::int64_t step = 0;     // of the checkpoint
  std::int64_t tensors = 0;  // parameters and buffers
  std::int64_t values = 0;   // numbers in them
};

// Writes what evaluation and prediction use of a run (averaged weights where there are) as a file that Python reads:
// safetensors, or a PyTorch state dict where `out` ends in .pth or .pt.
// Errors: notFound (no run, or no checkpoint yet), usage (another ending), format, checkpoint, io, diskFull.
[[nodiscard]] Result<Exported> exportRun(const RunFolder& folder, const std::filesystem::path& out, ExportPart part);

}  // namespace marcie::eval
