#include "core/rec/data/reader.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::countOf;
using test::DataFolder;

TEST(RecboleTest, ReadsTypedColumns) {
  const DataFolder folder;
  folder.write(
      "ml.inter",
      "user_id:token\titem_id:token\trating:float\ttimestamp:float\n196\t242\t3\t881250949\n186\t302\tx\t891717742\n"
      "186\t999\t3\t891717742\n1\t2\n");
  folder.write("ml.item",
               "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n"
               "242\tKolya now\t1996\tComedy Drama\n302\tL.A. Confidential\t1997\tCrime\n");
  const auto data = readRecData(folder.path().string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->reader, "recbole");
  EXPECT_EQ(data->items[0].title, "Kolya now");
  EXPECT_EQ(test::termsOf(*data, data->items[0]), (std::vector<std::string>{"Comedy", "Drama"}));
  EXPECT_EQ(countOf(*data, "rating"), 1);
  EXPECT_EQ(countOf(*data, "row"), 1);
  EXPECT_EQ(countOf(*data, "unknownItem"), 1);
  EXPECT_EQ(data->interactions.size(), 2U);
}

TEST(RecboleTest, ReadsParts) {
  const DataFolder folder;
  const std::string header = "user_id:token\titem_id:token\n";
  folder.write("ml.part1.inter", header + "1\t1\n1\t2\n");
  folder.write("ml.part2.inter", header + "1\t3\n");
  folder.write("ml.part3.inter", header + "1\t4\n");
  const auto data = readRecData(folder.path().string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->given, (std::vector<Part>{Part::train, Part::train, Part::validation, Part::test}));
}

TEST(RecboleTest, RefusesATableWithoutUsers) {
  const DataFolder folder;
  folder.write("ml.inter", "a:token\tb:token\n1\t2\n");
  const auto data = readRecData(folder.path().string());
  ASSERT_FALSE(data.ok());
  EXPECT_EQ(data.error().code, ErrorCode::format);
  EXPECT_NE(data.error().toString().find("Its columns: a, b"), std::string::npos) << data.error().toString();
}

}  // namespace
}  // namespace marcie::rec
