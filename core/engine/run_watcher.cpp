#include "core/engine/run_watcher.h"

#include <memory>
#include <utility>
#include <vector>

#include "core/api/protocol.h"

namespace marcie::engine {
namespace {

using namespace std::chrono_literals;
constexpr auto kLivePeriod = 15ms;
constexpr auto kIdlePeriod = 250ms;
constexpr auto kHousekeepingPeriod = 100ms;
constexpr auto kEagerness = 10s;
constexpr std::size_t kChunk = 2000;

}  // namespace

RunWatcher::RunWatcher(Notify notify, std::function<void()> housekeeping)
    : notify_(std::move(notify)), housekeeping_(std::move(housekeeping)), thread_([this] { loop(); }) {}

RunWatcher::~RunWatcher() {
  close();
}

void RunWatcher::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void RunWatcher::watch(const RunFolder& run) {
  {
    const std::lock_guard lock(mutex_);
    watches_[run.root().string()] = std::make_shared<Watch>(run);
  }
  changed_.notify_all();
}

void RunWatcher::unwatch(const RunFolder& run) {
  const std::lock_guard lock(mutex_);
  watches_.erase(run.root().string());
}

void RunWatcher::wake(const RunFolder& run) {
  {
    const std::lock_guard lock(mutex_);
    const auto it = watches_.find(run.root().string());
    if (it == watches_.end()) return;
    it->second->due = {};
    it->second->eagerUntil = Clock::now() + kEagerness;
  }
  changed_.notify_all();
}

void RunWatcher::loop() {
  std::unique_lock lock(mutex_);
  auto housekeepingDue = Clock::now();
  while (!closed_) {
    const auto now = Clock::now();
    auto next = housekeepingDue;
    std::vector<std::pair<std::string, std::shared_ptr<Watch>>> round(watches_.begin(), watches_.end());
    for (auto& [name, watch] : round) {
      if (watch->due <= now) {
        const bool more = look(name, *watch, lock);
        const bool often = watch->live || Clock::now() < watch->eagerUntil;
        watch->due = more ? Clock::time_point{} : Clock::now() + (often ? kLivePeriod : kIdlePeriod);
      }
      next = std::min(next, watch->due);
    }
    if (Clock::now() >= housekeepingDue) {
      lock.unlock();
      housekeeping_();
      lock.lock();
      housekeepingDue = Clock::now() + kHousekeepingPeriod;
    }
    if (!closed_ && next > Clock::now()) changed_.wait_until(lock, next);
  }
}

bool RunWatcher::look(const std::string& name, Watch& watch, std::unique_lock<std::mutex>& lock) {
  // Reading and sending happen without the mutex: a slow window must not keep watch() and unwatch() waiting. Only this
  // thread touches what is used here; `due` and `eagerUntil` stay under the mutex.
  lock.unlock();
  // The status first: when it says that the run has ended, all its events are in the file already.
  const RunStatus status = watch.folder.status();
  auto batch = watch.tail.poll(kChunk);
  const bool more = batch.events.size() == kChunk;
  const bool first = !std::exchange(watch.begun, true);
  const bool wasCaughtUp = watch.caughtUp && !batch.restarted;
  watch.caughtUp = wasCaughtUp || !more;
  const bool arrived = !wasCaughtUp && watch.caughtUp;
  const bool current = [&] {
    lock.lock();
    const auto it = watches_.find(name);
    const bool same = it != watches_.end() && it->second.get() == &watch && !closed_;
    lock.unlock();
    return same;
  }();
  if (current && (first || batch.restarted || arrived || !batch.events.empty())) {
    protocol::RunEventsNote note{name, first || batch.restarted, watch.caughtUp, {}};
    note.events.reserve(batch.events.size());
    for (const auto& event : batch.events) note.events.push_back(runEventToJson(event));
    notify_(protocol::RunEventsNote::kMethod, toJson(note));
  }
  Json statusJson = toJson(status);
  if (current && statusJson != watch.lastStatus) {
    notify_(protocol::RunStatusNote::kMethod, toJson(protocol::RunStatusNote{name, status}));
    watch.lastStatus = std::move(statusJson);
  }
  watch.live = isLive(status.state);
  lock.lock();
  return more;
}

}  // namespace marcie::engine
