#include <gtest/gtest.h>

#include "core/nn/npy.h"
#include "tests/core/nn/contracts.h"
#include "tests/support/temp_folder.h"

namespace marcie::nn {
const TextEncoderEntry& externalEntry();
namespace {

class ExternalTest : public ::testing::Test {
 protected:
  marcie::testing::TempFolder folder_;
  std::filesystem::path file() const { return folder_ / "vectors.npy"; }
};

TEST_F(ExternalTest, KeepsTheNetworkContract) {
  fixtures::expectDescribed(externalEntry());
  EXPECT_TRUE(externalEntry().needsFile);
  torch::manual_seed(1);
  ASSERT_TRUE(writeNpy(file(), torch::randn({5, 7})).ok());
  const at::Tensor tags = torch::eye(5);
  fixtures::expectNetworkContract(
      [&] {
        const auto encoder = *externalEntry().make({.tagCount = 5, .dim = 12, .file = file()});
        return fixtures::Subject{encoder->module(), [encoder, tags] { return encoder->encode(tags); }};
      },
      5, 12);
}

TEST_F(ExternalTest, ProjectsTheMeanOfThePresentRows) {
  ASSERT_TRUE(writeNpy(file(), torch::tensor({{1.0F, 0.0F}, {3.0F, 2.0F}, {0.0F, 8.0F}})).ok());
  const auto encoder = *externalEntry().make({.tagCount = 3, .dim = 2, .file = file()});
  const torch::NoGradGuard guard;
  encoder->module()->named_parameters()["projection.weight"].copy_(torch::eye(2));
  encoder->module()->named_parameters()["projection.bias"].zero_();
  const at::Tensor tags = torch::tensor({{1.0F, 1.0F, 0.0F}, {0.0F, 0.0F, 0.0F}});
  EXPECT_TRUE(torch::allclose(encoder->encode(tags), torch::tensor({{2.0F, 1.0F}, {0.0F, 0.0F}})));
}

TEST_F(ExternalTest, ACheckpointNeedsNoFile) {
  ASSERT_TRUE(writeNpy(file(), torch::randn({5, 7})).ok());
  const auto encoder = *externalEntry().make({.tagCount = 5, .dim = 4, .file = file()});
  EXPECT_EQ(encoder->storedWidth(), 7);
  std::filesystem::remove(file());
  const auto again = externalEntry().make({.tagCount = 5, .dim = 4, .file = file(), .storedWidth = 7});
  ASSERT_TRUE(again.ok());
  const torch::NoGradGuard guard;
  for (const auto& item : encoder->module()->named_parameters()) {
    (*again)->module()->named_parameters()[item.key()].copy_(item.value());
  }
  (*again)->module()->named_buffers()["table"].copy_(encoder->module()->named_buffers()["table"]);
  EXPECT_TRUE(torch::equal((*again)->encode(torch::eye(5)), encoder->encode(torch::eye(5))));
  EXPECT_FALSE(externalEntry().make({.tagCount = 5, .dim = 4, .file = file()}).ok());
}

}  // namespace
}  // namespace marcie::nn
