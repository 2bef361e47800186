#include "core/rec/data/matrix_features.h"

#include <cmath>
#include <limits>

#include <torch/torch.h>

#include "core/data/safetensors.h"
#include "core/nn/npy.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::DataFolder;

RecFeatureOptions matrixAt(const std::filesystem::path& path) {
  RecFeatureOptions options;
  options.kind = RecFeatureKind::matrix;
  options.matrix = path.string();
  return options;
}

class MatrixFeaturesTest : public ::testing::Test {
 protected:
  DataFolder folder;
  RecData data = test::makeData(1, 3, {});
  at::Tensor matrix = torch::arange(6, torch::kFloat).reshape({3, 2}) + 1;
};

TEST_F(MatrixFeaturesTest, ReadsEveryFormat) {
  ASSERT_TRUE(nn::writeNpy(folder / "m.npy", matrix.to(torch::kDouble)).ok());
  data::TensorFile file;
  file.tensors = {{"other", torch::ones({3})}, {"features", matrix.to(torch::kHalf)}, {"more", torch::ones({9, 9})}};
  ASSERT_TRUE(data::writeTensors(folder / "m.safetensors", file).ok());
  for (const char* name : {"m.npy", "m.safetensors"}) {
    const auto read = openMatrix(data, matrixAt(folder / name));
    ASSERT_TRUE(read.ok()) << read.error().toString();
    EXPECT_TRUE(torch::equal(read->rows, matrix)) << name;
    EXPECT_TRUE(read->problems.empty());
  }
  data.features = (folder / "m.npy").string();
  EXPECT_TRUE(openMatrix(data, matrixAt("")).ok());
}

// numpy.savez_compressed(features=arange(600).reshape(3, 200)) would be long; this is a stored archive around a .npy.
TEST_F(MatrixFeaturesTest, ReadsAnArchive) {
  ASSERT_TRUE(nn::writeNpy(folder / "m.npy", matrix).ok());
  const std::string npy = testing::readText(folder / "m.npy");
  const auto little = [](std::size_t value, int count) {
    std::string bytes;
    for (int i = 0; i < count; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
    return bytes;
  };
  const std::string name = "arr_0.npy";
  const std::string sizes = little(0, 4) + little(npy.size(), 4) + little(npy.size(), 4);
  const std::string local = "PK\x03\x04" + little(0, 10) + sizes + little(name.size(), 2) + little(0, 2) + name + npy;
  const std::string central = "PK\x01\x02" + little(0, 12) + sizes + little(name.size(), 2) + little(0, 16) + name;
  folder.write("m.npz", local + central + "PK\x05\x06" + little(0, 4) + little(1, 2) + little(1, 2) +
                            little(central.size(), 4) + little(local.size(), 4) + little(0, 2));
  const auto read = openMatrix(data, matrixAt(folder / "m.npz"));
  ASSERT_TRUE(read.ok()) << read.error().toString();
  EXPECT_TRUE(torch::equal(read->rows, matrix));
}

TEST_F(MatrixFeaturesTest, ReadsAmazonsFeaturesByProduct) {
  data.items[1].id = "B000000002";
  const auto record = [](const std::string& id, float value) {
    const std::vector<float> row(4096, value);
    return id + std::string(reinterpret_cast<const char*>(row.data()), row.size() * sizeof(float));
  };
  folder.write("image_features_Music.b", record("B000000002", 2.5F) + record("B000000009", 1.0F));
  const auto read = openMatrix(data, matrixAt(folder / "image_features_Music.b"));
  ASSERT_TRUE(read.ok()) << read.error().toString();
  EXPECT_EQ(read->rows.size(1), 4096);
  EXPECT_FLOAT_EQ(read->rows[1][4095].item<float>(), 2.5F);
  ASSERT_NE(test::problemOf(read->problems, "noFeatures"), nullptr);
  EXPECT_EQ(test::problemOf(read->problems, "noFeatures")->count, 2);
  EXPECT_EQ(test::problemOf(read->problems, "strangeFeatures")->count, 1);
  folder.write("cut.b", record("B000000002", 1).substr(0, 500));
  EXPECT_EQ(openMatrix(data, matrixAt(folder / "cut.b")).error().code, ErrorCode::format);
}

TEST_F(MatrixFeaturesTest, JoinsRowsByTheirIndex) {
  ASSERT_TRUE(nn::writeNpy(folder / "m.npy", matrix).ok());
  auto options = matrixAt(folder / "m.npy");
  folder.write("index.txt", "i2\nnobody\ni0\n");
  options.index = (folder / "index.txt").string();
  const auto read = openMatrix(data, options);
  ASSERT_TRUE(read.ok()) << read.error().toString();
  EXPECT_TRUE(torch::equal(read->rows[2], matrix[0]));
  EXPECT_TRUE(torch::equal(read->rows[0], matrix[2]));
  EXPECT_EQ(test::problemOf(read->problems, "noFeatures")->examples.front(), "i1");
  EXPECT_EQ(test::problemOf(read->problems, "strangeFeatures")->examples.front(), "nobody");
  folder.write("index.txt", "i2\ni2\ni0\n");
  EXPECT_NE(openMatrix(data, options).error().toString().find("'i2' stands twice"), std::string::npos);
  folder.write("index.txt", "i2\n");
  EXPECT_NE(openMatrix(data, options).error().toString().find("has 1 lines but the matrix has 3 rows"),
            std::string::npos);
}

TEST_F(MatrixFeaturesTest, RefusesWrongRowsAndNumbersThatAreNone) {
  ASSERT_TRUE(nn::writeNpy(folder / "long.npy", torch::ones({4, 2})).ok());
  const auto longer = openMatrix(data, matrixAt(folder / "long.npy"));
  ASSERT_FALSE(longer.ok());
  EXPECT_EQ(longer.error().code, ErrorCode::data);
  EXPECT_NE(longer.error().toString().find("has 4 rows but the data has 3 items"), std::string::npos);
  matrix[1][0] = std::numeric_limits<float>::quiet_NaN();
  ASSERT_TRUE(nn::writeNpy(folder / "nan.npy", matrix).ok());
  const auto nan = openMatrix(data, matrixAt(folder / "nan.npy"));
  ASSERT_FALSE(nan.ok());
  EXPECT_NE(nan.error().toString().find("1 rows of nan.npy hold NaN or infinity, first row 1"), std::string::npos)
      << nan.error().toString();
  matrix[1].zero_();
  ASSERT_TRUE(nn::writeNpy(folder / "zero.npy", matrix).ok());
  const auto zero = openMatrix(data, matrixAt(folder / "zero.npy"));
  ASSERT_TRUE(zero.ok());
  EXPECT_EQ(test::problemOf(zero->problems, "zeroFeatures")->examples.front(), "i1");
  EXPECT_EQ(openMatrix(data, matrixAt("")).error().code, ErrorCode::notFound);
  EXPECT_EQ(openMatrix(data, matrixAt(folder / "nowhere.npy")).error().code, ErrorCode::notFound);
  ASSERT_TRUE(nn::writeNpy(folder / "flat.npy", torch::ones({3})).ok());
  EXPECT_EQ(openMatrix(data, matrixAt(folder / "flat.npy")).error().code, ErrorCode::format);
  folder.write("m.txt", "1 2");
  EXPECT_EQ(openMatrix(data, matrixAt(folder / "m.txt")).error().code, ErrorCode::format);
}

}  // namespace
}  // namespace marcie::rec
