#include "core/engine/lane_worker.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace marcie::engine {

void LaneWorker::push(Job job) {
  std::vector<Job> outdated;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    if (job.handler->latestWins) {
      const auto first = std::stable_partition(waiting_.begin(), waiting_.end(), [&](const Job& other) {
        return other.handler != job.handler || other.asker != job.asker;
      });
      std::move(first, waiting_.end(), std::back_inserter(outdated));
      waiting_.erase(first, waiting_.end());
    }
    waiting_.push_back(std::move(job));
    if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
  }
  changed_.notify_one();
  for (const auto& old : outdated) reject_(old);
}

bool LaneWorker::cancel(std::int64_t id) {
  Job found;
  {
    const std::lock_guard lock(mutex_);
    if (id == runningId_) {
      runningStop_.requestStop();
      return true;
    }
    const auto it = std::find_if(waiting_.begin(), waiting_.end(), [id](const Job& job) { return job.id == id; });
    if (it == waiting_.end()) return false;
    found = std::move(*it);
    waiting_.erase(it);
  }
  reject_(found);
  return true;
}

void LaneWorker::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    waiting_.clear();
    runningStop_.requestStop();
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void LaneWorker::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (closed_) return;
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    runningId_ = job.id;
    runningStop_ = job.stop;
    lock.unlock();
    run_(job);
    lock.lock();
    runningId_ = -1;
    runningStop_ = StopToken();
  }
}

}  // namespace marcie::engine
