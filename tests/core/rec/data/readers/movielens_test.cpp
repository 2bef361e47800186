#include "core/rec/data/reader.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::countOf;
using test::DataFolder;

TEST(MovielensTest, ReadsTheSmallSet) {
  const DataFolder folder;
  folder.write("u.data", "7\t1\t5\t881250949\n7\t2\t9\t881250950\n8\t3\t2\t881250951\n");
  folder.write("u.item",
               "1|Toy Story (1995)|01-Jan-1995||http://x|0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n"
               "2|Caf\xE9 (1995)|01-Jan-1995||http://x|0|0|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|0\n");
  const auto data = readRecData(folder.path().string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->reader, "movielens");
  EXPECT_EQ(test::termsOf(*data, data->items[0]), (std::vector<std::string>{"Animation", "Children's", "Comedy"}));
  EXPECT_EQ(data->items[1].title, "Café (1995)");
  EXPECT_EQ(countOf(*data, "rating"), 1);
  EXPECT_EQ(countOf(*data, "unknownItem"), 1);
  EXPECT_EQ(countOf(*data, "encoding"), 1);
  EXPECT_EQ(data->interactions.size(), 2U);
}

TEST(MovielensTest, ReadsTheMillionAndTheLatest) {
  const DataFolder million;
  million.write("movies.dat", "1::Toy Story (1995)::Animation|Comedy\r\n2::Heat::Action\r\nbroken\r\n");
  million.write("ratings.dat", "1::1::5::978300760\r\n1::2::3::978302109\r\n");
  const auto first = readRecData(million.path().string());
  ASSERT_TRUE(first.ok()) << first.error().toString();
  EXPECT_EQ(test::termsOf(*first, first->items[0]), (std::vector<std::string>{"Animation", "Comedy"}));
  EXPECT_EQ(countOf(*first, "row"), 1);
  EXPECT_EQ(first->interactions.size(), 2U);
  EXPECT_EQ(first->interactions[0].time, 978300760);

  const DataFolder latest;
  latest.write("movies.csv",
               "movieId,title,genres\n1,\"American President, The\",Drama\n2,None,(no genres listed)\n"
               "1,Twice,War\n");
  latest.write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4.5,1\n2,2,0.5,2\n");
  latest.write("tags.csv", "userId,movieId,tag,timestamp\n1,1,Funny,1\n2,2,funny,1\n1,2,alone,1\n");
  const auto second = readRecData(latest.path().string());
  ASSERT_TRUE(second.ok()) << second.error().toString();
  EXPECT_EQ(second->reader, "movielens");
  EXPECT_EQ(second->items[0].title, "American President, The");
  EXPECT_EQ(countOf(*second, "duplicateItem"), 1) << "the first one counts";
  EXPECT_EQ(test::termsOf(*second, second->items[0]), (std::vector<std::string>{"Drama", "funny"}));
  EXPECT_EQ(test::termsOf(*second, second->items[1]), (std::vector<std::string>{"funny"}));
}

TEST(MovielensTest, SaysThatRatingsAreMissing) {
  const DataFolder folder;
  folder.write("u.item", "1|Toy Story\n");
  RecDataOptions options;
  options.reader = "movielens";
  const auto data = readRecData(folder.path().string(), options);
  ASSERT_FALSE(data.ok());
  EXPECT_EQ(data.error().code, ErrorCode::notFound);
  EXPECT_NE(data.error().toString().find("u.data"), std::string::npos);
}

TEST(MovielensTest, ReadsTheRealFiles) {
  MARCIE_NEED_REC_DATA(formats, "label_formats/movielens");
  const auto latest = readRecData((formats / "ml-latest-small").string());
  ASSERT_TRUE(latest.ok()) << latest.error().toString();
  EXPECT_EQ(latest->userCount(), 610);
  EXPECT_EQ(latest->interactions.size(), 100836U);
  EXPECT_EQ(countOf(*latest, "unknownItem"), 0);
  const auto million = readRecData((formats / "ml-1m").string());
  ASSERT_TRUE(million.ok()) << million.error().toString();
  EXPECT_EQ(million->itemCount(), 3883);
  EXPECT_EQ(million->interactions.size(), 19U);
  EXPECT_EQ(million->items[0].title, "Toy Story (1995)");
}

}  // namespace
}  // namespace marcie::rec
