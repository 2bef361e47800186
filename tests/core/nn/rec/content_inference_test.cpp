#include "core/nn/rec/content_inference.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

// 60 pictures whose six numbers say, through a matrix and some noise, which of five terms they have.
struct Pictures {
  at::Tensor unified, annotations;
  Pictures() {
    auto generator = at::make_generator<at::CPUGeneratorImpl>(21);
    annotations = (torch::rand({60, 5}, generator) < 0.4).to(torch::kFloat);
    unified = annotations.mm(torch::randn({5, 10}, generator)) + 0.05 * torch::randn({60, 10}, generator);
  }
};

InferenceOptions small(InferenceKind kind) {
  InferenceOptions options;
  options.kind = kind;
  options.width = 4;
  options.hidden = 16;
  options.diffusionSteps = 10;
  return options;
}

std::unique_ptr<ContentInference> make(const InferenceOptions& options, const at::Tensor& annotations) {
  torch::manual_seed(2);
  auto made = ContentInference::create(options, 10, annotationCoordinates(annotations, options.width));
  EXPECT_TRUE(made.ok());
  return std::move(*made);
}

double train(ContentInference& inference, const Pictures& pictures, int steps) {
  std::vector<at::Tensor> learning = inference.module()->parameters();
  torch::optim::Adam adam(learning, torch::optim::AdamOptions(0.01));
  double last = 0;
  for (int i = 0; i < steps; ++i) {
    torch::manual_seed(static_cast<std::uint64_t>(i));
    adam.zero_grad();
    const at::Tensor loss = inference.loss(pictures.unified, pictures.annotations);
    loss.backward();
    adam.step();
    last = loss.item<double>();
  }
  return last;
}

// Mean over terms of the probability that a picture with the term is put before one without it.
double termAuc(ContentInference& inference, const Pictures& pictures) {
  const torch::NoGradGuard noGradients;
  const at::Tensor scores = inference.probabilities(pictures.unified);
  double sum = 0;
  for (std::int64_t k = 0; k < 5; ++k) {
    const at::Tensor has = pictures.annotations.select(1, k) > 0;
    const at::Tensor with = scores.select(1, k).masked_select(has);
    const at::Tensor without = scores.select(1, k).masked_select(has.logical_not());
    sum += (with.unsqueeze(1) > without.unsqueeze(0)).to(torch::kDouble).mean().item<double>();
  }
  return sum / 5;
}

TEST(ContentInferenceTest, EveryKindLearnsWhatPicturesMean) {
  const Pictures pictures;
  for (const auto& kind : EnumTable<InferenceKind>::entries) {
    const auto inference = make(small(kind.value), pictures.annotations);
    const double before = termAuc(*inference, pictures);
    train(*inference, pictures, 300);
    const double after = termAuc(*inference, pictures);
    EXPECT_GT(after, 0.85) << kind.key;
    EXPECT_GT(after, before + 0.1) << kind.key;
  }
}

TEST(ContentInferenceTest, EveryCriterionAndRepresentationLearns) {
  const Pictures pictures;
  for (const auto& criterion : EnumTable<InferenceCriterion>::entries) {
    for (const auto& representation : EnumTable<InferredRepresentation>::entries) {
      InferenceOptions options = small(InferenceKind::predict);
      options.criterion = criterion.value;
      options.representation = representation.value;
      options.topK = 2;
      const auto inference = make(options, pictures.annotations);
      train(*inference, pictures, 200);
      EXPECT_GT(termAuc(*inference, pictures), 0.85) << criterion.key;
      const at::Tensor s = inference->represent(pictures.unified);
      EXPECT_EQ(s.size(1), 4);
      EXPECT_TRUE(s.isfinite().all().item<bool>()) << criterion.key << " " << representation.key;
    }
  }
}

TEST(ContentInferenceTest, CrossEntropyStartsFromThePrior) {
  const Pictures pictures;
  InferenceOptions options = small(InferenceKind::predict);
  const auto inference = make(options, pictures.annotations);
  const torch::NoGradGuard noGradients;
  inference->module()->named_parameters()["read.weight"].zero_();
  const double share = pictures.annotations.mean().item<double>();
  const double expected = share * std::log1p(std::exp(3.0)) + (1 - share) * std::log1p(std::exp(-3.0));
  EXPECT_NEAR(inference->loss(pictures.unified, pictures.annotations).item<double>(), expected, 1e-5);
}

