// What a run says of every picture of a split.
#pragma once

#include "core/api/run_folder.h"
#include "core/api/sample_table.h"
#include "core/base/stop_token.h"
#include "core/eval/predictor.h"
#include "core/eval/split_pass.h"

namespace marcie::eval {

// Kept in the run folder (snapshots/samples-<split>-<data>.json) and made again only when checkpoint, pictures, their
// order or their labels are others. Looks at `stop` every few pictures.
// Errors: those of openEvaluationData; cancelled.
[[nodiscard]] Result<SampleTable> tabulateSamples(Predictor& predictor, const RunFolder& folder, data::Split split,
                                                  const StopToken& stop = {}, const ProgressCallback& progress = {});

}  // namespace marcie::eval
