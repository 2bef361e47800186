#include "core/api/frames.h"

#include <array>
#include <cstring>

namespace marcie {
namespace {

constexpr std::array<char, 4> kMagic{'M', 'R', 'C', static_cast<char>('0' + kProtocolVersion)};

std::uint32_t readLength(const char* bytes) {
  std::uint32_t length = 0;
  for (int i = 3; i >= 0; --i) length = (length << 8U) | static_cast<unsigned char>(bytes[i]);
  return length;
}

// Builds the message and refuses deep nesting: the parser recurses, and a frame must not be able to exhaust the stack.
class BoundedDomParser : public nlohmann::detail::json_sax_dom_parser<Json> {
 public:
  explicit BoundedDomParser(Json& root) : json_sax_dom_parser(root, false) {}
  bool start_object(std::size_t size) { return ++depth_ <= kMaxDepth && json_sax_dom_parser::start_object(size); }
  bool start_array(std::size_t size) { return ++depth_ <= kMaxDepth && json_sax_dom_parser::start_array(size); }
  bool end_object() { return --depth_, json_sax_dom_parser::end_object(); }
  bool end_array() { return --depth_, json_sax_dom_parser::end_array(); }

 private:
  static constexpr int kMaxDepth = 64;
  int depth_ = 0;
};

Error protocolError(std::string message) {
  return Error{ErrorCode::protocol, std::move(message), "Window and engine must be of the same version", {}};
}

}  // namespace

std::string encodeFrame(const Json& message) {
  std::string frame(kMagic.begin(), kMagic.end());
  frame.resize(kFrameHeaderSize);
  Json::to_msgpack(message, nlohmann::detail::output_adapter<char>(frame));
  const auto length = static_cast<std::uint32_t>(frame.size() - kFrameHeaderSize);
  for (int i = 0; i < 4; ++i) frame[4 + i] = static_cast<char>((length >> (8U * i)) & 0xFFU);
  return frame;
}

void FrameDecoder::feed(std::string_view bytes) {
  if (failure_) return;
  if (consumed_ > 0 && consumed_ * 2 > buffer_.size()) {
    buffer_.erase(0, consumed_);
    consumed_ = 0;
  }
  buffer_.append(bytes);
}

Result<std::optional<Json>> FrameDecoder::next() {
  if (failure_) return Error(*failure_);
  const std::string_view rest = std::string_view(buffer_).substr(consumed_);
  const std::size_t known = std::min(rest.size(), kMagic.size());
  if (std::memcmp(rest.data(), kMagic.data(), known) != 0) {
    failure_ = protocolError("the stream is not a Marcie frame of version " + std::to_string(kProtocolVersion));
    return Error(*failure_);
  }
  if (rest.size() < kFrameHeaderSize) return std::optional<Json>{};
  const std::uint32_t length = readLength(rest.data() + kMagic.size());
  if (length > kMaxFrameBytes) {
    failure_ = protocolError("a frame of " + formatBytes(length) + " is longer than allowed");
    return Error(*failure_);
  }
  if (rest.size() < kFrameHeaderSize + length) return std::optional<Json>{};
  const std::string_view payload = rest.substr(kFrameHeaderSize, length);
  Json message;
  BoundedDomParser parser(message);
  if (!Json::sax_parse(payload.begin(), payload.end(), &parser, Json::input_format_t::msgpack)) {
    failure_ = protocolError("a frame does not hold MessagePack");
    return Error(*failure_);
  }
  consumed_ += kFrameHeaderSize + length;
  if (consumed_ == buffer_.size()) {
    buffer_.clear();
    consumed_ = 0;
  }
  return std::optional<Json>{std::move(message)};
}

}  // namespace marcie
