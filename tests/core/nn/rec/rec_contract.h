// A tiny world of users and items, and what every backbone must do in it.
#pragma once

#include <memory>
#include <string>

#include <torch/torch.h>

#include "core/nn/rec/backbone.h"
#include "core/nn/rec/rec_model.h"

namespace marcie::nn::rec::testing {

inline constexpr std::int64_t kUsers = 9, kItems = 14, kFeatures = 6, kTerms = 5;

// Items 11, 12 and 13 are cold; 13 looks like 12.
[[nodiscard]] RecWorld tinyWorld(std::int64_t width = 8);
// D = 8, φ = 10, d_s = 8, no dropout, no regularisation.
[[nodiscard]] CierecOptions tinyOptions(const std::string& backbone, CierecVariant variant = CierecVariant::full);
// Twelve pairs on warm items, and annotations of six of them.
[[nodiscard]] RecBatch tinyBatch(bool withInference = true);
[[nodiscard]] std::unique_ptr<RecModel> makeModel(const CierecOptions& options, std::uint64_t seed = 3,
                                                  const RecWorld& world = tinyWorld());
// [U, I]
[[nodiscard]] at::Tensor tableOf(RecModel& model);
// Loss on the batch after `steps` of Adam; `first` gets the one before.
double trainedLoss(RecModel& model, const RecBatch& batch, int steps, double* first = nullptr, double rate = 0.02);

// In every variant: described; same seed, same scores; finite gradients that reach every parameter which the variant
// learns; save → load gives the same scores; one batch is fitted; a table of scores agrees with scores pair by pair
// (`debiased`: the table is corrected afterwards, so does not); cold items that look alike score alike.
void expectBackboneContract(const std::string& name, bool debiased = false);

}  // namespace marcie::nn::rec::testing
