// A tiny world on disk and runs in it: three classes told apart by colour, five annotations told apart by where a
// bright square lies. An epoch takes a fraction of a second.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/api/run_folder.h"
#include "core/train/run_training.h"
#include "tests/support/temp_folder.h"

namespace marcie::train::fixtures {

// Pictures and samples.csv: 24 train, 9 val, 9 test. Cached in the same folder.
void writeToyData(const std::filesystem::path& folder, bool withTags = true);

// A full MARNet on that data: width 4, 16 px, batches of 8, two epochs of three steps.
[[nodiscard]] RunSpec toySpec(const std::filesystem::path& data);

// events.jsonl without the only member that holds time.
[[nodiscard]] std::string timelessEvents(const RunFolder& folder);

// Asks to stop when the event of that optimiser step has been seen.
class StopAt : public EventSink {
 public:
  StopAt(std::int64_t step, StopToken stop) : step_(step), stop_(std::move(stop)) {}
  void onEvent(const RunEvent& event) override {
    if (std::holds_alternative<StepEnd>(event.body) && event.step == step_) stop_.requestStop();
  }

 private:
  std::int64_t step_;
  StopToken stop_;
};

// Fails the running test when the final checkpoints differ in any bit.
void expectSameWeights(const RunFolder& a, const RunFolder& b);

}  // namespace marcie::train::fixtures
