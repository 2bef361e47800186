#include "core/api/frames.h"

#include <gtest/gtest.h>

namespace marcie {
namespace {

Json sampleMessage() {
  return {
      {"jsonrpc", "2.0"},
      {"id", 7},
      {"params", {{"text", "饺子"}, {"values", {1, 2.5, -3, nullptr, true}}, {"rgb", Json::binary({0, 255, 10, 13})}}}};
}

// All messages that come out, until nothing or an error.
std::vector<Json> drain(FrameDecoder& decoder) {
  std::vector<Json> messages;
  for (;;) {
    auto next = decoder.next();
    if (!next.ok() || !next->has_value()) return messages;
    messages.push_back(std::move(**next));
  }
}

void expectProtocolError(FrameDecoder& decoder, std::string_view words) {
  const auto next = decoder.next();
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(next.error().code, ErrorCode::protocol);
  EXPECT_NE(next.error().message.find(words), std::string::npos) << next.error().message;
}

std::string frameWithLength(std::uint32_t length) {
  std::string frame = "MRC1";
  for (int i = 0; i < 4; ++i) frame += static_cast<char>((length >> (8 * i)) & 0xFFU);
  return frame;
}

TEST(FramesTest, AMessageComesBack) {
  FrameDecoder decoder;
  decoder.feed(encodeFrame(sampleMessage()));
  EXPECT_EQ(drain(decoder), std::vector<Json>{sampleMessage()});
}

TEST(FramesTest, HeaderIsMagicAndLittleEndianLength) {
  const std::string frame = encodeFrame(Json(std::string(300, 'x')));
  EXPECT_EQ(frame.substr(0, 4), "MRC1");
  const auto length = static_cast<std::uint32_t>(frame.size() - kFrameHeaderSize);
  EXPECT_EQ(frame.substr(0, kFrameHeaderSize), frameWithLength(length));
}

TEST(FramesTest, SplitAtEveryByte) {
  const std::string stream = encodeFrame(sampleMessage()) + encodeFrame(Json(1)) + encodeFrame(Json::object());
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    FrameDecoder decoder;
    decoder.feed(std::string_view(stream).substr(0, cut));
    std::vector<Json> messages = drain(decoder);
    decoder.feed(std::string_view(stream).substr(cut));
    for (auto& message : drain(decoder)) messages.push_back(std::move(message));
    ASSERT_EQ(messages, (std::vector<Json>{sampleMessage(), Json(1), Json::object()})) << "cut at " << cut;
  }
}

TEST(FramesTest, ByteByByte) {
  FrameDecoder decoder;
  int count = 0;
  const std::string stream = encodeFrame(sampleMessage()) + encodeFrame(sampleMessage());
  for (const char byte : stream) {
    decoder.feed({&byte, 1});
    for (const auto& message : drain(decoder)) {
      EXPECT_EQ(message, sampleMessage());
      ++count;
    }
  }
  EXPECT_EQ(count, 2);
}

TEST(FramesTest, WrongMagicIsFoundAtTheFirstWrongByte) {
  for (std::size_t wrong = 0; wrong < 4; ++wrong) {
    std::string start = std::string("MRC1").substr(0, wrong) + "?";
    FrameDecoder decoder;
    decoder.feed(start);
    expectProtocolError(decoder, "not a Marcie frame of version 1");
  }
}

TEST(FramesTest, AnotherVersionIsRefused) {
  FrameDecoder decoder;
  std::string frame = encodeFrame(Json(1));
  frame[3] = '2';
  decoder.feed(frame);
  expectProtocolError(decoder, "version 1");
}

TEST(FramesTest, TooLongIsRefusedBeforeItArrives) {
  FrameDecoder decoder;
  decoder.feed(frameWithLength(kMaxFrameBytes + 1));
  expectProtocolError(decoder, "longer than allowed");
}

TEST(FramesTest, PayloadMustBeExactlyOneMessage) {
  for (const std::string& payload :
       {std::string("\xc1"), std::string("\x01\x02"), std::string("\x92\x01"), std::string()}) {
    FrameDecoder decoder;
    decoder.feed(frameWithLength(static_cast<std::uint32_t>(payload.size())) + payload);
    expectProtocolError(decoder, "does not hold MessagePack");
  }
}

TEST(FramesTest, StaysInErrorWhateverFollows) {
  FrameDecoder decoder;
  decoder.feed("garbage");
  EXPECT_FALSE(decoder.next().ok());
  decoder.feed(encodeFrame(Json(1)));
  EXPECT_FALSE(decoder.next().ok());
}

TEST(FramesTest, MessagesBeforeTheDamageAreDelivered) {
  FrameDecoder decoder;
  decoder.feed(encodeFrame(Json(1)) + "garbage");
  const auto first = decoder.next();
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->value(), Json(1));
  EXPECT_FALSE(decoder.next().ok());
}

// The parser recurses: without a bound, a few hundred kilobytes of brackets would end the process.
TEST(FramesTest, DeepNestingIsRefusedNotRecursed) {
  const std::uint32_t depth = 1000000;
  std::string payload(depth, '\x91');  // an array of one element, which is an array of …
  payload += '\xc0';
  FrameDecoder decoder;
  decoder.feed(frameWithLength(depth + 1) + payload);
  expectProtocolError(decoder, "does not hold MessagePack");

  Json shallow = 1;
  for (int i = 0; i < 30; ++i) shallow = Json::array({std::move(shallow)});
  FrameDecoder fine;
  fine.feed(encodeFrame(shallow));
  EXPECT_EQ(drain(fine), std::vector<Json>{shallow});
}

TEST(FramesTest, LargeBinaryTravelsWhole) {
  std::vector<std::uint8_t> bytes(3 << 20);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 31);
  FrameDecoder decoder;
  const std::string frame = encodeFrame(Json::binary(bytes));
  for (std::size_t at = 0; at < frame.size(); at += 65536) decoder.feed(std::string_view(frame).substr(at, 65536));
  const auto messages = drain(decoder);
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_TRUE(messages[0] == Json::binary(bytes));
}

}  // namespace
}  // namespace marcie
