// Ctrl-C and SIGTERM: the first asks the work to stop, the second ends the process at once.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "core/base/stop_token.h"

namespace marcie::cli {

// One at a time, for the life of the object. `message` is said on stderr when the first signal arrives.
class InterruptGuard {
 public:
  InterruptGuard(StopToken stop, std::string message);
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  StopToken stop_;
  std::string message_;
  std::thread thread_;
};

}  // namespace marcie::cli
