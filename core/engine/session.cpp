#include "core/engine/session.h"

#include "core/engine/run_store.h"

namespace marcie::engine {
namespace fs = std::filesystem;
namespace {

fs::path thisProgram() {
  std::error_code failure;
  fs::path program = fs::read_symlink("/proc/self/exe", failure);
  return failure ? fs::path("marcie-cli") : program;
}

}  // namespace

Session::Session(SessionOptions options, RunWatcher::Notify notify)
    : runsRoot_(options.runsRoot.empty() ? defaultRunsRoot() : std::move(options.runsRoot)),
      sampleRoot_(options.sampleRoot.empty() ? defaultSampleRoot() : std::move(options.sampleRoot)),
      trainers_(options.program.empty() ? thisProgram() : std::move(options.program)),
      projections_(notify),
      watcher_(std::move(notify), [this] { trainers_.reap(); }) {}

fs::path Session::runsRoot() const {
  const std::lock_guard lock(mutex_);
  return runsRoot_;
}

void Session::setRunsRoot(fs::path root) {
  const std::lock_guard lock(mutex_);
  runsRoot_ = std::move(root);
}

}  // namespace marcie::engine
