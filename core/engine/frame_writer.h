// The engine's only way out: whole frames on one descriptor, from any thread.
#pragma once

#include <atomic>
#include <mutex>

#include "core/options/json.h"

namespace marcie::engine {

class FrameWriter {
 public:
  // The descriptor is borrowed.
  explicit FrameWriter(int descriptor) : descriptor_(descriptor) {}

  // Writes one frame, waiting while the reader is slow. Silently drops it when the reader is gone. Thread-safe.
  void send(const Json& message);
  // From now on a reader that does not read is given up after half a second, so that the engine can end.
  void beginClosing() { closing_.store(true); }
  [[nodiscard]] bool isBroken() const { return broken_.load(); }

 private:
  [[nodiscard]] bool waitWritable();

  int descriptor_;
  std::mutex mutex_;
  std::atomic<bool> closing_{false};
  std::atomic<bool> broken_{false};
};

}  // namespace marcie::engine
