// A run's loss taken apart on one batch: what each term is, weighs and moves.
//
// The batch is shown as validation sees it, with its own text, to the weights that training has (not their averages),
// in the mode that training is in. Nothing of the run changes.
#pragma once

#include "core/api/protocol.h"
#include "core/api/run_folder.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"

namespace marcie::eval {

// Errors: notFound (no run, checkpoint or batch of that number), format, checkpoint, usage (a split that trains
// nothing), those of data::readDataset, data (the data's classes or annotations are not the run's any more), cancelled.
[[nodiscard]] Result<protocol::ExplainLossReply> explainLoss(const RunFolder& folder,
                                                             const protocol::ExplainLoss& request,
                                                             const StopToken& stop = {});

}  // namespace marcie::eval
