#include "core/train/run_control.h"

#include <chrono>
#include <filesystem>

namespace marcie::train {
namespace fs = std::filesystem;
namespace {

// Taken while the program loads, less what loading may have taken.
const auto kProcessStart = fs::file_time_type::clock::now() - std::chrono::seconds(2);

}  // namespace

void RunControl::dropStaleRequests() const {
  std::error_code failure;
  for (fs::directory_iterator it(folder_.root() / "control", failure), end; !failure && it != end;
       it.increment(failure)) {
    std::error_code ignored;
    const auto made = fs::last_write_time(it->path(), ignored);
    if (!ignored && made < kProcessStart) fs::remove(it->path(), ignored);
  }
}

void RunControl::clear() const {
  for (const auto control : {RunFolder::Control::pause, RunFolder::Control::stop, RunFolder::Control::discard}) {
    folder_.withdraw(control);
  }
}

}  // namespace marcie::train
