#include "tests/support/frame_client.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace marcie::testing {

using Clock = std::chrono::steady_clock;

void FrameClient::sendBytes(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(out_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return;  // the engine is gone; the answer will say so
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::int64_t FrameClient::send(std::string_view method, Json params) {
  const std::int64_t id = nextId_++;
  sendBytes(encodeFrame(protocol::makeRequest(id, method, std::move(params))));
  return id;
}

bool FrameClient::pump(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
  if (ended_ || left.count() <= 0) return false;
  pollfd entry{in_, POLLIN, 0};
  if (::poll(&entry, 1, static_cast<int>(left.count())) <= 0) return false;
  std::array<char, 65536> buffer{};
  const ssize_t got = ::read(in_, buffer.data(), buffer.size());
  if (got <= 0) {
    ended_ = true;
    return false;
  }
  decoder_.feed({buffer.data(), static_cast<std::size_t>(got)});
  for (;;) {
    auto message = decoder_.next();
    if (!message) {
      ended_ = true;
      return false;
    }
    if (!message->has_value()) return true;
    Json json = std::move(**message);
    if (json.contains("method")) {
      notifications.push_back(std::move(json));
    } else if (json.contains("id") && json["id"].is_number_integer()) {
      const auto id = json["id"].get<std::int64_t>();
      answers_[id] = std::move(json);
    } else {
      strays_.push_back(std::move(json));
    }
  }
}

Result<Json> FrameClient::answerTo(std::int64_t id, std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  while (answers_.count(id) == 0) {
    if (pump(deadline) || answers_.count(id) != 0) continue;
    if (ended_) return Error{ErrorCode::io, "the engine has closed its output", {}, {}};
    return Error{ErrorCode::cancelled, "timeout", {}, {}};
  }
  Json answer = std::move(answers_[id]);
  answers_.erase(id);
  if (answer.contains("error")) return protocol::errorFromJson(answer["error"]);
  return answer["result"];
}

std::optional<Json> FrameClient::notification(std::string_view method, const std::function<bool(const Json&)>& wanted,
                                              std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  for (;;) {
    const auto it = std::find_if(notifications.begin(), notifications.end(),
                                 [&](const Json& note) { return note["method"] == method && wanted(note["params"]); });
    if (it != notifications.end()) {
      Json params = (*it)["params"];
      notifications.erase(it);
      return params;
    }
    const std::size_t before = notifications.size();
    if (!pump(deadline) && notifications.size() == before) return std::nullopt;
  }
}

std::optional<Json> FrameClient::stray(std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  while (strays_.empty()) {
    if (!pump(deadline) && strays_.empty()) return std::nullopt;
  }
  Json message = std::move(strays_.front());
  strays_.pop_front();
  return message;
}

}  // namespace marcie::testing
