// A few threads that share out numbered tasks, again and again, thousands of times a second.
//
// What a task computes may depend on its number only, never on the thread that runs it or on how many there are: this
// is how a map is the same for any number of threads. Used by one calling thread at a time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/stop_token.h"

namespace marcie::project {

class Crew {
 public:
  explicit Crew(int threads = 0);  // < 1 = every core; the caller counts as one
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  [[nodiscard]] int threads() const { return threads_; }

  // Runs work(0) … work(count - 1), each once, and returns when all have ended. False when `stop` was requested before
  // the end; the remaining tasks are then left out. The first exception of a task is rethrown here.
  bool run(std::int64_t count, const StopToken& stop, const std::function<void(std::int64_t)>& work);
  void run(std::int64_t count, const std::function<void(std::int64_t)>& work) { run(count, StopToken(), work); }

  // The same over [0, items) in pieces of `piece` items: work(begin, end, number of the piece).
  template <class Work>
  bool pieces(std::int64_t items, std::int64_t piece, const StopToken& stop, Work&& work) {
    return run(pieceCount(items, piece), stop,
               [&](std::int64_t i) { work(i * piece, std::min(items, (i + 1) * piece), i); });
  }
  [[nodiscard]] static constexpr std::int64_t pieceCount(std::int64_t items, std::int64_t piece) {
    return (items + piece - 1) / piece;
  }

 private:
  struct Shared;
  int threads_;
  std::unique_ptr<Shared> shared_;
};

}  // namespace marcie::project
