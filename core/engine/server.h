// The engine: reads requests from one descriptor, answers on another, until the input ends.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "core/engine/frame_writer.h"
#include "core/engine/lane_worker.h"
#include "core/engine/session.h"

namespace marcie::engine {

// The calling thread of run() parses frames; lane threads answer. Descriptors are borrowed.
class Server {
 public:
  Server(int input, int output, SessionOptions options = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Returns 0 when the input ends between frames, 1 within one or after a malformed one (answered with an error).
  [[nodiscard]] int run();

 private:
  void dispatch(const Json& message);
  void cancel(const Json& id, const Json& params);
  void answer(Job& job);
  [[nodiscard]] LaneWorker& lane(Lane which) { return *lanes_[static_cast<std::size_t>(which)]; }
  void close();

  int input_;
  FrameWriter writer_;
  Session session_;
  std::array<std::unique_ptr<LaneWorker>, kLaneCount> lanes_;
};

}  // namespace marcie::engine
