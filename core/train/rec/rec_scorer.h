// A recommender as the ranking evaluation sees it.
#pragma once

#include "core/nn/rec/rec_model.h"
#include "core/rec/eval/ranking.h"

namespace marcie::train {

// Scores of the model as it is: as a product where it is one, else tile by tile. The model must outlive the scorer and
// keep its weights meanwhile.
[[nodiscard]] rec::Scorer scorerOf(nn::rec::RecModel& model, std::int64_t users);

}  // namespace marcie::train
