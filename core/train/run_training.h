// One training run from its folder: what the command `train` does, and what the tests do in-process.
#pragma once

#include "core/api/run_folder.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/train/trainer.h"

namespace marcie::train {

struct TrainMode {
  enum class Kind {
    fresh,       // the run must not have begun yet
    resume,      // from the newest checkpoint; from the beginning when there is none
    moreEpochs,  // adds a phase of `epochs` epochs after the last one, then as resume
  } kind = Kind::fresh;
  int epochs = 0;
};

// Trains the run in `folder` in this process and thread, until it is complete or asked to stop: by `stop` (save and
// stop; pause), or by the control files of the folder. Writes everything that run_folder.h names; `extra` gets the
// events of this session too and may be null. Sets the number of computing threads of the process.
//
// The folder is locked meanwhile. Every outcome but `busy` and a refused mode ends events.jsonl with one RunFinished.
// Errors: busy (another process trains it), usage (mode does not fit the run's state), option, data, io, diskFull,
// memory, numeric, checkpoint, unavailable (no GPU), cancelled (stopped before training began).
[[nodiscard]] Result<TrainOutcome> runTraining(const RunFolder& folder, const TrainMode& mode, const StopToken& stop,
                                               EventSink* extra = nullptr);

}  // namespace marcie::train
