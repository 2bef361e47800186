// Frames between window and engine: 4 magic bytes "MRC1" (1 = protocol version), 4 bytes little-endian length, then
// that many bytes of MessagePack. Anything else on the pipe is a protocol error, found at the first wrong byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/options/json.h"

namespace marcie {

inline constexpr int kProtocolVersion = 1;
inline constexpr std::size_t kFrameHeaderSize = 8;
inline constexpr std::uint32_t kMaxFrameBytes = 256U << 20U;

[[nodiscard]] std::string encodeFrame(const Json& message);

// Feed bytes as they arrive, take messages as they complete. Not thread-safe. After an error it stays in error.
class FrameDecoder {
 public:
  void feed(std::string_view bytes);
  // A complete message, nothing yet, or an error: protocol (wrong magic or version, too long, not MessagePack).
  [[nodiscard]] Result<std::optional<Json>> next();
  // True between messages: a stream that ends elsewhere was cut off.
  [[nodiscard]] bool isBetweenMessages() const { return !failure_ && consumed_ == buffer_.size(); }

 private:
  std::string buffer_;
  std::size_t consumed_ = 0;
  std::optional<Error> failure_;
};

}  // namespace marcie
