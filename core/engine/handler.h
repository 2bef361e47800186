// How the engine answers: one Handler per method, one file each in handlers/, listed in core/engine/CMakeLists.txt.
//
// To add a query: request and reply structs with visit() in core/api/protocol.h, handlers/<name>.cpp with
// `const Handler& <name>Entry()`, its line in the list, and tests/core/engine/handlers/<name>_test.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/api/protocol.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/options/json.h"

namespace marcie::engine {

class Session;

// Queries of one lane are answered one after the other by its own thread; lanes never wait for each other. A quick
// query is therefore never behind a long one.
enum class Lane { quick, rows, inspect, sample, thumbnails, predict, explain, samples, recommend };
inline constexpr std::size_t kLaneCount = 9;

// What a handler gets besides its parameters. Used by the lane's thread only.
struct Query {
  Session& session;
  StopToken stop;  // requested by "cancel" and when the engine ends
  // Sends a "progress" notification, at most 20 a second. Thread-safe.
  std::function<void(std::int64_t done, std::int64_t total, std::string_view text)> progress;
  std::function<void()> afterReply;  // set by a handler: runs once the reply is on its way
};

struct Handler {
  std::string_view method;
  Lane lane = Lane::quick;
  bool latestWins = false;  // a newer waiting query of this method and asker cancels older waiting ones
  // Errors are sent as they are; exceptions are turned into errors by the caller.
  Result<Json> (*answer)(const Json& params, Query& query) = nullptr;
};

// Every method, generated from the list in core/engine/CMakeLists.txt.
[[nodiscard]] std::span<const Handler* const> handlers();

// Adapts a typed function to Handler::answer: strict parsing of the parameters, reply to JSON.
template <class Request, Result<typename Request::Reply> (*function)(const Request&, Query&)>
[[nodiscard]] Result<Json> answerTyped(const Json& params, Query& query) {
  MARCIE_ASSIGN(const Request request, parseStruct<Request>(params, ErrorCode::usage));
  auto reply = function(request, query);
  if (!reply) return std::move(reply).error();
  return toJson(*reply);
}

template <class Request, Result<typename Request::Reply> (*function)(const Request&, Query&)>
[[nodiscard]] constexpr Handler typedHandler(Lane lane, bool latestWins = false) {
  return Handler{Request::kMethod, lane, latestWins, &answerTyped<Request, function>};
}

}  // namespace marcie::engine
