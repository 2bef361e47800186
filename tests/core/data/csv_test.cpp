#include "core/data/csv.h"

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/base/strings.h"
#include "core/data/text_file.h"

namespace marcie::data {
namespace {

TEST(CsvTest, KeepsEmptyCellsAndEndsWithoutANewline) {
  const auto table = parseCsv("a,b,c\n1,,3\n,,\n4,5,", "x.csv");
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].cells, (std::vector<std::string>{"1", "", "3"}));
  EXPECT_EQ(table.rows[1].cells, (std::vector<std::string>{"4", "5", ""}));
  EXPECT_TRUE(table.problems.empty());
}

TEST(CsvTest, CountsLinesThroughQuotedBreaks) {
  const auto table = parseCsv("a,b\n\"x\ny\nz\",1\nq,2\nonly\n", "x.csv");
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[1].line, 5);
  ASSERT_EQ(table.problems.size(), 1U);
  EXPECT_EQ(table.problems[0].line, 6);
}

TEST(CsvTest, ReportsAQuoteThatIsNeverClosed) {
  const auto table = parseCsv("a,b\n1,\"open\n2,3\n", "x.csv");
  ASSERT_FALSE(table.problems.empty());
  EXPECT_NE(table.problems[0].reason.find("never closed"), std::string::npos);
}

TEST(CsvTest, FindsColumnsWithoutRegardToCase) {
  const auto table = parseCsv("Image\tLABEL\tlabel\n", "x.tsv");
  EXPECT_EQ(table.column("image"), 0);
  EXPECT_EQ(table.column("label"), 2);
  EXPECT_EQ(table.column("split"), -1);
}

TEST(CsvTest, WritesCellsThatReadBack) {
  Rng rng(3);
  const std::string alphabet = "ab,\";\n\r\t| é";
  for (int round = 0; round < 2000; ++round) {
    std::string cell;
    for (auto n = rng.below(12); n > 0; --n) cell += alphabet[rng.below(alphabet.size())];
    const std::string text = "x,y\nkey," + csvField(cell) + "\n";
    const auto table = parseCsv(text, "x.csv");
    ASSERT_EQ(table.rows.size(), 1U) << text;
    EXPECT_EQ(table.rows[0].cells[1], std::string(trimmed(cell))) << text;
  }
}

TEST(CsvTest, SurvivesRandomBytes) {
  Rng rng(5);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto n = rng.below(60); n > 0; --n) {
      text += rng.chance(0.5) ? "\",\n;"[rng.below(4)] : static_cast<char>(rng.next());
    }
    const auto table = parseCsv(text, "x.csv");
    for (const auto& row : table.rows) ASSERT_EQ(row.cells.size(), table.header.size());
  }
}

TEST(CsvTest, ReadsTextOfAnyEncoding) {
  EXPECT_EQ(decodeText("\xEF\xBB\xBF"
                       "abc",
                       "x")
                ->text,
            "abc");
  const auto latin = decodeText("caf\xE9", "x");
  EXPECT_EQ(latin->text, "café");
  EXPECT_TRUE(latin->encoding.has_value());
  EXPECT_FALSE(decodeText(std::string("a\0b", 3), "x").ok());
  EXPECT_FALSE(decodeText("\xFF\xFE"
                          "a",
                          "x")
                   .ok());
  EXPECT_EQ(linesOf("a\r\nb\n\nc"), (std::vector<std::string_view>{"a", "b", "", "c"}));
}

}  // namespace
}  // namespace marcie::data
