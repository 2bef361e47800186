#include "core/train/run_control.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <unistd.h>

namespace marcie::train {
namespace fs = std::filesystem;
namespace {

// When this process was started, by the system's own account: loading the program may take seconds on a busy machine,
// and a request made meanwhile is meant for it. A little early, because the account counts in hundredths of a second.
fs::file_time_type processStart() {
  const auto now = fs::file_time_type::clock::now();
  std::ifstream statFile("/proc/self/stat");
  std::string stat((std::istreambuf_iterator<char>(statFile)), {});
  std::ifstream uptimeFile("/proc/uptime");
  double uptimeSeconds = 0;
  const auto name = stat.rfind(')');  // the second field may hold blanks; 20 more come before the start time
  if (name == std::string::npos || !(uptimeFile >> uptimeSeconds)) return now;
  std::istringstream fields(stat.substr(name + 1));
  std::string field;
  for (int i = 0; i < 20; ++i) fields >> field;
  const double startSeconds = std::strtod(field.c_str(), nullptr) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  const auto age = std::chrono::duration<double>(uptimeSeconds - startSeconds + 0.1);
  return now - std::chrono::duration_cast<fs::file_time_type::duration>(age);
}

const auto kProcessStart = processStart();

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
