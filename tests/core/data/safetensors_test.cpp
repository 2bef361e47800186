#include "core/data/safetensors.h"

#include <fstream>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "tests/support/temp_folder.h"

namespace marcie::data {
namespace {

void writeRaw(const std::filesystem::path& path, std::string_view header, std::string_view data,
              std::uint64_t claimedLength) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>((claimedLength >> (8 * i)) & 0xFFU);
  bytes += header;
  bytes += data;
  std::ofstream(path, std::ios::binary) << bytes;
}

class SafetensorsTest : public ::testing::Test {
 protected:
  std::filesystem::path file() const { return folder_.path() / "x.safetensors"; }
  void expectRefused(std::string_view header, std::string_view data, std::string_view because) {
    writeRaw(file(), header, data, header.size());
    const auto read = readTensors(file());
    ASSERT_FALSE(read.ok()) << header;
    EXPECT_EQ(read.error().code, ErrorCode::format);
    EXPECT_NE(read.error().message.find(because), std::string::npos) << read.error().message;
  }
  testing::TempFolder folder_;
};

TEST_F(SafetensorsTest, EveryTypeAndShapeComesBack) {
  torch::manual_seed(1);
  TensorFile out;
  out.metadata = {{"format", "pt"}, {"note", "ünïcode \"quoted\""}};
  for (const auto type : {at::kFloat, at::kDouble, at::kHalf, at::kBFloat16, at::kLong, at::kInt, at::kShort, at::kChar,
                          at::kByte, at::kBool}) {
    out.tensors.emplace_back(c10::toString(type), (torch::rand({2, 3}) * 100).to(type));
  }
  out.tensors.emplace_back("scalar", torch::tensor(2.5));
  out.tensors.emplace_back("empty", torch::zeros({0, 4}));
  out.tensors.emplace_back("strided", torch::rand({4, 6}).t());
  ASSERT_TRUE(writeTensors(file(), out).ok());
  const auto in = readTensors(file());
  ASSERT_TRUE(in.ok()) << in.error().toString();
  EXPECT_EQ(in->metadata, out.metadata);
  ASSERT_EQ(in->tensors.size(), out.tensors.size());
  for (const auto& [name, tensor] : out.tensors) {
    const at::Tensor read = in->find(name);
    ASSERT_TRUE(read.defined()) << name;
    EXPECT_EQ(read.scalar_type(), tensor.scalar_type());
    EXPECT_TRUE(torch::equal(read, tensor)) << name;
  }
  const auto metadata = readTensorMetadata(file());
  ASSERT_TRUE(metadata.ok());
  EXPECT_EQ(*metadata, out.metadata);
}

TEST_F(SafetensorsTest, HasTheLayoutThatOthersRead) {
  ASSERT_TRUE(writeTensors(file(), {{{"a", torch::tensor({1.0F, 2.0F})}}, {}}).ok());
  const auto bytes = readFile(file());
  ASSERT_TRUE(bytes.ok());
  const std::size_t length = static_cast<unsigned char>((*bytes)[0]);
  EXPECT_EQ((8 + length) % 8, 0U);
  EXPECT_EQ(bytes->size(), 8 + length + 8);
  EXPECT_EQ((*bytes)[8], '{');
  EXPECT_EQ(bytes->substr(8, length).find(R"("dtype":"F32")") != std::string::npos, true);
}

TEST_F(SafetensorsTest, LyingHeadersAreRefused) {
  const std::string eight(8, '\0');
  expectRefused(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", eight, "shape");
  expectRefused(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}})", eight, "outside");
  expectRefused(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", eight, "outside");
  expectRefused(
      R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
      std::string(4, '\0'), "overlap");
  expectRefused(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", eight, "gaps");
  expectRefused(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", eight, "bytes of data");
  expectRefused(R"({"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}})", eight, "type");
  expectRefused(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,8]}})", eight,
                "larger");
  expectRefused(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", eight, "shape");
  expectRefused(R"({"a":{"shape":[2]}})", eight, "lacks");
  expectRefused(R"({"__metadata__":{"x":1}})", "", "metadata");
  expectRefused(R"([1,2])", "", "object");
  expectRefused("{", "", "object");
}

TEST_F(SafetensorsTest, LengthFieldIsNotBelieved) {
  writeRaw(file(), "{}", "", ~std::uint64_t{0});
  EXPECT_FALSE(readTensors(file()).ok());
  writeRaw(file(), "{}", "", 3);
  EXPECT_FALSE(readTensors(file()).ok());
  std::ofstream(file(), std::ios::binary | std::ios::trunc) << "abc";
  EXPECT_FALSE(readTensors(file()).ok());
}

TEST_F(SafetensorsTest, EveryTruncationIsRefused) {
  ASSERT_TRUE(writeTensors(file(), {{{"a", torch::rand({5})}, {"b", torch::rand({3, 2})}}, {{"k", "v"}}}).ok());
  const auto whole = readFile(file());
  ASSERT_TRUE(whole.ok());
  for (std::size_t length = 0; length < whole->size(); ++length) {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << whole->substr(0, length);
    EXPECT_FALSE(readTensors(file()).ok()) << length;
  }
}

TEST_F(SafetensorsTest, SurvivesRandomDamage) {
  ASSERT_TRUE(writeTensors(file(), {{{"a", torch::rand({5})}, {"b", torch::rand({3, 2})}}, {{"k", "v"}}}).ok());
  const auto whole = readFile(file());
  ASSERT_TRUE(whole.ok());
  Rng rng(11);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = *whole;
    const auto changes = 1 + rng.below(4);
    for (std::uint64_t i = 0; i < changes; ++i) bytes[rng.below(bytes.size())] = static_cast<char>(rng.below(256));
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    const auto read = readTensors(file());  // must come back, with a value or with an error
    if (!read.ok()) {
      EXPECT_FALSE(read.error().message.empty());
    }
  }
}

TEST_F(SafetensorsTest, NamesMustBeUnique) {
  EXPECT_FALSE(writeTensors(file(), {{{"a", torch::rand({1})}, {"a", torch::rand({1})}}, {}}).ok());
}

}  // namespace
}  // namespace marcie::data
