#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"
#include "tests/support/temp_folder.h"

namespace marcie::nn {
const TextEncoderEntry& gloveGruEntry();
namespace {

class GloveGruTest : public ::testing::Test {
 protected:
  void SetUp() override {
    marcie::testing::writeText(file(), "tomato 0.1 0.2 0.3\nonion -0.5 0.4 0.9\nred 1 -1 0.5\nbeef 0.7 0.1 -0.2\n");
  }
  std::filesystem::path file() const { return folder_ / "vectors.txt"; }
  TextEncoderSettings settings() const {
    return {.tagCount = 4, .dim = 12, .tags = {"tomato", "red onion", "quark", "beef"}, .file = file()};
  }
  marcie::testing::TempFolder folder_;
};

TEST_F(GloveGruTest, KeepsTheNetworkContract) {
  fixtures::expectDescribed(gloveGruEntry());
  EXPECT_TRUE(gloveGruEntry().needsFile);
  const at::Tensor tags = torch::tensor({{1.0F, 0.0F, 0.0F, 0.0F}, {0.0F, 1.0F, 0.0F, 1.0F}, {1.0F, 1.0F, 1.0F, 1.0F}});
  fixtures::expectNetworkContract(
      [&] {
        const auto encoder = *gloveGruEntry().make(settings());
        return fixtures::Subject{encoder->module(), [encoder, tags] { return encoder->encode(tags); }};
      },
      3, 12);
}

TEST_F(GloveGruTest, ATextDoesNotDependOnTheOthersOfItsBatch) {
  const auto encoder = *gloveGruEntry().make(settings());
  const at::Tensor one = torch::tensor({{0.0F, 1.0F, 0.0F, 1.0F}});
  const at::Tensor both = torch::cat({one, torch::ones({1, 4})});  // padded to four words
  EXPECT_TRUE(torch::allclose(encoder->encode(one), encoder->encode(both).slice(0, 0, 1), 1e-5, 1e-6));
  EXPECT_TRUE(torch::isfinite(encoder->encode(torch::zeros({2, 4}))).all().item<bool>());
}

TEST_F(GloveGruTest, FiveHopsWeighTheStates) {
  const auto encoder = *gloveGruEntry().make(settings());
  const auto parameters = encoder->module()->named_parameters();
  EXPECT_EQ(parameters["attention2.weight"].size(0), 5);
  EXPECT_EQ(parameters["hops.weight"].sizes(), (std::vector<std::int64_t>{1, 5}));
  const torch::NoGradGuard guard;
  // Scores of 2 for every word in every hop and hop weights of 1/10: the sum of the GRU's states, times one.
  parameters["attention2.weight"].zero_();
  parameters["attention2.bias"].fill_(2);
  parameters["hops.weight"].fill_(0.1);
  parameters["hops.bias"].zero_();
  const at::Tensor first = encoder->encode(torch::tensor({{1.0F, 0.0F, 0.0F, 0.0F}}));
  torch::nn::GRU gru(torch::nn::GRUOptions(3, 12).batch_first(true));
  for (const char* name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"}) {
    gru->named_parameters()[name].copy_(parameters[std::string("gru.") + name]);
  }
  const at::Tensor states = std::get<0>(gru(torch::tensor({{{0.1F, 0.2F, 0.3F}}})));
  EXPECT_TRUE(torch::allclose(first, states.sum(1), 1e-4, 1e-5));
}

TEST_F(GloveGruTest, TheOrderIsTheVocabularys) {
  const auto encoder = *gloveGruEntry().make(settings());
  // Word vectors stay as the file says; unknown words are zero, names are means.
  const at::Tensor table = encoder->module()->named_buffers()["table"];
  EXPECT_TRUE(torch::allclose(table[1], torch::tensor({0.25F, -0.3F, 0.7F})));
  EXPECT_EQ(table[2].abs().sum().item<float>(), 0);
  EXPECT_EQ(encoder->module()->named_parameters().find("table"), nullptr);
  // tomato then beef is not beef then tomato.
  TextEncoderSettings turned = settings();
  std::swap(turned.tags[0], turned.tags[3]);
  const auto other = *gloveGruEntry().make(turned);
  const torch::NoGradGuard guard;
  for (const auto& item : encoder->module()->named_parameters()) {
    other->module()->named_parameters()[item.key()].copy_(item.value());
  }
  const at::Tensor both = torch::tensor({{1.0F, 0.0F, 0.0F, 1.0F}});
  EXPECT_FALSE(torch::allclose(encoder->encode(both), other->encode(both), 1e-5, 1e-6));
}

TEST_F(GloveGruTest, ACheckpointNeedsNoFile) {
  std::filesystem::remove(file());
  TextEncoderSettings stored = settings();
  EXPECT_EQ(gloveGruEntry().make(stored).error().code, ErrorCode::notFound);
  stored.storedWidth = 3;
  const auto encoder = gloveGruEntry().make(stored);
  ASSERT_TRUE(encoder.ok());
  EXPECT_EQ((*encoder)->storedWidth(), 3);
}

}  // namespace
}  // namespace marcie::nn
