// Progress on standard error: a bar that redraws itself on a terminal, plain lines otherwise.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "core/api/run_event.h"
#include "core/api/run_folder.h"

namespace marcie::cli {

// "[#######.............]  35 %". `width` counts the cells between the brackets.
[[nodiscard]] std::string barText(double share, int width = 24);

// One job with a known length. Rate and remaining time come from the time since the first update. Thread-safe.
class ProgressLine {
 public:
  explicit ProgressLine(std::string unit);  // "pictures"
  ~ProgressLine() { finish(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(std::int64_t done, std::int64_t total, std::string_view text);
  // Takes the bar away, before results are printed.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  std::mutex mutex_;
  std::string unit_;
  bool terminal_;
  bool drawn_ = false;
  std::int64_t lastTenth_ = -1;
  Clock::time_point start_ = Clock::now();
  Clock::time_point lastDraw_{};
};

// Shows a training run as its events arrive. Used by the trainer's thread only.
class TrainingConsole : public EventSink {
 public:
  // `batchSize` turns steps into pictures per second.
  TrainingConsole(RunFolder folder, std::int64_t batchSize);
  ~TrainingConsole() override;

  void onEvent(const RunEvent& event) override;
  // The last validation metrics that went by.
  [[nodiscard]] const std::vector<NamedValue>& metrics() const { return metrics_; }

 private:
  // A run that goes on does not say again how long it is; its status does.
  void readLength();
  void drawBar(const RunEvent& event, const StepEnd& step);
  void line(const std::string& text);

  RunFolder folder_;
  std::int64_t batchSize_;
  bool terminal_;
  bool drawn_ = false;
  RunStarted run_;
  std::vector<NamedValue> metrics_;
  std::chrono::steady_clock::time_point lastDraw_{};
  bool timed_ = false;
  std::int64_t firstStep_ = 0;  // of this session
  double firstTime_ = 0;
};

}  // namespace marcie::cli
