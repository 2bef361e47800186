// Runs the project's own programs from tests.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace marcie::testing {

struct Ending {
  int exitCode = -1;  // -1 when a signal ended it
  int signal = 0;
  std::string out, err;
};

struct ChildOptions {
  std::map<std::string, std::string> environment;  // added to the test's own
  bool ownSession = false;                         // setsid: killing its group spares the test
  bool pipeInput = false;                          // else /dev/null
};

// A running program whose output is collected by wait(). Killed by the destructor when it still runs.
class ChildProcess {
 public:
  explicit ChildProcess(const std::vector<std::string>& command, ChildOptions options = {});
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] int input() const { return input_; }
  [[nodiscard]] int output() const { return output_; }
  void closeInput();
  void send(int signal) const;
  // Reads both outputs until the program ends. Nothing when it has not ended in time; it is killed then.
  [[nodiscard]] std::optional<Ending> wait(std::chrono::milliseconds timeout);

 private:
  pid_t pid_ = -1;
  int input_ = -1, output_ = -1, error_ = -1;
  bool reaped_ = false;
};

// Starts and waits; fails the test when it takes longer. exitCode -1 then.
[[nodiscard]] Ending runProgram(const std::vector<std::string>& command, ChildOptions options = {},
                                std::chrono::milliseconds timeout = std::chrono::minutes(2));

// Polls until `condition` holds; false when it has not in time.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition, std::chrono::milliseconds timeout = std::chrono::seconds(60));

void sleepBriefly();  // the pause between two looks of eventually()

template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds timeout) {
  const auto end = std::chrono::steady_clock::now() + timeout;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    sleepBriefly();
  }
  return true;
}

}  // namespace marcie::testing
