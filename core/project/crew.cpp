#include "core/project/crew.h"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace marcie::project {

struct Crew::Shared {
  std::mutex mutex;
  std::condition_variable opened, left;
  std::atomic<std::uint64_t> round{0};  // changed under the mutex; read without it while spinning
  bool open = false;                    // helpers may still join the round
  bool closing = false;
  int helping = 0;
  const std::function<void(std::int64_t)>* work = nullptr;
  const StopToken* stop = nullptr;
  std::int64_t count = 0;
  std::atomic<std::int64_t> next{0};
  std::atomic<bool> cut{false};  // stopped or failed
  std::exception_ptr failure;
  std::vector<std::thread> helpers;

  void takeTasks() {
    try {
      for (;;) {
        if (stop->stopRequested()) cut = true;
        if (cut) return;
        const std::int64_t task = next.fetch_add(1, std::memory_order_relaxed);
        if (task >= count) return;
        (*work)(task);
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      cut = true;
    }
  }

  void help() {
    // Rounds follow each other within microseconds: looking a few times costs less than falling asleep.
    constexpr int kLooks = 100;
    std::uint64_t seen = 0;
    for (;;) {
      for (int i = 0; i < kLooks && round.load(std::memory_order_acquire) == seen; ++i) std::this_thread::yield();
      std::unique_lock lock(mutex);
      opened.wait(lock, [&] { return closing || round != seen; });
      if (closing) return;
      seen = round;
      if (!open) continue;
      ++helping;
      lock.unlock();
      takeTasks();
      lock.lock();
      if (--helping == 0) left.notify_one();
    }
  }
};

Crew::Crew(int threads)
    : threads_(threads < 1 ? static_cast<int>(std::max(1U, std::thread::hardware_concurrency())) : threads),
      shared_(std::make_unique<Shared>()) {
  for (int i = 1; i < threads_; ++i) shared_->helpers.emplace_back([s = shared_.get()] { s->help(); });
}

Crew::~Crew() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->closing = true;
  }
  shared_->opened.notify_all();
  for (auto& helper : shared_->helpers) helper.join();
}

bool Crew::run(std::int64_t count, const StopToken& stop, const std::function<void(std::int64_t)>& work) {
  Shared& s = *shared_;
  if (count < 2 || threads_ < 2) {
    for (std::int64_t i = 0; i < count; ++i) {
      if (stop.stopRequested()) return false;
      work(i);
    }
    return true;
  }
  {
    const std::lock_guard lock(s.mutex);
    s.work = &work;
    s.stop = &stop;
    s.count = count;
    s.next = 0;
    s.cut = false;
    s.failure = nullptr;
    s.open = true;
    ++s.round;
  }
  s.opened.notify_all();
  s.takeTasks();
  std::unique_lock lock(s.mutex);
  s.open = false;  // who has not woken by now is not waited for
  s.left.wait(lock, [&] { return s.helping == 0; });
  if (s.failure) std::rethrow_exception(s.failure);
  return !s.cut;
}

}  // namespace marcie::project
