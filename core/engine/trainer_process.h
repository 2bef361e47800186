// Training runs as processes of their own that outlive engine and window.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <vector>

#include "core/api/run_folder.h"

namespace marcie::engine {

// Starts a program in its own session with /dev/null as input, `log` as output and no other open file.
// Errors: io (cannot start it).
[[nodiscard]] Result<pid_t> spawnDetached(const std::filesystem::path& program,
                                          const std::vector<std::string>& arguments, const std::filesystem::path& log);

// Thread-safe.
class TrainerLauncher {
 public:
  // `program` is marcie-cli.
  explicit TrainerLauncher(std::filesystem::path program) : program_(std::move(program)) {}

  // `marcie-cli train --out RUN <arguments>`, its output in RUN/log.txt.
  [[nodiscard]] Result<void> launch(const RunFolder& run, const std::vector<std::string>& arguments);
  // Collects trainers that have ended, so that none stays a zombie. One that ended before it could say anything in its
  // run folder is recorded there as failed.
  void reap();
  // A trainer that was started here for this run has not ended, though it may not have taken the run's lock yet.
  [[nodiscard]] bool isRunning(const RunFolder& run);

 private:
  std::filesystem::path program_;
  mutable std::mutex mutex_;
  std::map<pid_t, std::filesystem::path> children_;  // process → run folder
};

}  // namespace marcie::engine
