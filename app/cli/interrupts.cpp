#include "app/cli/interrupts.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/console.h"

namespace marcie::cli {
namespace {

// A handler may do next to nothing, so it only writes a byte; a thread that waits for the byte does the rest.
std::atomic<int> count{0};
std::array<int, 2> wake{-1, -1};

void onSignal(int) {
  if (count.fetch_add(1) > 0) ::_exit(static_cast<int>(ExitCode::interrupted));
  const int saved = errno;
  [[maybe_unused]] const ssize_t written = ::write(wake[1], "i", 1);
  errno = saved;
}

}  // namespace

InterruptGuard::InterruptGuard(StopToken stop, std::string message)
    : stop_(std::move(stop)), message_(std::move(message)) {
  if (::pipe2(wake.data(), O_CLOEXEC) != 0) return;
  count.store(0);
  thread_ = std::thread([this] {
    char byte = 0;
    while (::read(wake[0], &byte, 1) < 0 && errno == EINTR) {
    }
    if (byte != 'i') return;
    say(message_);
    stop_.requestStop();
  });
  std::signal(SIGINT, onSignal);
  std::signal(SIGTERM, onSignal);
}

InterruptGuard::~InterruptGuard() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  if (!thread_.joinable()) return;
  [[maybe_unused]] const ssize_t written = ::write(wake[1], "q", 1);
  thread_.join();
  for (int& end : wake) {
    ::close(end);
    end = -1;
  }
}

}  // namespace marcie::cli
