#include "core/rec/data/zip_file.h"

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace marcie::rec {
namespace {

std::string bytesOf(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) bytes += static_cast<char>(value);
  return bytes;
}

std::string little(std::uint32_t value, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
  return bytes;
}

// An archive with one file, as zip programs write it.
std::string archive(const std::string& name, const std::string& packed, std::uint32_t size, std::uint32_t method) {
  const std::string sizes = little(0, 4) + little(static_cast<std::uint32_t>(packed.size()), 4) + little(size, 4);
  const std::string local = "PK\x03\x04" + little(20, 2) + little(0, 2) + little(method, 2) + little(0, 4) + sizes +
                            little(static_cast<std::uint32_t>(name.size()), 2) + little(0, 2) + name + packed;
  const std::string central = "PK\x01\x02" + little(20, 2) + little(20, 2) + little(0, 2) + little(method, 2) +
                              little(0, 4) + sizes + little(static_cast<std::uint32_t>(name.size()), 2) +
                              little(0, 12) + little(0, 4) + name;
  return local + central + "PK\x05\x06" + little(0, 4) + little(1, 2) + little(1, 2) +
         little(static_cast<std::uint32_t>(central.size()), 4) + little(static_cast<std::uint32_t>(local.size()), 4) +
         little(0, 2);
}

TEST(ZipFileTest, InflatesStoredFixedAndOwnCodes) {
  // zlib's raw deflate of known texts.
  EXPECT_EQ(*inflate(bytesOf({0x01, 0x03, 0x00, 0xFC, 0xFF, 'a', 'b', 'c'}), 3, "x"), "abc");
  // "aaaaaaaaaa": one literal and one match, fixed codes.
  EXPECT_EQ(*inflate(bytesOf({0x4B, 0x84, 0x03, 0x00}), 10, "x"), "aaaaaaaaaa");
  // Own codes: numpy's savez_compressed of a ramp is checked in matrix_features_test.
}

TEST(ZipFileTest, ReadsTheDirectoryOfAnArchive) {
  const std::string bytes = archive("features.npy", "abc", 3, 0);
  const auto entries = zipEntries(bytes, "x.npz");
  ASSERT_TRUE(entries.ok()) << entries.error().toString();
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_EQ((*entries)[0].name, "features.npy");
  EXPECT_EQ(*unpack((*entries)[0], "x.npz"), "abc");
}

TEST(ZipFileTest, RefusesDamage) {
  EXPECT_EQ(zipEntries("no archive", "x").error().code, ErrorCode::format);
  EXPECT_FALSE(zipEntries(archive("a", "abc", 3, 12), "x").ok());
  EXPECT_FALSE(inflate(bytesOf({0x4B, 0x84}), 10, "x").ok());              // ends early
  EXPECT_FALSE(inflate(bytesOf({0x4B, 0x84, 0x03, 0x00}), 9, "x").ok());   // more than it says
  EXPECT_FALSE(inflate(bytesOf({0x4B, 0x84, 0x03, 0x00}), 11, "x").ok());  // less
  EXPECT_FALSE(inflate(bytesOf({0x07}), 1, "x").ok());                     // no such kind of block
  EXPECT_FALSE(inflate("a", std::size_t{1} << 40U, "x").ok());             // a lie is not reserved
}

// Whatever the bytes are: an error or a text, never a crash or an endless loop.
TEST(ZipFileTest, SurvivesRandomBytes) {
  Rng rng(7);
  const std::string good = archive("features.npy", bytesOf({0x4B, 0x84, 0x03, 0x00}), 10, 8);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = good;
    for (int k = 0; k < 3; ++k) bytes[rng.below(bytes.size())] = static_cast<char>(rng.below(256));
    const auto entries = zipEntries(bytes, "x");
    if (!entries.ok()) continue;
    for (const ZipEntry& entry : *entries) {
      const auto text = unpack(entry, "x");
      if (text.ok()) {
        EXPECT_EQ(text->size(), entry.size);
      }
    }
  }
}

}  // namespace
}  // namespace marcie::rec
