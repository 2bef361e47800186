#include "core/base/strings.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace marcie {
namespace {

using Views = std::vector<std::string_view>;

TEST(StringsTest, TrimsEveryKindOfSpace) {
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed(" \n\t "), "");
}

TEST(StringsTest, SplitKeepsEmptyParts) {
  EXPECT_EQ(split("a,b,,c", ','), (Views{"a", "b", "", "c"}));
  EXPECT_EQ(split("", ','), Views{""});
  EXPECT_EQ(split(",", ','), (Views{"", ""}));
}

TEST(StringsTest, JoinIsTheInverseOfSplit) {
  const std::vector<std::string> parts{"a", "", "c"};
  EXPECT_EQ(join(parts, "|"), "a||c");
  EXPECT_EQ(join({}, "|"), "");
}

TEST(StringsTest, LowersAsciiOnly) {
  EXPECT_EQ(toLower("Caffè LATTE"), "caffè latte");
}

TEST(StringsTest, AcceptsWellFormedUtf8) {
  for (const std::string_view text : {"", "plain", "Gemüse", "饺子", "🍜", "\x7f", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(isUtf8(text)) << text;
  }
}

TEST(StringsTest, RefusesMalformedUtf8) {
  const std::vector<std::string_view> malformed{
      "\x80",              // continuation without a lead
      "caf\xe9",           // Latin-1
      "\xc3",              // cut off
      "\xe9\xa5",          // cut off
      "\xc0\xaf",          // overlong, two bytes
      "\xe0\x80\xaf",      // overlong, three bytes
      "\xf0\x80\x80\xaf",  // overlong, four bytes
      "\xed\xa0\x80",      // surrogate
      "\xf4\x90\x80\x80",  // above U+10FFFF
      "\xff",
      "\xfe",
      "a\xc3(",
  };
  for (const auto text : malformed) EXPECT_FALSE(isUtf8(text)) << testing::PrintToString(text);
}

TEST(StringsTest, Latin1BecomesUtf8) {
  EXPECT_EQ(latin1ToUtf8("caf\xe9 \xfc\xff"), "café üÿ");
  std::string every;
  for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
  EXPECT_TRUE(isUtf8(latin1ToUtf8(every)));
}

TEST(StringsTest, EditDistanceIsLevenshtein) {
  EXPECT_EQ(editDistance("kitten", "sitting"), 3U);
  EXPECT_EQ(editDistance("", "abc"), 3U);
  EXPECT_EQ(editDistance("abc", ""), 3U);
  EXPECT_EQ(editDistance("same", "same"), 0U);
  EXPECT_EQ(editDistance("flaw", "lawn"), editDistance("lawn", "flaw"));
}

TEST(StringsTest, NearestSpellingHelpsWithSlipsOnly) {
  const std::vector<std::string> keys{"learningRate", "batchSize", "epochs", "seed"};
  EXPECT_EQ(nearestSpelling("learnignRate", keys), "learningRate");
  EXPECT_EQ(nearestSpelling("BATCHSIZE", keys), "batchSize");
  EXPECT_EQ(nearestSpelling("epoch", keys), "epochs");
  EXPECT_EQ(nearestSpelling("colour", keys), "");
  EXPECT_EQ(nearestSpelling("seed", {}), "");
}

TEST(StringsTest, BytesForPeople) {
  EXPECT_EQ(formatBytes(0), "0 B");
  EXPECT_EQ(formatBytes(999), "999 B");
  EXPECT_EQ(formatBytes(1400000000), "1.4 GB");
  EXPECT_EQ(formatBytes(250000), "250 kB");
}

TEST(StringsTest, DurationsForPeople) {
  EXPECT_EQ(formatDuration(0), "0:00");
  EXPECT_EQ(formatDuration(130), "2:10");
  EXPECT_EQ(formatDuration(3725.2), "1:02:05");
  EXPECT_EQ(formatDuration(-1), "?");
  EXPECT_EQ(formatDuration(std::nan("")), "?");
}

TEST(StringsTest, NumbersReadBackAsTheSameDouble) {
  for (const double value : {0.1, 1.0 / 3.0, 1e-300, -2.5, 1e22, std::numeric_limits<double>::denorm_min()}) {
    EXPECT_EQ(std::strtod(formatNumber(value).c_str(), nullptr), value);
  }
  EXPECT_EQ(formatNumber(0.1), "0.1");
  EXPECT_EQ(formatNumber(std::nan("")), "nan");
  EXPECT_EQ(formatNumber(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(formatNumber(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(StringsTest, NumbersToSomeDigits) {
  EXPECT_EQ(formatNumber(-1.23456789, 4), "-1.235");
  EXPECT_EQ(formatNumber(0.5, 4), "0.5");
  EXPECT_EQ(formatNumber(0.000123456, 4), "0.0001235");
  EXPECT_EQ(formatNumber(double{0.1F}, kFloatDigits), "0.1");
  EXPECT_EQ(formatNumber(std::nan(""), 4), "nan");
  for (const float value : {0.333333343F, 0.987654328F}) {
    EXPECT_NEAR(std::strtod(formatNumber(double{value}, kFloatDigits).c_str(), nullptr), double{value}, 5e-8);
  }
}

}  // namespace
}  // namespace marcie
