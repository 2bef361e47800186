// MARNet under a pairwise-covering set of its options: training is finite, and what is seen in use is blind to text.
#include <limits>
#include <sstream>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/nn/marnet_model.h"
#include "tests/core/nn/contracts.h"
#include "tests/core/nn/marnet_factors.h"
#include "tests/support/temp_folder.h"

namespace marcie::nn {
namespace {

constexpr std::int64_t kCoveredClasses = 3;
const std::vector<std::string> kCoveredTags{"tomato", "red onion", "beef", "rice", "quark"};

class MarnetCombinationsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    marcie::testing::writeText(folder_ / "glove.txt", "tomato 1 .5 -1\nonion -1 .2 .3\nbeef .1 .2 .3\nrice 2 -1 0\n");
    marcie::testing::writeText(folder_ / "matrix.csv", "1,0\n0,1\n1,1\n-1,1\n.5,.5\n");
    torch::manual_seed(9);
    const std::int64_t rows = 8;
    images_ = torch::randn({rows, 3, 16, 16});
    labels_ = torch::arange(rows) % kCoveredClasses;
    tags_ = (torch::rand({rows, tagCount()}) < 0.5).to(torch::kFloat);
    tags_[0].zero_();  // a picture without annotations
  }
  static std::int64_t tagCount() { return static_cast<std::int64_t>(kCoveredTags.size()); }
  std::unique_ptr<MarnetModel> make(const MarnetOptions& options, std::int64_t storedTextWidth = 0) const {
    const MarnetShape shape{kCoveredClasses,
                            tagCount(),
                            torch::full({tagCount()}, 0.4),
                            torch::full({kCoveredClasses, tagCount()}, 0.4),
                            kCoveredTags,
                            storedTextWidth};
    auto model = MarnetModel::create(options, shape);
    EXPECT_TRUE(model.ok()) << (model.ok() ? "" : model.error().toString());
    return model.ok() ? std::move(*model) : nullptr;
  }
  void trainOneStep(MarnetModel& model) const;
  void expectBlindToText(MarnetModel& model) const;
  void expectToComeBackFromACheckpoint(MarnetModel& model, MarnetOptions options) const;

  marcie::testing::TempFolder folder_;
  at::Tensor images_, labels_, tags_;
};

void MarnetCombinationsTest::trainOneStep(MarnetModel& model) const {
  const MarnetLoss loss = model.loss(images_, labels_, tags_);
  ASSERT_TRUE(std::isfinite(loss.total.item<double>()));
  loss.total.backward();
  for (const auto& item : model.module().named_parameters()) {
    if (!item.value().requires_grad() || item.key().starts_with("backbone_classifier.")) continue;
    if (!model.usesText() && item.key().starts_with("tag_head.")) continue;
    ASSERT_TRUE(item.value().grad().defined()) << item.key() << " takes no part in the loss";
    ASSERT_TRUE(torch::isfinite(item.value().grad()).all().item<bool>()) << item.key();
  }
  const torch::NoGradGuard guard;
  for (at::Tensor& parameter : model.module().parameters()) {
    if (parameter.grad().defined()) parameter -= 1e-4 * parameter.grad().clamp(-1, 1);
  }
}

// Poisons everything that text goes through. What is read in use must not notice.
void MarnetCombinationsTest::expectBlindToText(MarnetModel& model) const {
  const MarnetView before = model.view(images_);
  const MarnetView one = model.view(images_.slice(0, 2, 3));
  ASSERT_TRUE(torch::isfinite(before.logits).all().item<bool>());
  EXPECT_TRUE(torch::allclose(before.logits.slice(0, 2, 3), one.logits, 1e-3, 1e-4));
  const torch::NoGradGuard guard;
  const auto poison = [](const std::string& name, at::Tensor tensor) {
    for (const char* prefix : {"text_encoder.", "text_projection.", "class_prototype", "log_scale"}) {
      if (name.starts_with(prefix)) tensor.fill_(std::numeric_limits<float>::quiet_NaN());
    }
  };
  for (const auto& item : model.module().named_parameters()) poison(item.key(), item.value());
  for (const auto& item : model.module().named_buffers()) poison(item.key(), item.value());
  const MarnetView after = model.view(images_);
  EXPECT_TRUE(torch::equal(before.logits, after.logits));
  EXPECT_TRUE(torch::equal(before.fused, after.fused));
  EXPECT_TRUE(torch::equal(before.tags, after.tags));
}

void MarnetCombinationsTest::expectToComeBackFromACheckpoint(MarnetModel& model, MarnetOptions options) const {
  options.textFile = (folder_ / "not there").string();
  const auto again = make(options, model.storedTextWidth());
  ASSERT_NE(again, nullptr);
  const torch::NoGradGuard guard;
  const auto fill = [](const auto& into, const auto& from) {
    ASSERT_EQ(into.size(), from.size());
    for (const auto& item : from) {
      ASSERT_NE(into.find(item.key()), nullptr) << item.key();
      into[item.key()].copy_(item.value());
    }
  };
  fill(again->module().named_parameters(), model.module().named_parameters());
  fill(again->module().named_buffers(), model.module().named_buffers());
  EXPECT_TRUE(torch::equal(model.view(images_).logits, again->view(images_).logits));
  const at::Tensor text = model.textEmbedding(tags_);
  if (text.defined()) {
    EXPECT_TRUE(torch::equal(text, again->textEmbedding(tags_)));
  }
}

