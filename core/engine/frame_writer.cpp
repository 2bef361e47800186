#include "core/engine/frame_writer.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <string>
#include <unistd.h>

#include <climits>

#include "core/api/frames.h"
#include "core/base/log.h"

namespace marcie::engine {

bool FrameWriter::waitWritable() {
  constexpr int kSliceMs = 50;
  constexpr int kPatienceMs = 500;
  for (int waitedMs = 0;;) {
    pollfd entry{descriptor_, POLLOUT, 0};
    const int ready = ::poll(&entry, 1, kSliceMs);
    if (ready > 0) return (entry.revents & (POLLERR | POLLNVAL)) == 0;
    if (ready < 0 && errno != EINTR) return false;
    if (closing_.load() && (waitedMs += kSliceMs) >= kPatienceMs) return false;
  }
}

void FrameWriter::send(const Json& message) {
  const std::string frame = encodeFrame(message);
  const std::lock_guard lock(mutex_);
  std::string_view rest = frame;
  while (!rest.empty() && !broken_.load()) {
    if (!waitWritable()) {
      broken_.store(true);
      return;
    }
    // A writable pipe takes PIPE_BUF bytes without blocking; more could wait for ever on a reader that has stopped.
    const ssize_t written = ::write(descriptor_, rest.data(), std::min<std::size_t>(rest.size(), PIPE_BUF));
    if (written < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      broken_.store(true);
      return;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace marcie::engine
