#include "core/train/run_status.h"

#include <fstream>
#include <unistd.h>

#include "core/base/log.h"

namespace marcie::train {
namespace {

constexpr std::chrono::milliseconds kWriteInterval{200};
constexpr double kRateInterval = 0.5;  // s over which images/s is measured
constexpr double kRateMemory = 0.7;    // weight of earlier measurements

}  // namespace

std::int64_t residentBytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  if (!(file >> total >> resident)) return 0;
  return resident * ::sysconf(_SC_PAGESIZE);
}

StatusReporter::StatusReporter(RunFolder folder) : folder_(std::move(folder)), status_(folder_.status()) {}

void StatusReporter::beginSession() {
  const std::int64_t session = status_.session + 1;
  RunStatus fresh;
  fresh.session = session;
  fresh.pid = ::getpid();
  fresh.step = status_.step;
  fresh.epoch = status_.epoch;
  fresh.totalSteps = status_.totalSteps;
  fresh.totalEpochs = status_.totalEpochs;
  status_ = fresh;
  setState(RunState::created);
}

void StatusReporter::setState(RunState state) {
  status_.state = state;
  status_.memoryBytes = residentBytes();
  write();
}

void StatusReporter::touch() {
  if (Clock::now() - lastWrite_ >= kWriteInterval) {
    status_.memoryBytes = residentBytes();
    write();
  }
}

void StatusReporter::startClock(double wallTime, std::int64_t step) {
  before_ = wallTime;
  sessionStart_ = wallTime;
  rateTime_ = wallTime;
  sessionFirstStep_ = step;
  continueClock();
}

void StatusReporter::pauseClock() {
  before_ = wallTime();
  running_ = false;
}

void StatusReporter::continueClock() {
  started_ = Clock::now();
  running_ = true;
}

double StatusReporter::wallTime() const {
  return running_ ? before_ + std::chrono::duration<double>(Clock::now() - started_).count() : before_;
}

void StatusReporter::progress(std::int64_t step, std::int64_t images) {
  const double now = wallTime();
  status_.step = step;
  status_.elapsedSeconds = now;
  rateImages_ += images;
  if (now - rateTime_ >= kRateInterval) {
    const double rate = static_cast<double>(rateImages_) / (now - rateTime_);
    status_.imagesPerSecond =
        status_.imagesPerSecond > 0 ? kRateMemory * status_.imagesPerSecond + (1 - kRateMemory) * rate : rate;
    rateTime_ = now;
    rateImages_ = 0;
  }
  const std::int64_t done = step - sessionFirstStep_;
  if (done > 0) {
    status_.remainingSeconds =
        (now - sessionStart_) / static_cast<double>(done) * static_cast<double>(status_.totalSteps - step);
  }
  touch();
}

void StatusReporter::write() {
  lastWrite_ = Clock::now();
  if (const auto written = replaceFile(folder_.statusFile(), dumpJson(toJson(status_)) + "\n"); !written) {
    log::warning("status not written: " + written.error().toString());
  }
}

}  // namespace marcie::train
