// Follows run folders and tells the window what happens in them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/api/run_folder.h"
#include "core/options/json.h"

namespace marcie::engine {

// One thread for all watched runs. A live run is looked at every 15 ms, one that has ended four times a second.
// Thread-safe; joined by the destructor.
class RunWatcher {
 public:
  using Notify = std::function<void(std::string_view method, Json params)>;
  // `housekeeping` is called about ten times a second while the thread runs.
  RunWatcher(Notify notify, std::function<void()> housekeeping);
  ~RunWatcher();
  RunWatcher(const RunWatcher&) = delete;
  RunWatcher& operator=(const RunWatcher&) = delete;

  // Sends the whole history again when the run is watched already.
  void watch(const RunFolder& run);
  void unwatch(const RunFolder& run);
  // Looks at the run at once: its trainer was just started or asked for something.
  void wake(const RunFolder& run);
  void close();

 private:
  using Clock = std::chrono::steady_clock;
  struct Watch {
    explicit Watch(const RunFolder& run) : folder(run), tail(run) {}
    RunFolder folder;
    EventTail tail;
    Json lastStatus;
    bool begun = false;
    bool caughtUp = false;
    bool live = true;
    Clock::time_point due{};
    Clock::time_point eagerUntil{};  // looked at often until then, whatever its state
  };
  void loop();
  // One look: at most one chunk of events. True when there is more to read at once.
  bool look(const std::string& name, Watch& watch, std::unique_lock<std::mutex>& lock);

  Notify notify_;
  std::function<void()> housekeeping_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::shared_ptr<Watch>> watches_;
  bool closed_ = false;
  std::thread thread_;
};

}  // namespace marcie::engine
