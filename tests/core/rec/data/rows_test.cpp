#include "core/rec/data/rows.h"

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace marcie::rec {
namespace {

std::vector<std::vector<std::string>> rowsOf(std::string_view text, std::string_view separator, bool quotes,
                                             std::vector<std::int64_t>* lines = nullptr) {
  std::vector<std::vector<std::string>> rows;
  EXPECT_TRUE(forEachRow(text, separator, quotes, {}, [&](std::int64_t line, auto cells) {
                rows.emplace_back(cells.begin(), cells.end());
                if (lines != nullptr) lines->push_back(line);
              }).ok());
  return rows;
}
using Rows = std::vector<std::vector<std::string>>;

TEST(RowsTest, SplitsTablesWithQuotesAndLineBreaksInThem) {
  std::vector<std::int64_t> lines;
  const auto rows = rowsOf("a,\"b, \"\"c\"\"\nd\",e\r\n\r\n f ,,g\nlast,", ",", true, &lines);
  EXPECT_EQ(rows, (Rows{{"a", "b, \"c\"\nd", "e"}, {"f", "", "g"}, {"last", ""}}));
  EXPECT_EQ(lines, (std::vector<std::int64_t>{1, 4, 5}));
  EXPECT_EQ(rowsOf("never \"closed,\"x\ny", ",", true).size(), 1U);
  EXPECT_TRUE(rowsOf("", ",", true).empty());
}

TEST(RowsTest, SplitsPlainlyAtLongSeparators) {
  EXPECT_EQ(rowsOf("1::Toy \"Story::x\n2::::y", "::", false), (Rows{{"1", "Toy \"Story", "x"}, {"2", "", "y"}}));
}

TEST(RowsTest, StopsWhenAsked) {
  StopToken stop;
  stop.requestStop();
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "1,2\n";
  const auto result = forEachRow(text, ",", true, stop, [](std::int64_t, auto) {});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

TEST(RowsTest, EndsWhateverTheBytesAre) {
  Rng rng(9);
  const std::string alphabet = "a\",\n\r;\t 1\\";
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::uint64_t k = rng.below(40); k > 0; --k) text += alphabet[rng.below(alphabet.size())];
    for (const bool quotes : {true, false}) {
      for (const auto& row : rowsOf(text, ",", quotes)) {
        EXPECT_FALSE(row.empty());
      }
    }
    EXPECT_FALSE(headerOf(text).separator.empty());
  }
}

TEST(RowsTest, FindsColumnsByExactSpellingFirst) {
  const TableHeader header = headerOf("User;\"item id\";user\n1;2;3");
  EXPECT_EQ(header.separator, ";");
  EXPECT_EQ(header.column("user"), 2);
  EXPECT_EQ(header.column("USER"), 0);
  EXPECT_EQ(header.column("item id"), 1);
  EXPECT_EQ(header.column("rating"), -1);
}

TEST(RowsTest, ReadsNumbersAndTimes) {
  EXPECT_EQ(numberIn(" 4.5 "), 4.5);
  EXPECT_EQ(numberIn("+1e3"), 1000);
  for (const char* text : {"", "nan", "inf", "1.2.3", "4,5", "five"}) EXPECT_FALSE(numberIn(text)) << text;
  EXPECT_EQ(timeIn("964982703"), 964982703);
  EXPECT_EQ(timeIn("8.81250949e8"), 881250949);
  EXPECT_EQ(timeIn("1970-01-02"), 86400);
  EXPECT_EQ(timeIn("2000-02-29T12:00"), 951825600);
  EXPECT_EQ(timeIn("1969-12-31 23:59:59"), -1);
  for (const char* text : {"", "yesterday", "2000-13-01", "2000-01-01x"}) EXPECT_FALSE(timeIn(text)) << text;
}

}  // namespace
}  // namespace marcie::rec
