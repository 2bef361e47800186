// One thread that answers the queries of one lane in order.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "core/engine/handler.h"

namespace marcie::engine {

// A parsed request on its way to its handler.
struct Job {
  std::int64_t id = 0;
  const Handler* handler = nullptr;
  Json params;
  StopToken stop;
  std::int64_t asker = 0;  // "asker" of the request: whichever part of the window wants the answer; 0 = not said
};

// Thread-safe. The thread starts with the first job and is joined by the destructor.
class LaneWorker {
 public:
  using Run = std::function<void(Job&)>;           // answers one job; must not throw
  using Reject = std::function<void(const Job&)>;  // answers `cancelled` for a job that never ran

  LaneWorker(Run run, Reject reject) : run_(std::move(run)), reject_(std::move(reject)) {}
  ~LaneWorker() { close(); }
  LaneWorker(const LaneWorker&) = delete;
  LaneWorker& operator=(const LaneWorker&) = delete;

  // A latest-wins job rejects the waiting ones of its method and asker first.
  void push(Job job);
  // Rejects the job when it waits, asks it to stop when it runs. False when it is not here.
  bool cancel(std::int64_t id);
  // Drops what waits, asks the running job to stop and joins the thread.
  void close();

 private:
  void loop();

  Run run_;
  Reject reject_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  std::int64_t runningId_ = -1;
  StopToken runningStop_;
  bool closed_ = false;
  std::thread thread_;
};

}  // namespace marcie::engine
