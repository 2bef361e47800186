// One picture looked at closely, and many in a row: what parts of a model say of it, what would change its mind, and a
// folder as a table. No text goes in.
#pragma once

#include <filesystem>

#include "core/api/protocol_samples.h"
#include "core/base/stop_token.h"
#include "core/eval/predictor.h"
#include "core/eval/split_pass.h"
#include "core/nn/marnet_lens.h"

namespace marcie::eval {

// Probabilities of the given classes [n], from every head. `classes`: indices.
[[nodiscard]] std::vector<protocol::HeadOpinion> opinionsOf(const std::vector<nn::HeadLogits>& heads,
                                                            const std::vector<std::int64_t>& classes,
                                                            const std::vector<std::string>& names);
// The most probable classes of the last head, and the favourite of each other one: what a fair picture of all of them
// has to show.
[[nodiscard]] std::vector<std::int64_t> classesToShow(const std::vector<nn::HeadLogits>& heads, std::int64_t top);

// What each part of the model says, and the nearest training pictures in each space.
// Errors: those of image::decodeFile and Predictor::inputOf; cancelled.
[[nodiscard]] Result<protocol::PredictPartsReply> predictParts(Predictor& predictor,
                                                               const protocol::PredictParts& request,
                                                               const StopToken& stop = {});

// The smallest grey square that changes the prediction: squares of growing size on a grid of half their side, then, at
// the place found, a finer search between that size and the one before. What is found is small, not proven smallest.
// Errors: as predictParts(); unavailable (a run on a feature matrix).
[[nodiscard]] Result<protocol::OcclusionReply> smallestOcclusion(Predictor& predictor, const std::string& path,
                                                                 const StopToken& stop = {},
                                                                 const ProgressCallback& progress = {});

// Every picture below `folder` (or the one file) → CSV: path,label,prediction,probability, further classes,
// annotations,error. A picture that cannot be read has its reason in the last column.
// Errors: notFound, data (no pictures), io (the table cannot be written), cancelled.
[[nodiscard]] Result<protocol::PredictFolderReply> predictFolder(Predictor& predictor,
                                                                 const std::filesystem::path& folder,
                                                                 const std::filesystem::path& csv, std::int64_t top,
                                                                 const StopToken& stop = {},
                                                                 const ProgressCallback& progress = {});

}  // namespace marcie::eval
