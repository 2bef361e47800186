#include <chrono>

#include <gtest/gtest.h>

#include "core/api/frames.h"
#include "core/api/protocol.h"
#include "core/base/random.h"
#include "tests/support/fill_visitor.h"

namespace marcie {
namespace {

constexpr auto kTime = std::chrono::milliseconds(700);

// Frames like those that really travel.
std::vector<std::string> seeds() {
  using namespace protocol;
  std::vector<std::string> frames;
  frames.push_back(encodeFrame(makeRequest(1, Hello::kMethod, toJson(marcie::testing::filled<Hello>()))));
  frames.push_back(encodeFrame(makeResult(2, toJson(marcie::testing::filled<PredictReply>()))));
  frames.push_back(encodeFrame(makeRequest(3, RunStart::kMethod, toJson(marcie::testing::filled<RunStart>()))));
  frames.push_back(encodeFrame(makeFailure(4, Error{ErrorCode::data, "message", "hint", {"where"}})));
  return frames;
}

void mutate(std::string& bytes, Rng& rng) {
  for (std::uint64_t i = 0, n = 1 + rng.below(8); i < n && !bytes.empty(); ++i) {
    const std::size_t at = rng.below(bytes.size());
    switch (rng.below(5)) {
      case 0:
        bytes[at] = static_cast<char>(rng.next());
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << rng.below(8)));
        break;
      case 2:
        bytes.erase(at, rng.below(16));
        break;
      case 3:
        bytes.insert(at, std::string(rng.below(8), static_cast<char>(rng.next())));
        break;
      default:
        bytes.resize(at);
    }
  }
}

// Whatever comes out of a damaged stream must be readable as a message or refused; never a crash, an exception or an
// endless loop.
void decode(const std::string& bytes, Rng& rng, int& messages, int& refused) {
  FrameDecoder decoder;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t count = 1 + rng.below(bytes.size());
    decoder.feed(std::string_view(bytes).substr(at, count));
    at += count;
    for (;;) {
      auto next = decoder.next();
      if (!next.ok()) {
        EXPECT_EQ(next.error().code, ErrorCode::protocol);
        ++refused;
        return;
      }
      if (!next->has_value()) break;
      ++messages;
      Problems problems;
      protocol::RunStart request;
      fromJson(**next, request, problems);
      (void)protocol::errorFromJson(**next);
      (void)runEventFromJson(**next);
    }
  }
}

TEST(FramesFuzzTest, DamagedStreamsAreReadOrRefused) {
  const auto frames = seeds();
  const auto end = std::chrono::steady_clock::now() + kTime;
  int rounds = 0, messages = 0, refused = 0;
  for (std::uint64_t seed = 0; std::chrono::steady_clock::now() < end; ++seed, ++rounds) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Rng rng(seed);
    std::string bytes = frames[rng.below(frames.size())];
    if (rng.chance(0.3)) bytes += frames[rng.below(frames.size())];
    mutate(bytes, rng);
    // Half of the time the length is put right, so that the damage reaches the MessagePack parser.
    if (rng.chance(0.5) && bytes.size() > kFrameHeaderSize) {
      const auto length = static_cast<std::uint32_t>(bytes.size() - kFrameHeaderSize);
      bytes.replace(0, 4, "MRC1");
      for (std::size_t i = 0; i < 4; ++i) bytes[4 + i] = static_cast<char>((length >> (8 * i)) & 0xFFU);
    }
    ASSERT_NO_THROW(decode(bytes, rng, messages, refused));
  }
  EXPECT_GT(rounds, 100);
  EXPECT_GT(messages, 0);
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace marcie
