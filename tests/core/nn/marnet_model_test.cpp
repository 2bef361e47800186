#include "core/nn/marnet_model.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/nn/marnet_parts.h"

namespace marcie::nn {
namespace {

constexpr std::int64_t kClasses = 3;
constexpr std::int64_t kTags = 5;

MarnetOptions tinyOptions(MarnetVariant variant) {
  MarnetOptions options;
  options.variant = variant;
  options.width = 4;
  options.dim = 16;
  options.cdr.hidden = 32;
  options.cdr.target = CdrTarget::multihot;
  return options;
}

MarnetShape tinyShape() {
  return {kClasses, kTags, torch::full({kTags}, 0.4), torch::full({kClasses, kTags}, 0.4)};
}

std::unique_ptr<MarnetModel> makeModel(const MarnetOptions& options, std::uint64_t seed = 1) {
  torch::manual_seed(seed);
  auto model = MarnetModel::create(options, tinyShape());
  EXPECT_TRUE(model.ok());
  return std::move(*model);
}

struct Toy {
  at::Tensor images, labels, tags;
};
Toy toyBatch() {
  torch::manual_seed(9);
  return {torch::randn({8, 3, 16, 16}), torch::arange(8) % kClasses, (torch::rand({8, kTags}) < 0.5).to(torch::kFloat)};
}

double partOf(const MarnetLoss& loss, const std::string& name) {
  for (const LossTerm& term : loss.terms) {
    if (term.name == name) return term.value.item<double>();
  }
  return std::numeric_limits<double>::quiet_NaN();
}

class MarnetModelTest : public ::testing::TestWithParam<MarnetVariant> {};

TEST_P(MarnetModelTest, TotalIsTheWeightedSumOfItsParts) {
  MarnetOptions options = tinyOptions(GetParam());
  options.ema.weight = 2;
  options.cdr.mseWeight = 5;
  const auto model = makeModel(options);
  const Toy toy = toyBatch();
  const MarnetLoss loss = model->loss(toy.images, toy.labels, toy.tags);
  double expected = 0;
  for (const LossTerm& term : loss.terms) {
    const std::string& name = term.name;
    EXPECT_EQ(term.weight, name == "ema" ? 2 : name == "cdr_mse" ? 5 : name == "ce" || name == "tag_bce" ? 1 : 0.5);
    expected += term.weight * term.value.item<double>();
  }
  for (const auto& [name, value] : loss.parts()) EXPECT_FALSE(value.requires_grad()) << name;
  EXPECT_NEAR(loss.total.item<double>(), expected, 1e-4);
  EXPECT_EQ(loss.logits.sizes(), (std::vector<std::int64_t>{8, kClasses}));
}

TEST_P(MarnetModelTest, EveryParameterGetsAFiniteGradient) {
  const auto model = makeModel(tinyOptions(GetParam()));
  const Toy toy = toyBatch();
  model->loss(toy.images, toy.labels, toy.tags).total.backward();
  for (const auto& item : model->module().named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_TRUE(torch::isfinite(item.value().grad()).all().item<bool>()) << item.key();
  }
}

// What an explanation of the loss relies on: the gradients of the terms at the embeddings add up to the total's.
TEST_P(MarnetModelTest, TermsShareTheGradientAtTheEmbeddings) {
  const auto model = makeModel(tinyOptions(GetParam()));
  const Toy toy = toyBatch();
  const MarnetLoss loss = model->loss(toy.images, toy.labels, toy.tags);
  const at::Tensor at = loss.state.aligned.defined() ? loss.state.aligned : loss.state.features;
  const auto gradient = [&at](const at::Tensor& of) {
    const auto grads = torch::autograd::grad({of}, {at}, {}, /*retain_graph=*/true, false, /*allow_unused=*/true);
    return grads[0].defined() ? grads[0] : torch::zeros_like(at);
  };
  at::Tensor sum = torch::zeros_like(at);
  for (const LossTerm& term : loss.terms) sum += term.weight * gradient(term.value);
  EXPECT_TRUE(torch::allclose(sum, gradient(loss.total), 1e-4, 1e-6));
  EXPECT_GT(sum.abs().max().item<double>(), 0);
  EXPECT_EQ(loss.state.fused.defined(), true);
  EXPECT_EQ(loss.state.semantic.defined(), aligns(GetParam()));
  EXPECT_EQ(loss.state.cdrPrediction.defined(), reconstructs(GetParam()));
}

TEST_P(MarnetModelTest, OverfitsOneBatch) {
  const auto model = makeModel(tinyOptions(GetParam()));
  const Toy toy = toyBatch();
  torch::optim::Adam optimiser(model->module().parameters(), torch::optim::AdamOptions(5e-3));
  for (int step = 0; step < 80; ++step) {
    optimiser.zero_grad();
    model->loss(toy.images, toy.labels, toy.tags).total.backward();
    optimiser.step();
  }
  const MarnetLoss loss = model->loss(toy.images, toy.labels, toy.tags);
  EXPECT_TRUE(torch::equal(loss.logits.argmax(1), toy.labels));
}

TEST_P(MarnetModelTest, AResultDependsOnItsPictureAlone) {
  const auto model = makeModel(tinyOptions(GetParam()));
  const Toy toy = toyBatch();
  static_cast<void>(model->loss(toy.images, toy.labels, toy.tags));  // moves the batch statistics
  const MarnetView all = model->view(toy.images);
  const MarnetView one = model->view(toy.images.slice(0, 2, 3));
  EXPECT_TRUE(torch::allclose(all.logits.slice(0, 2, 3), one.logits, 1e-4, 1e-5));
  EXPECT_TRUE(torch::equal(one.logits, model->view(toy.images.slice(0, 2, 3)).logits));
  ASSERT_TRUE(all.tags.defined());
  EXPECT_GE(all.tags.min().item<double>(), 0);
  EXPECT_LE(all.tags.max().item<double>(), 1);
}

TEST_P(MarnetModelTest, SamePartsWithoutText) {
  MarnetOptions options = tinyOptions(GetParam());
  options.text = TextPairing::none;
  const auto model = makeModel(options);
  Toy toy = toyBatch();
  toy.tags.fill_(std::numeric_limits<float>::quiet_NaN());
  const MarnetLoss loss = model->loss(toy.images, toy.labels, toy.tags);
  EXPECT_TRUE(std::isfinite(loss.total.item<double>()));
  for (const char* part : {"ema", "cdr_mse", "ce_s", "tag_bce"}) EXPECT_TRUE(std::isnan(partOf(loss, part))) << part;
}

TEST_P(MarnetModelTest, RowsWithoutAnnotationsDoNotTeachText) {
  const auto model = makeModel(tinyOptions(GetParam()));
  Toy toy = toyBatch();
  toy.tags.zero_();
  const MarnetLoss loss = model->loss(toy.images, toy.labels, toy.tags);
  for (const char* part : {"ema", "cdr_mse", "ce_s", "tag_bce"}) {
    const double value = partOf(loss, part);
    EXPECT_TRUE(std::isnan(value) || value == 0) << part << " = " << value;
  }
  loss.total.backward();
}

INSTANTIATE_TEST_SUITE_P(Variants, MarnetModelTest,
                         ::testing::Values(MarnetVariant::backbone, MarnetVariant::tagHead, MarnetVariant::ema,
                                           MarnetVariant::cdr, MarnetVariant::full),
                         [](const auto& info) { return std::string(enumKey(info.param)); });

TEST(MarnetModelTest, TextTargetHasUnitVarianceAndNoGradient) {
  MarnetOptions options = tinyOptions(MarnetVariant::cdr);
  options.cdr.target = CdrTarget::textZ;
  options.semanticClassWeight = 0;
  const auto model = makeModel(options);
  const Toy toy = toyBatch();
  const MarnetLoss loss = model->loss(toy.images, toy.labels, toy.tags);
  loss.total.backward();
  for (const auto& item : model->module().named_parameters()) {
    if (!item.key().starts_with("text_")) continue;
    EXPECT_TRUE(!item.value().grad().defined() || item.value().grad().abs().max().item<double>() == 0) << item.key();
  }
  EXPECT_EQ(model->view(toy.images).reconstructed.size(1), options.dim);
}

TEST(MarnetModelTest, OneStepLeaksTheTextAndTMaxDoesNot) {
  // Change nothing but the text: the logits of the loss path move with one_step, and not with t_max.
  const Toy toy = toyBatch();
  for (const CdrPolicy policy : {CdrPolicy::tMax, CdrPolicy::oneStep}) {
    MarnetOptions options = tinyOptions(MarnetVariant::full);
    options.cdr.policy = policy;
    const auto model = makeModel(options);
    torch::manual_seed(3);
    const at::Tensor one = model->trainPathLogits(toy.images, toy.labels, toy.tags);
    torch::manual_seed(3);
    const at::Tensor two = model->trainPathLogits(toy.images, toy.labels, 1 - toy.tags);
    EXPECT_EQ(torch::equal(one, two), policy == CdrPolicy::tMax);
  }
}

TEST(MarnetModelTest, RefitTrainsTheClassifierAlone) {
  MarnetOptions options = tinyOptions(MarnetVariant::full);
  options.cdr.samplingSteps = 4;
  const auto model = makeModel(options);
  const Toy toy = toyBatch();
  static_cast<void>(model->loss(toy.images, toy.labels, toy.tags));
  model->setStage(MarnetStage::refit);
  const at::Tensor statistics = (*model->module().named_buffers().find("encoder.bn1.running_mean")).clone();
  const MarnetLoss loss = model->loss(toy.images, toy.labels, toy.tags);
  loss.total.backward();
  EXPECT_TRUE(torch::equal(statistics, *model->module().named_buffers().find("encoder.bn1.running_mean")));
  for (const auto& item : model->module().named_parameters()) {
    EXPECT_EQ(item.value().grad().defined(), item.key().starts_with("classifier.")) << item.key();
  }
  EXPECT_TRUE(torch::equal(loss.logits, model->view(toy.images).logits)) << "re-fit must see what is seen in use";
}

TEST(MarnetModelTest, TemperatureStaysAboveItsFloor) {
  MarnetOptions options = tinyOptions(MarnetVariant::ema);
  const auto model = makeModel(options);
  const Toy toy = toyBatch();
  {
    torch::NoGradGuard guard;
    model->module().named_parameters().find("log_scale")->fill_(50);  // τ = e^-50
  }
  EXPECT_TRUE(std::isfinite(model->loss(toy.images, toy.labels, toy.tags).total.item<double>()));
}

TEST(MarnetModelTest, OnlyMixingTheTextInLeaksItThroughXEma) {
  const Toy toy = toyBatch();
  for (const bool mixes : {false, true}) {
    MarnetOptions options = tinyOptions(MarnetVariant::ema);
    options.ema.mixText = mixes;
    const auto model = makeModel(options);
    EXPECT_EQ(torch::equal(model->trainPathLogits(toy.images, toy.labels, toy.tags),
                           model->trainPathLogits(toy.images, toy.labels, 1 - toy.tags)),
              !mixes);
  }
}

TEST(MarnetModelTest, FormsOfXEma) {
  const Toy toy = toyBatch();
  for (const EmaForm form : {EmaForm::plain, EmaForm::l2, EmaForm::residual}) {
    MarnetOptions options = tinyOptions(MarnetVariant::ema);
    options.ema.form = form;
    const auto model = makeModel(options);
    const MarnetView view = model->view(toy.images);
    if (form == EmaForm::plain) {
      EXPECT_TRUE(torch::equal(view.fused, view.aligned));
    }
    if (form == EmaForm::l2) {
      EXPECT_TRUE(torch::allclose(view.fused.norm(2, 1), torch::ones({8}), 1e-4, 1e-5));
    }
    if (form == EmaForm::residual) {
      const auto parameters = model->module().named_parameters();
      const at::Tensor layer =
          torch::linear(view.aligned, parameters["ema_residual.weight"], parameters["ema_residual.bias"]);
      EXPECT_TRUE(torch::allclose(view.fused, view.aligned + layer, 1e-4, 1e-5));
    }
  }
}

TEST(MarnetModelTest, ALossMayHoldTheTextStill) {
  const Toy toy = toyBatch();
  for (const bool still : {false, true}) {
    MarnetOptions options = tinyOptions(MarnetVariant::ema);
    options.ema.stopTextGradient = still;
    options.semanticClassWeight = 0;
    const auto model = makeModel(options);
    model->loss(toy.images, toy.labels, toy.tags).total.backward();
    double moved = 0;
    for (const auto& item : model->module().named_parameters()) {
      if (item.key().starts_with("text_")) moved += item.value().grad().abs().sum().item<double>();
    }
    EXPECT_EQ(moved == 0, still);
  }
}

TEST(MarnetModelTest, PrototypesAreRunningMeansOfTheirClasses) {
  MarnetOptions options = tinyOptions(MarnetVariant::full);
  options.cdr.target = CdrTarget::classProto;
  const auto model = makeModel(options);
  Toy toy = toyBatch();
  toy.labels = toy.labels.clamp_max(1);  // the third class does not occur
  toy.tags[0].zero_();                   // and the first picture has no text
  const auto prototypes = [&] { return model->module().named_buffers()["class_prototypes"].clone(); };
  static_cast<void>(model->loss(toy.images, toy.labels, toy.tags));
  const at::Tensor semantic = model->textEmbedding(toy.tags);
  at::Tensor expected = torch::zeros({kClasses, options.dim});
  for (const std::int64_t c : {0, 1}) {
    at::Tensor rows = toy.labels == c;
    rows[0] = false;
    expected[c] = semantic.index({rows}).mean(0);
  }
  EXPECT_TRUE(torch::allclose(prototypes(), expected, 1e-4, 1e-5)) << "a class starts at its first mean";
  static_cast<void>(model->trainPathLogits(toy.images, toy.labels, 1 - toy.tags));
  EXPECT_TRUE(torch::allclose(prototypes(), expected, 1e-4, 1e-5)) << "looking moves nothing";
  const at::Tensor other = 1 - toy.tags;
  static_cast<void>(model->loss(toy.images, toy.labels, other));
  const at::Tensor next = model->textEmbedding(other).index({toy.labels == 1}).mean(0);
  EXPECT_TRUE(torch::allclose(prototypes()[1], 0.9 * expected[1] + 0.1 * next, 1e-4, 1e-5));
}

TEST(MarnetModelTest, AMeanOfLogitsHasNoClassifierOfItsOwn) {
  MarnetOptions options = tinyOptions(MarnetVariant::full);
  options.fusion = "logit_avg";
  const auto model = makeModel(options);
  const Toy toy = toyBatch();
  EXPECT_EQ(model->module().named_parameters().find("classifier.weight"), nullptr);
  const MarnetView view = model->view(toy.images);
  const auto parameters = model->module().named_parameters();
  const auto classified = [&](const at::Tensor& x, const std::string& name) {
    return torch::linear(x, parameters[name + ".weight"], parameters[name + ".bias"]);
  };
  EXPECT_TRUE(torch::allclose(
      view.logits,
      0.5 * (classified(view.aligned, "shared_classifier") + classified(view.reconstructed, "cdr_classifier")), 1e-4,
      1e-5));
  EXPECT_EQ(model->classifierParameters().size(), 4U);
}

TEST(MarnetModelTest, RefitTeachesTheFusionToo) {
  for (const char* fusion : {"gate", "residual", "attn", "logit_avg"}) {
    MarnetOptions options = tinyOptions(MarnetVariant::full);
    options.fusion = fusion;
    const auto model = makeModel(options);
    const Toy toy = toyBatch();
    model->setStage(MarnetStage::refit);
    model->loss(toy.images, toy.labels, toy.tags).total.backward();
    std::size_t learning = 0;
    for (const auto& item : model->module().named_parameters()) learning += item.value().grad().defined() ? 1 : 0;
    EXPECT_EQ(learning, model->classifierParameters().size()) << fusion;
    for (const auto& [name, parameter] : model->classifierParameters()) EXPECT_TRUE(parameter.grad().defined()) << name;
  }
}

TEST(MarnetModelTest, AFileOfTextVectorsIsMissed) {
  MarnetOptions options = tinyOptions(MarnetVariant::ema);
  options.textEncoder = "external";
  const auto refused = MarnetModel::create(options, tinyShape());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("model.textFile"), std::string::npos);
  options.textFile = "/nowhere/vectors.npy";
  EXPECT_EQ(MarnetModel::create(options, tinyShape()).error().code, ErrorCode::notFound);
}

TEST(MarnetModelTest, AnnotationsCannotBeMixedWithPictures) {
  MarnetOptions options = tinyOptions(MarnetVariant::full);
  options.cdr.mode = CdrMode::visualStart;
  const auto refused = MarnetModel::create(options, tinyShape());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("visual_start"), std::string::npos);
}

TEST(MarnetModelTest, RefusesTextVariantsWithoutAnnotations) {
  MarnetShape shape{kClasses, 0, {}, {}};
  for (const auto variant : {MarnetVariant::tagHead, MarnetVariant::ema, MarnetVariant::cdr, MarnetVariant::full}) {
    MarnetOptions options = tinyOptions(variant);
    const auto refused = MarnetModel::create(options, shape);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::option);
    EXPECT_NE(refused.error().message.find("annotations"), std::string::npos);
    options.text = TextPairing::none;
    auto control = MarnetModel::create(options, shape);
    ASSERT_TRUE(control.ok());
    const Toy toy = toyBatch();
    EXPECT_TRUE(std::isfinite((*control)->loss(toy.images, toy.labels, {}).total.item<double>()));
  }
}

TEST(MarnetModelTest, UnknownPartIsNamedWithTheNearestSpelling) {
  MarnetOptions options = tinyOptions(MarnetVariant::full);
  options.encoder = "resnet81";
  const auto refused = MarnetModel::create(options, tinyShape());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().toString().find("resnet18"), std::string::npos);
}

}  // namespace
}  // namespace marcie::nn
