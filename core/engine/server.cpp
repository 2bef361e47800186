#include "core/engine/server.h"

#include <cerrno>
#include <chrono>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include "core/api/frames.h"
#include "core/base/log.h"
#include "core/engine/boundary.h"

namespace marcie::engine {
namespace {

using Clock = std::chrono::steady_clock;

Error unknownMethod(const std::string& method) {
  std::vector<std::string> known{std::string(protocol::Cancel::kMethod)};
  for (const auto* handler : handlers()) known.emplace_back(handler->method);
  const std::string near = nearestSpelling(method, known);
  return Error{ErrorCode::usage,
               "unknown method '" + method + "'" + (near.empty() ? std::string() : "; did you mean '" + near + "'?"),
               {},
               {}};
}

const Handler* findHandler(const std::string& method) {
  for (const auto* handler : handlers()) {
    if (handler->method == method) return handler;
  }
  return nullptr;
}

// At most 20 notifications a second for one query; the one that completes it always goes out.
class ProgressSender {
 public:
  ProgressSender(FrameWriter& writer, std::int64_t id) : writer_(writer), id_(id) {}

  void operator()(std::int64_t done, std::int64_t total, std::string_view text) {
    constexpr auto kPeriod = std::chrono::milliseconds(50);
    {
      const std::lock_guard lock(mutex_);
      const auto now = Clock::now();
      if (now - last_ < kPeriod && done < total) return;
      last_ = now;
    }
    writer_.send(protocol::makeNotification(protocol::Progress::kMethod,
                                            toJson(protocol::Progress{id_, done, total, std::string(text)})));
  }

 private:
  FrameWriter& writer_;
  std::int64_t id_;
  std::mutex mutex_;
  Clock::time_point last_{};
};

}  // namespace

Server::Server(int input, int output, SessionOptions options)
    : input_(input), writer_(output), session_(std::move(options), [this](std::string_view method, Json params) {
        writer_.send(protocol::makeNotification(method, std::move(params)));
      }) {
  for (auto& worker : lanes_) {
    worker = std::make_unique<LaneWorker>(
        [this](Job& job) { answer(job); },
        [this](const Job& job) {
          writer_.send(protocol::makeFailure(job.id, {ErrorCode::cancelled, "cancelled", {}, {}}));
        });
  }
}

Server::~Server() {
  close();
}

void Server::close() {
  writer_.beginClosing();
  for (auto& worker : lanes_) worker->close();
  session_.projections().close();
  session_.watcher().close();
}

int Server::run() {
  FrameDecoder decoder;
  std::vector<char> buffer(std::size_t{256} << 10U);
  for (;;) {
    const ssize_t got = ::read(input_, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    decoder.feed({buffer.data(), static_cast<std::size_t>(got)});
    for (;;) {
      auto message = decoder.next();
      if (!message) {
        log::error(message.error().toString());
        writer_.send(protocol::makeFailure(nullptr, message.error()));
        close();
        return 1;
      }
      if (!message->has_value()) break;
      dispatch(**message);
    }
  }
  close();
  if (decoder.isBetweenMessages()) return 0;
  log::error("the input ended in the middle of a frame");
  return 1;
}

void Server::dispatch(const Json& message) {
  const bool isObject = message.is_object();
  const Json id = isObject && message.contains("id") ? message["id"] : Json(nullptr);
  const auto refuse = [&](Error error) { writer_.send(protocol::makeFailure(id, error)); };
  if (!isObject || !message.contains("method") || !message["method"].is_string()) {
    return refuse({ErrorCode::protocol, "a request needs a method", {}, {}});
  }
  if (!id.is_number_integer()) return refuse({ErrorCode::protocol, "a request needs a whole number as its id", {}, {}});
  const auto method = message["method"].get<std::string>();
  Json params = message.contains("params") ? message["params"] : Json::object();
  if (params.is_null()) params = Json::object();
  if (method == protocol::Cancel::kMethod) return cancel(id, params);
  const Handler* handler = findHandler(method);
  if (handler == nullptr) return refuse(unknownMethod(method));
  const auto asker = message.find("asker");
  const bool isSaid = asker != message.end() && asker->is_number_integer();
  lane(handler->lane)
      .push(Job{id.get<std::int64_t>(), handler, std::move(params), {}, isSaid ? asker->get<std::int64_t>() : 0});
}

void Server::cancel(const Json& id, const Json& params) {
  const auto request = parseStruct<protocol::Cancel>(params, ErrorCode::usage);
  if (!request) return writer_.send(protocol::makeFailure(id, request.error()));
  for (auto& worker : lanes_) {
    if (worker->cancel(request->id)) break;
  }
  writer_.send(protocol::makeResult(id, Json::object()));  // one that has been answered already is no error
}

void Server::answer(Job& job) {
  ProgressSender progress(writer_, job.id);
  Query query{session_, job.stop, std::ref(progress), {}};
  const auto reply = guarded([&] { return job.handler->answer(job.params, query); });
  if (!reply) {
    if (reply.error().code == ErrorCode::internal) {
      log::error(std::string(job.handler->method) + ": " + reply.error().toString());
    }
    return writer_.send(protocol::makeFailure(job.id, reply.error()));
  }
  writer_.send(protocol::makeResult(job.id, *reply));
  if (query.afterReply) query.afterReply();
}

}  // namespace marcie::engine
