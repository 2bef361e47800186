#include "core/engine/machine.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

#include "core/base/strings.h"

namespace marcie::engine {
namespace fs = std::filesystem;
namespace {

// The driver lists its cards below /proc/driver/nvidia/gpus/<bus id>/information, with a line "Model: …".
std::string firstGpu() {
  std::error_code failure;
  for (fs::directory_iterator it("/proc/driver/nvidia/gpus", failure), end; !failure && it != end;
       it.increment(failure)) {
    std::ifstream file(it->path() / "information");
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("Model:")) return std::string(trimmed(std::string_view(line).substr(6)));
    }
  }
  return {};
}

}  // namespace

std::string Machine::device() const {
  if (!gpu.empty()) return gpu;
  return "CPU, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

Machine thisMachine() {
  Machine machine;
  machine.gpu = firstGpu();
  machine.threads = std::max(1U, std::thread::hardware_concurrency());
  machine.memoryBytes = std::int64_t{::sysconf(_SC_PHYS_PAGES)} * std::int64_t{::sysconf(_SC_PAGESIZE)};
  return machine;
}

}  // namespace marcie::engine
