// Cooperative stop and pause: one object shared by who asks and who works.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace marcie {

// Copies share one state. Thread-safe. A worker calls stopRequested() often (a relaxed load) and waitWhilePaused() at
// points where it may rest.
class StopToken {
 public:
  StopToken() : state_(std::make_shared<State>()) {}

  void requestStop() {
    state_->stop.store(true, std::memory_order_release);
    wake();
  }
  void setPaused(bool paused) {
    state_->paused.store(paused, std::memory_order_release);
    wake();
  }
  [[nodiscard]] bool stopRequested() const { return state_->stop.load(std::memory_order_acquire); }
  [[nodiscard]] bool isPaused() const { return state_->paused.load(std::memory_order_acquire); }
  // Blocks while paused; returns at once when stopped.
  void waitWhilePaused() const {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait(lock, [this] { return stopRequested() || !isPaused(); });
  }

 private:
  struct State {
    std::atomic<bool> stop{false};
    std::atomic<bool> paused{false};
    std::mutex mutex;
    std::condition_variable changed;
  };
  void wake() {
    const std::lock_guard lock(state_->mutex);
    state_->changed.notify_all();
  }
  std::shared_ptr<State> state_;
};

}  // namespace marcie
