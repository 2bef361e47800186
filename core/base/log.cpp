#include "core/base/log.h"

#include <memory>

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace marcie::log {
namespace {

constexpr const char* kPattern = "%Y-%m-%d %H:%M:%S.%e %l %v";

spdlog::level::level_enum toSpdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// The console sink comes first; openFile appends the second.
spdlog::logger& logger() {
  static spdlog::logger instance = [] {
    auto console = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    console->set_level(spdlog::level::warn);
    spdlog::logger made("marcie", std::move(console));
    made.set_pattern(kPattern);
    made.set_level(spdlog::level::debug);
    made.flush_on(spdlog::level::info);
    return made;
  }();
  return instance;
}

}  // namespace

void write(Level level, std::string_view message) {
  logger().log(toSpdlog(level), spdlog::string_view_t(message.data(), message.size()));
}

void openFile(const std::filesystem::path& path) {
  try {
    auto file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string());
    file->set_pattern(kPattern);
    file->set_level(spdlog::level::debug);
    auto& sinks = logger().sinks();
    sinks.resize(1);
    sinks.push_back(std::move(file));
  } catch (const spdlog::spdlog_ex& failure) {
    write(Level::warning, std::string("cannot open the log file: ") + failure.what());
  }
}

void setConsoleLevel(Level level) {
  logger().sinks().front()->set_level(toSpdlog(level));
}

}  // namespace marcie::log
