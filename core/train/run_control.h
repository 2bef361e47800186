// What people ask of a running training: pause, stop and save, discard. Requests come as files in the run folder (from
// the window or another process) or through a StopToken (Ctrl-C).
#pragma once

#include "core/api/run_folder.h"
#include "core/base/stop_token.h"

namespace marcie::train {

class RunControl {
 public:
  RunControl(RunFolder folder, StopToken token) : folder_(std::move(folder)), token_(std::move(token)) {}

  [[nodiscard]] bool pauseRequested() const {
    return token_.isPaused() || folder_.isRequested(RunFolder::Control::pause);
  }
  [[nodiscard]] bool stopRequested() const {
    return token_.stopRequested() || folder_.isRequested(RunFolder::Control::stop);
  }
  [[nodiscard]] bool discardRequested() const { return folder_.isRequested(RunFolder::Control::discard); }
  // Any of stop and discard.
  [[nodiscard]] bool endRequested() const { return stopRequested() || discardRequested(); }

  // Forgets requests that were left by an earlier session: those made before this process began. Requests that came
  // while it was starting stay.
  void dropStaleRequests() const;
  // Forgets all requests, when they have been met.
  void clear() const;

 private:
  RunFolder folder_;
  StopToken token_;
};

}  // namespace marcie::train
