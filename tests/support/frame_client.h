// The window's end of the engine's pipes, for tests: blocking calls with a deadline, notifications kept.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/api/frames.h"
#include "core/api/protocol.h"

namespace marcie::testing {

// Not thread-safe. Descriptors are borrowed.
class FrameClient {
 public:
  FrameClient(int toEngine, int fromEngine) : out_(toEngine), in_(fromEngine) {}

  // Sends a request and returns its id at once.
  std::int64_t send(std::string_view method, Json params);
  void sendBytes(std::string_view bytes) const;
  // Waits for the answer to a request. Errors: the engine's own; `cancelled` with message "timeout" when none comes,
  // `io` when the engine has closed the pipe.
  [[nodiscard]] Result<Json> answerTo(std::int64_t id, std::chrono::milliseconds timeout = std::chrono::seconds(60));
  [[nodiscard]] Result<Json> call(std::string_view method, Json params,
                                  std::chrono::milliseconds timeout = std::chrono::seconds(60)) {
    return answerTo(send(method, std::move(params)), timeout);
  }
  template <class Request>
  [[nodiscard]] Result<typename Request::Reply> call(const Request& request,
                                                     std::chrono::milliseconds timeout = std::chrono::seconds(60)) {
    auto json = call(Request::kMethod, toJson(request), timeout);
    if (!json) return std::move(json).error();
    return parseStruct<typename Request::Reply>(*json, ErrorCode::protocol);
  }

  // Reads until a notification satisfies `wanted`; older ones that arrived meanwhile count too and are used up.
  [[nodiscard]] std::optional<Json> notification(std::string_view method,
                                                 const std::function<bool(const Json& params)>& wanted,
                                                 std::chrono::milliseconds timeout = std::chrono::seconds(60));
  // Any message that is no notification and answers no integer id (the reply to a malformed frame).
  [[nodiscard]] std::optional<Json> stray(std::chrono::milliseconds timeout = std::chrono::seconds(10));
  // All notifications seen so far that nobody has taken.
  std::deque<Json> notifications;

 private:
  // Reads what is there or waits for it; false when the deadline has passed or the stream has ended.
  bool pump(std::chrono::steady_clock::time_point deadline);

  int out_, in_;
  std::int64_t nextId_ = 1;
  FrameDecoder decoder_;
  std::map<std::int64_t, Json> answers_;
  std::deque<Json> strays_;
  bool ended_ = false;
};

}  // namespace marcie::testing
