#include <torch/torch.h>

#include "core/nn/npy.h"
#include "core/rec/data/reader.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::countOf;
using test::DataFolder;

class HafrTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder.write("data.train.rating", "0\t0\t5\n0\t1\t4\n1\t0\t3\n");
    folder.write("data.valid.rating", "1\t1\t4\n");
    folder.write("data.test.rating", "0\t2\t4\n1\t3\t9\nbroken\n");
    folder.write("data.test.negative", "(0:2)\t1\t3\n");
    // Three ingredients; 3 fills up.
    const auto codes = torch::tensor({0, 2, 3, 1, 3, 3, 0, 1, 2, 2, 3, 3}, torch::kInt64).reshape({4, 3});
    ASSERT_TRUE(nn::writeNpy(folder / "data_ingre_code_file.npy", codes).ok());
    ASSERT_TRUE(nn::writeNpy(folder / "data_image_features_float.npy", torch::ones({4, 5})).ok());
  }
  DataFolder folder;
};

TEST_F(HafrTest, ReadsNumbersWithTheirIngredientsAndFeatures) {
  const auto data = readRecData(folder.path().string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->reader, "hafr");
  EXPECT_EQ(data->itemCount(), 4);  // 3 has no interaction that counts, but a row in the matrices
  EXPECT_EQ(test::termsOf(*data, data->items[0]), (std::vector<std::string>{"ingredient 0", "ingredient 2"}));
  EXPECT_EQ(data->items[2].annotations.size(), 3U);
  EXPECT_EQ(countOf(*data, "rating"), 1);
  EXPECT_EQ(countOf(*data, "row"), 1);
  EXPECT_EQ(std::count(data->given.begin(), data->given.end(), Part::test), 1);
  EXPECT_EQ(data->features, (folder / "data_image_features_float.npy").string());
  EXPECT_FALSE(data->hasTimes);
}

TEST_F(HafrTest, CountsSayHowManyIngredientsThereAre) {
  folder.write("data_id_ingre_num_file", "0\t1\n1\t1\n2\t3\n3\t0\n");
  const auto data = readRecData(folder.path().string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(test::termsOf(*data, data->items[0]), (std::vector<std::string>{"ingredient 0"}));
  EXPECT_TRUE(data->items[3].annotations.empty());
}

TEST_F(HafrTest, RefusesADamagedMatrix) {
  folder.write("data_ingre_code_file.npy", "\x93NUMPY broken");
  const auto data = readRecData(folder.path().string());
  ASSERT_FALSE(data.ok());
  EXPECT_EQ(data.error().code, ErrorCode::format);
  EXPECT_NE(data.error().toString().find("data_ingre_code_file.npy"), std::string::npos);
}

}  // namespace
}  // namespace marcie::rec
