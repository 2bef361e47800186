#include "core/rec/data/reader.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::countOf;
using test::DataFolder;

TEST(AmazonTest, ReadsLinesOfJsonWithProductsOfPython) {
  const DataFolder folder;
  folder.write(
      "Music_5.json",
      R"({"reviewerID": "A1", "asin": "0000000001", "overall": 5.0, "unixReviewTime": 10, "reviewText": "it's \"good\""})"
      "\n"
      R"({"reviewerID": "A2", "asin": "0000000002", "overall": 4, "unixReviewTime": 20})"
      "\nnot json\n"
      R"({"reviewerID": "A2", "asin": "0000000001", "overall": 11, "unixReviewTime": 20})"
      "\n");
  folder.write("meta_Music.json",
               "{'asin': '0000000001', 'title': \"Bob's \\\"best\\\"\", 'categories': [['CDs', 'Jazz'], ['CDs']]}\n"
               "{\"asin\": \"0000000002\", \"title\": \"Two\", \"category\": [\"Rock\"]}\n"
               "{'asin': '0000000009', 'title': 'unrated'}\n");
  folder.write("image_features_Music.b", "x");
  const auto data = readRecData(folder.path().string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->reader, "amazon");
  EXPECT_EQ(data->itemCount(), 2);
  EXPECT_EQ(data->items[0].title, "Bob's \"best\"");
  EXPECT_EQ(test::termsOf(*data, data->items[0]), (std::vector<std::string>{"CDs", "Jazz"}));
  EXPECT_EQ(test::termsOf(*data, data->items[1]), (std::vector<std::string>{"Rock"}));
  EXPECT_EQ(countOf(*data, "row"), 1);
  EXPECT_EQ(countOf(*data, "rating"), 1);
  EXPECT_EQ(data->features, (folder / "image_features_Music.b").string());
}

TEST(AmazonTest, ReadsBothKindsOfCsv) {
  const DataFolder bare;
  bare.write("ratings_Music.csv",
             "A39HTATAQ9V7YF,0205616461,5.0,1369699200\nA3JM6GV9MNOF9X,0558925278,3.0,1355443200\nbad\n");
  const auto first = readRecData(bare.path().string());
  ASSERT_TRUE(first.ok()) << first.error().toString();
  EXPECT_EQ(first->reader, "amazon");
  EXPECT_EQ(first->interactions.size(), 2U);
  EXPECT_EQ(countOf(*first, "row"), 1);

  const DataFolder parts;
  const std::string header = "user_id,parent_asin,rating,timestamp\n";
  parts.write("CDs.train.csv", header + "U1,B000000001,5.0,1\nU1,B000000002,4.0,2\n");
  parts.write("CDs.valid.csv", header + "U1,B000000003,5.0,3\n");
  parts.write("CDs.test.csv", header + "U1,B000000004,5.0,4\n");
  const auto second = readRecData(parts.path().string());
  ASSERT_TRUE(second.ok()) << second.error().toString();
  EXPECT_EQ(second->reader, "amazon");
  EXPECT_EQ(second->given, (std::vector<Part>{Part::train, Part::train, Part::validation, Part::test}));
}

TEST(AmazonTest, SaysThatThereAreNoReviews) {
  const DataFolder folder;
  folder.write("meta_Music.json", "{'asin': '1'}\n");
  RecDataOptions options;
  options.reader = "amazon";
  const auto data = readRecData(folder.path().string(), options);
  ASSERT_FALSE(data.ok());
  EXPECT_NE(data.error().toString().find("there are no reviews of Amazon"), std::string::npos);
}

TEST(AmazonTest, ReadsTheRealReviews) {
  MARCIE_NEED_REC_DATA(formats, "label_formats/amazon");
  const auto data = readRecData(formats.string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->userCount(), 1429);
  EXPECT_EQ(data->itemCount(), 900);
  EXPECT_EQ(data->interactions.size(), 10261U);
  EXPECT_TRUE(data->hasTimes);
}

}  // namespace
}  // namespace marcie::rec