TEST(ContentInferenceTest, FocalWithoutFocusIsCrossEntropy) {
  const Pictures pictures;
  InferenceOptions options = small(InferenceKind::predict);
  const double plain = make(options, pictures.annotations)->loss(pictures.unified, pictures.annotations).item<double>();
  options.criterion = InferenceCriterion::focal;
  options.focalGamma = 0;
  EXPECT_NEAR(make(options, pictures.annotations)->loss(pictures.unified, pictures.annotations).item<double>(), plain,
              1e-6);
}

TEST(ContentInferenceTest, InfonceIsLogOfTheNumberWhereNothingCanBeToldApart) {
  InferenceOptions options = small(InferenceKind::infonce);
  const at::Tensor annotations = torch::eye(5);
  const auto inference = make(options, annotations);
  const torch::NoGradGuard noGradients;
  // The same annotations five times: all of them are right.
  const at::Tensor same = annotations.slice(0, 0, 1).expand({5, 5}).contiguous();
  EXPECT_NEAR(inference->loss(torch::ones({5, 10}), same).item<double>(), std::log(5.0), 1e-4);
}

TEST(ContentInferenceTest, CoordinatesAreStandardisedAndOfOneSign) {
  const Pictures pictures;
  const at::Tensor coordinates = annotationCoordinates(pictures.annotations, 3);
  const at::Tensor placed = (pictures.annotations - pictures.annotations.mean(0)).mm(coordinates);
  EXPECT_TRUE(torch::allclose(placed.square().mean(0), torch::ones({3}), 1e-3, 1e-3));
  EXPECT_TRUE(torch::equal(coordinates, annotationCoordinates(pictures.annotations.flip(0), 3)) ||
              torch::allclose(coordinates, annotationCoordinates(pictures.annotations.flip(0), 3), 1e-3, 1e-4));
  const at::Tensor wide = annotationCoordinates(pictures.annotations, 9);
  EXPECT_EQ(wide.size(1), 9);
  EXPECT_EQ(wide.slice(1, 5).abs().max().item<double>(), 0);
}

TEST(ContentInferenceTest, WhatItSaysOfAPictureDependsOnNoOther) {
  const Pictures pictures;
  for (const auto& kind : EnumTable<InferenceKind>::entries) {
    const auto inference = make(small(kind.value), pictures.annotations);
    const torch::NoGradGuard noGradients;
    const at::Tensor all = inference->represent(pictures.unified);
    EXPECT_TRUE(torch::allclose(inference->represent(pictures.unified.slice(0, 7, 8)), all.slice(0, 7, 8), 1e-4, 1e-5))
        << kind.key;
  }
}

TEST(ContentInferenceTest, SupposedAnnotationsAreWhatTheHeadThenSays) {
  const Pictures pictures;
  const auto inference = make(small(InferenceKind::predict), pictures.annotations);
  train(*inference, pictures, 100);
  const torch::NoGradGuard noGradients;
  const at::Tensor one = pictures.unified.slice(0, 3, 4);
  const at::Tensor supposed = inference->represent(one, {{1}, {2}});
  const auto weights = inference->module()->named_parameters();
  const at::Tensor said = supposed.mm(weights["read.weight"].t()) + weights["read.bias"];
  EXPECT_NEAR(said[0][1].item<double>(), 3, 0.05);
  EXPECT_NEAR(said[0][2].item<double>(), -3, 0.05);
  EXPECT_TRUE(torch::equal(inference->represent(one, {}), inference->represent(one)));
  for (const auto& kind : EnumTable<InferenceKind>::entries) {
    const auto other = make(small(kind.value), pictures.annotations);
    EXPECT_FALSE(torch::allclose(other->represent(one, {{1}, {}}), other->represent(one))) << kind.key;
  }
}

}  // namespace
}  // namespace marcie::nn::rec::testing
