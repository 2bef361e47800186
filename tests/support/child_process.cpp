#include "tests/support/child_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

extern char** environ;

namespace marcie::testing {
namespace {

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  }
};

std::vector<std::string> environmentWith(const std::map<std::string, std::string>& extra) {
  std::vector<std::string> words;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string word = *entry;
    if (extra.count(word.substr(0, word.find('='))) == 0) words.push_back(word);
  }
  for (const auto& [name, value] : extra) words.push_back(name + "=" + value);
  return words;
}

std::vector<char*> pointersTo(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Appends what is there; false at the end of the stream.
bool drain(int descriptor, std::string& text) {
  std::array<char, 65536> buffer{};
  const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
  if (got > 0) text.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, ChildOptions options) {
  std::vector<std::string> words = command;
  std::vector<std::string> environment = environmentWith(options.environment);
  Pipe in, out, err;
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  if (options.pipeInput) {
    ::posix_spawn_file_actions_adddup2(&files, in.ends[0], 0);
  } else {
    ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  }
  ::posix_spawn_file_actions_adddup2(&files, out.ends[1], 1);
  ::posix_spawn_file_actions_adddup2(&files, err.ends[1], 2);
  if (options.ownSession) ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  const int failure = ::posix_spawn(&pid_, words.front().c_str(), &files, &attributes, pointersTo(words).data(),
                                    pointersTo(environment).data());
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&attributes);
  for (const int descriptor : {in.ends[0], out.ends[1], err.ends[1]}) ::close(descriptor);
  input_ = in.ends[1];
  output_ = out.ends[0];
  error_ = err.ends[0];
  if (failure != 0) throw std::runtime_error("cannot start " + command.front());
}

ChildProcess::~ChildProcess() {
  closeInput();
  if (!reaped_ && pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(output_);
  ::close(error_);
}

void ChildProcess::closeInput() {
  if (input_ >= 0) ::close(input_);
  input_ = -1;
}

void ChildProcess::send(int signal) const {
  if (!reaped_) ::kill(pid_, signal);
}

std::optional<Ending> ChildProcess::wait(std::chrono::milliseconds timeout) {
  Ending ending;
  const auto end = std::chrono::steady_clock::now() + timeout;
  bool outOpen = true;
  bool errOpen = true;
  int state = 0;
  // The program may end while a grandchild still holds the pipes: its end is what counts.
  while (::waitpid(pid_, &state, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
      reaped_ = true;
      return std::nullopt;
    }
    std::array<pollfd, 2> entries{pollfd{outOpen ? output_ : -1, POLLIN, 0}, pollfd{errOpen ? error_ : -1, POLLIN, 0}};
    ::poll(entries.data(), entries.size(), 10);
    if (entries[0].revents != 0) outOpen = drain(output_, ending.out);
    if (entries[1].revents != 0) errOpen = drain(error_, ending.err);
  }
  reaped_ = true;
  for (const int descriptor : {output_, error_}) {
    std::string& text = descriptor == output_ ? ending.out : ending.err;
    pollfd entry{descriptor, POLLIN, 0};
    while (::poll(&entry, 1, 0) > 0 && (entry.revents & POLLIN) != 0 && drain(descriptor, text)) {
    }
  }
  if (WIFEXITED(state)) ending.exitCode = WEXITSTATUS(state);
  if (WIFSIGNALED(state)) ending.signal = WTERMSIG(state);
  return ending;
}

Ending runProgram(const std::vector<std::string>& command, ChildOptions options, std::chrono::milliseconds timeout) {
  ChildProcess child(command, std::move(options));
  auto ending = child.wait(timeout);
  if (!ending) ADD_FAILURE() << command.front() << " did not end in time";
  return ending.value_or(Ending{});
}

void sleepBriefly() {
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

}  // namespace marcie::testing
