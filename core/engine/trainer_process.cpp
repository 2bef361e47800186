#include "core/engine/trainer_process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/log.h"
#include "core/base/strings.h"

extern char** environ;

namespace marcie::engine {
namespace fs = std::filesystem;
namespace {

// posix_spawn's two descriptions, freed on every path.
struct SpawnPlan {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
  SpawnPlan() {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
};

// The last lines of a log that tell a person something.
std::string lastWords(const fs::path& log) {
  const auto tail = readFileTail(log, 600);
  if (!tail) return {};
  std::string text(trimmed(*tail));
  if (const auto newline = text.rfind('\n'); newline != std::string::npos) text.erase(0, newline + 1);
  return text;
}

std::string describeEnd(int state) {
  if (WIFSIGNALED(state)) return std::string("was ended by signal ") + ::strsignal(WTERMSIG(state));
  return "ended with exit code " + std::to_string(WEXITSTATUS(state));
}

// For a trainer that never got as far as writing its own ending.
void recordFailedStart(const RunFolder& run, int state) {
  auto lock = FileLock::acquire(run.lockFile());
  if (!lock || run.status().session > 0) return;
  const std::string words = lastWords(run.logFile());
  RunFinished finished{"failed",
                       "internal",
                       "the training process " + describeEnd(state) + " before it began",
                       words.empty() ? "See log.txt in the run folder" : words,
                       {}};
  if (auto writer = RunFolderWriter::open(run, {})) writer->onEvent({0, 0, 0, finished});
  RunStatus status;
  status.state = RunState::failed;
  status.session = 1;
  if (const auto saved = replaceFile(run.statusFile(), dumpJson(toJson(status), 2) + "\n"); !saved) {
    log::warning(saved.error().toString());
  }
}

}  // namespace

Result<pid_t> spawnDetached(const fs::path& program, const std::vector<std::string>& arguments, const fs::path& log) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  SpawnPlan plan;
  ::posix_spawn_file_actions_addopen(&plan.files, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&plan.files, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::posix_spawn_file_actions_adddup2(&plan.files, 1, 2);
  ::posix_spawn_file_actions_addclosefrom_np(&plan.files, 3);
  sigset_t none;
  sigset_t defaults;
  ::sigemptyset(&none);
  ::sigemptyset(&defaults);
  for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD}) ::sigaddset(&defaults, number);
  ::posix_spawnattr_setsigmask(&plan.attributes, &none);
  ::posix_spawnattr_setsigdefault(&plan.attributes, &defaults);
  ::posix_spawnattr_setflags(&plan.attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  const int failure = ::posix_spawn(&child, program.c_str(), &plan.files, &plan.attributes, pointers.data(), environ);
  if (failure != 0) {
    return Error{ErrorCode::io, "cannot start " + program.string() + ": " + std::strerror(failure), {}, {}};
  }
  return child;
}

Result<void> TrainerLauncher::launch(const RunFolder& run, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"train", "--out", run.root().string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const std::lock_guard lock(mutex_);
  MARCIE_ASSIGN(const pid_t child, spawnDetached(program_, words, run.logFile()));
  children_.emplace(child, run.root());
  return {};
}

void TrainerLauncher::reap() {
  const std::lock_guard lock(mutex_);
  for (auto it = children_.begin(); it != children_.end();) {
    int state = 0;
    const pid_t ended = ::waitpid(it->first, &state, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) {
      ++it;
      continue;
    }
    if (ended > 0 && state != 0) recordFailedStart(RunFolder(it->second), state);
    it = children_.erase(it);
  }
}

bool TrainerLauncher::isRunning(const RunFolder& run) {
  reap();
  const std::lock_guard lock(mutex_);
  return std::any_of(children_.begin(), children_.end(), [&](const auto& child) { return child.second == run.root(); });
}

}  // namespace marcie::engine