TEST_F(MarnetCombinationsTest, EveryPairOfSwitchesWorksTogether) {
  const auto factors = fixtures::marnetFactors();
  std::vector<int> sizes;
  for (const auto& factor : factors) sizes.push_back(static_cast<int>(factor.choices.size()));
  const auto array = marcie::testing::CoveringArrayMaker(sizes, [&](const marcie::testing::Row& row) {
                       return fixtures::isPossible(fixtures::optionsOf(factors, row, folder_.path()));
                     }).make();
  RecordProperty("rows", static_cast<int>(array.rows.size()));
  std::vector<std::string> impossible;
  for (const auto& [a, i, b, j] : array.impossible) {
    const auto text = [&](int factor, int choice) {
      const auto& f = factors[static_cast<std::size_t>(factor)];
      return f.name + "=" + f.choices[static_cast<std::size_t>(choice)];
    };
    impossible.push_back(text(a, i) + " " + text(b, j));
  }
  EXPECT_EQ(impossible,
            (std::vector<std::string>{"variant=ema fusion=logit_avg", "cdr.sampler=ddpm cdr.samplingSteps=1",
                                      "cdr.sampler=ddpm cdr.samplingSteps=3",
                                      "cdr.dropCondition=0.000000 cdr.guidance=1.500000"}));
  for (const auto& row : array.rows) {
    SCOPED_TRACE(fixtures::describe(factors, row));
    const MarnetOptions options = fixtures::optionsOf(factors, row, folder_.path());
    torch::manual_seed(1);
    const auto model = make(options);
    ASSERT_NE(model, nullptr);
    ASSERT_NO_FATAL_FAILURE(trainOneStep(*model));
    ASSERT_NO_FATAL_FAILURE(expectToComeBackFromACheckpoint(*model, options));
    ASSERT_NO_FATAL_FAILURE(expectBlindToText(*model));
    ASSERT_FALSE(HasFailure());
  }
}

// Autograd against central differences through the whole model, in float64. Rows of options in which every choice of
// every factor occurs; what stops gradients on purpose is off, since there the two differ.
TEST_F(MarnetCombinationsTest, GradientsAreRightThroughEveryLayer) {
  const auto factors = fixtures::marnetFactors();
  const at::Tensor images = images_.to(torch::kDouble);
  const at::Tensor tags = tags_.to(torch::kDouble);
  for (int round = 0; round < 6; ++round) {
    marcie::testing::Row row;
    for (const auto& factor : factors) row.push_back(round % static_cast<int>(factor.choices.size()));
    MarnetOptions options = fixtures::optionsOf(factors, row, folder_.path());
    options.variant = MarnetVariant::full;
    options.text = TextPairing::paired;
    options.labelSmoothing = 0.1;
    options.ema.stopTextGradient = options.ema.loss == "kl_l2";  // which stops it by itself
    options.cdr.detachTarget = options.cdr.detachFromHead = options.cdr.detachCondition = false;
    if (options.cdr.target == CdrTarget::classProto) options.cdr.target = CdrTarget::textZ;  // a moving target
    if (options.cdr.target == CdrTarget::multihot) options.cdr.mode = CdrMode::semanticConditional;
    options.cdr.policy = round % 2 == 0 ? CdrPolicy::tMax : CdrPolicy::oneStep;
    options.cdr.sampler = CdrSampler::ddim;
    SCOPED_TRACE(fixtures::describe(factors, row));
    torch::manual_seed(1);
    const auto model = make(options);
    ASSERT_NE(model, nullptr);
    model->module().to(torch::kDouble);
    {
      // Away from the start, where blocks that begin as zero put whole layers on the kink of a ReLU.
      const torch::NoGradGuard guard;
      for (at::Tensor& parameter : model->module().parameters()) parameter += 0.1 * torch::randn_like(parameter);
    }
    const auto loss = [&] {
      torch::manual_seed(5);
      return model->loss(images, labels_, tags).total;
    };
    const bool textStill = options.ema.stopTextGradient;
    for (const auto& item : model->module().named_parameters()) {
      if (item.key().starts_with("backbone_classifier.") || !item.value().requires_grad()) continue;
      if (textStill && item.key().starts_with("text_")) continue;
      ASSERT_NO_FATAL_FAILURE(fixtures::expectFiniteDifferences(loss, {item.value()}, 1e-5, /*elements=*/2))
          << item.key();
    }
  }
}

}  // namespace
}  // namespace marcie::nn
