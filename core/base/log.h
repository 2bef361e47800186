// One log for core and CLI: stderr for people, and a run's log.txt when a trainer opens one. Thread-safe.
#pragma once

#include <filesystem>
#include <string_view>

namespace marcie::log {

enum class Level { debug, info, warning, error };

void write(Level level, std::string_view message);
inline void debug(std::string_view message) {
  write(Level::debug, message);
}
inline void info(std::string_view message) {
  write(Level::info, message);
}
inline void warning(std::string_view message) {
  write(Level::warning, message);
}
inline void error(std::string_view message) {
  write(Level::error, message);
}

// Also append to this file from now on (a run's log.txt). Failure to open is reported on stderr and otherwise ignored.
void openFile(const std::filesystem::path& path);
// Silences stderr (the file still gets everything): for commands whose stdout/stderr is read by another program.
void setConsoleLevel(Level level);

}  // namespace marcie::log
