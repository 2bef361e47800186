// The catalog entries that a MARNet is put together from, found by the names in its options.
#pragma once

#include "core/api/marnet_options.h"
#include "core/base/result.h"
#include "core/nn/alignment_loss.h"
#include "core/nn/network.h"
#include "core/nn/noise_schedule.h"

namespace marcie::nn {

struct MarnetParts {
  const EncoderEntry* encoder = nullptr;
  const TextEncoderEntry* text = nullptr;
  const AlignmentLossEntry* alignment = nullptr;
  const NoiseScheduleEntry* schedule = nullptr;
  const DenoiserEntry* denoiser = nullptr;
  const FusionEntry* fusion = nullptr;
};

// Errors: option, with the known names and the nearest spelling. Thread-safe.
[[nodiscard]] Result<const EncoderEntry*> findEncoder(const MarnetOptions& options);
[[nodiscard]] Result<MarnetParts> findMarnetParts(const MarnetOptions& options);

}  // namespace marcie::nn
