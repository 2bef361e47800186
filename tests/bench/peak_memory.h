// What a bench took of memory.
#pragma once

#include <fstream>
#include <string>

// VmHWM of this process, MB.
inline double peakMegabytes() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}
