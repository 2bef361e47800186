#include "core/data/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace marcie::data {

namespace {

struct Shared {
  std::atomic<std::int64_t> next{0};
  std::atomic<std::int64_t> done{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  std::condition_variable ended;
  int running = 0;
  std::exception_ptr exception;
};

void workOn(Shared& shared, std::int64_t count, const StopToken& stop, const std::function<void(std::int64_t)>& work) {
  try {
    while (!stop.stopRequested() && !shared.failed) {
      const std::int64_t i = shared.next.fetch_add(1, std::memory_order_relaxed);
      if (i >= count) break;
      work(i);
      shared.done.fetch_add(1, std::memory_order_relaxed);
    }
  } catch (...) {
    const std::lock_guard lock(shared.mutex);
    if (!shared.exception) shared.exception = std::current_exception();
    shared.failed = true;
  }
  const std::lock_guard lock(shared.mutex);
  --shared.running;
  shared.ended.notify_all();
}

}  // namespace

bool parallelFor(std::int64_t count, int threads, const StopToken& stop, const Progress& progress,
                 const std::function<void(std::int64_t)>& work) {
  if (threads < 1) threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  threads = static_cast<int>(std::clamp<std::int64_t>(count, 1, threads));
  Shared shared;
  shared.running = threads;
  std::vector<std::jthread> workers;
  for (int k = 0; k < threads; ++k) workers.emplace_back([&] { workOn(shared, count, stop, work); });
  {
    std::unique_lock lock(shared.mutex);
    while (!shared.ended.wait_for(lock, std::chrono::milliseconds(50), [&] { return shared.running == 0; })) {
      if (!progress) continue;
      lock.unlock();
      progress(shared.done, count);
      lock.lock();
    }
  }
  workers.clear();  // joins
  if (shared.exception) std::rethrow_exception(shared.exception);
  if (shared.done < count) return false;
  if (progress) progress(count, count);
  return true;
}

}  // namespace marcie::data
