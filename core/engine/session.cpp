#include "core/engine/session.h"

#include "core/engine/handler.h"
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

Result<LoadedRecommender*> Session::recommender(const std::string& run, const Query& query) {
  return recommenders_.get(run, query.stop, [&query](std::int64_t done, std::int64_t total) {
    if (query.progress) query.progress(done, total, "items");
  });
}

fs::path Session::runsRoot() const {
  const std::lock_guard lock(mutex_);
  return runsRoot_;
}

void Session::setRunsRoot(fs::path root) {
  const std::lock_guard lock(mutex_);
  runsRoot_ = std::move(root);
}

}  // namespace marcie::engine
