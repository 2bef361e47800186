// Keeps status.json current, and the clock of the run.
#pragma once

#include <chrono>
#include <string>

#include "core/api/run_folder.h"

namespace marcie::train {

// Used by the trainer's thread only. Writing never fails the run: status is a courtesy, events are the record.
class StatusReporter {
 public:
  explicit StatusReporter(RunFolder folder);

  [[nodiscard]] RunStatus& status() { return status_; }
  // A new session begins: counts it and clears what the last one left.
  void beginSession();
  // Writes at once.
  void setState(RunState state);
  // Writes when the last write is older than 200 ms.
  void touch();
  // Training goes on at `step` after `wallTime` seconds of earlier sessions.
  void startClock(double wallTime, std::int64_t step);
  void pauseClock();
  void continueClock();
  // Seconds of training over all sessions, pauses left out.
  [[nodiscard]] double wallTime() const;
  // After each step: rate, elapsed and remaining time, memory.
  void progress(std::int64_t step, std::int64_t images);

 private:
  using Clock = std::chrono::steady_clock;
  void write();
  RunFolder folder_;
  RunStatus status_;
  Clock::time_point lastWrite_{};
  Clock::time_point started_{};  // of the stretch since the last pause
  double before_ = 0;            // seconds before that
  bool running_ = false;
  double sessionStart_ = 0;  // wallTime
  std::int64_t sessionFirstStep_ = 0;
  double rateTime_ = 0;  // wallTime of the last rate
  std::int64_t rateImages_ = 0;
};

// Resident memory of this process in bytes; 0 when unknown.
[[nodiscard]] std::int64_t residentBytes();

}  // namespace marcie::train
