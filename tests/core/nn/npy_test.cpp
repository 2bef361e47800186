#include "core/nn/npy.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/base/random.h"
#include "tests/support/temp_folder.h"

namespace marcie::nn {
namespace {

class NpyTest : public ::testing::Test {
 protected:
  testing::TempFolder folder_;
  std::filesystem::path file() const { return folder_ / "x.npy"; }
};

TEST_F(NpyTest, RoundTripsTypesAndShapes) {
  torch::manual_seed(1);
  for (const auto type : {at::kFloat, at::kDouble, at::kLong, at::kInt, at::kByte}) {
    for (const std::vector<std::int64_t>& shape : {std::vector<std::int64_t>{}, {5}, {2, 3, 4}, {0, 4}}) {
      const at::Tensor out = (torch::rand(shape) * 100).to(type);
      ASSERT_TRUE(writeNpy(file(), out).ok());
      const auto in = readNpy(file());
      ASSERT_TRUE(in.ok()) << in.error().toString();
      EXPECT_EQ(in->scalar_type(), type);
      EXPECT_TRUE(torch::equal(*in, out));
    }
  }
}

TEST_F(NpyTest, WritesWhatNumpyExpects) {
  ASSERT_TRUE(writeNpy(file(), torch::zeros({2, 3})).ok());
  const std::string bytes = testing::readText(file());
  EXPECT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
  EXPECT_EQ((bytes.size() - 24) % 64, 0U) << "data begins at a multiple of 64";
  EXPECT_NE(bytes.find("'shape': (2,3,)"), std::string::npos);
}

TEST_F(NpyTest, DamageIsRefused) {
  ASSERT_TRUE(writeNpy(file(), torch::rand({4, 3})).ok());
  const std::string whole = testing::readText(file());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    testing::writeText(file(), whole.substr(0, length));
    EXPECT_FALSE(readNpy(file()).ok()) << length;
  }
  Rng rng(3);
  for (int round = 0; round < 500; ++round) {
    std::string bytes = whole;
    bytes[rng.below(128)] = static_cast<char>(rng.below(256));
    testing::writeText(file(), bytes);
    const auto read = readNpy(file());
    if (read.ok()) {
      EXPECT_LE(read->numel(), 48);
    }
  }
}

}  // namespace
}  // namespace marcie::nn
