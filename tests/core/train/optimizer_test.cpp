#include "core/train/optimizer.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/train/lr_schedule.h"
#include "core/train/weight_average.h"

namespace marcie::train {
namespace {

// Three steps on fixed gradients by this optimiser and by torch's, from the same start.
template <class Reference>
void expectSameAsTorch(ParameterGroup::Optimizer kind, Reference makeReference) {
  torch::manual_seed(2);
  const std::vector<at::Tensor> start{torch::randn({4, 3, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast),
                                      torch::randn({7})};
  std::vector<at::Tensor> own, reference;
  for (const at::Tensor& tensor : start) {
    own.push_back(tensor.clone().requires_grad_());
    reference.push_back(tensor.clone().contiguous().requires_grad_());
  }
  Optimizer optimizer({{kind, "g", {{"conv", own[0]}, {"bias", own[1]}}, 0.05, 0.01}}, 0.9);
  const auto torchOptimizer = makeReference(reference);
  for (int step = 0; step < 3; ++step) {
    for (const auto* parameters : {&own, &reference}) {
      at::Tensor loss = torch::zeros({});
      for (const at::Tensor& p : *parameters) loss = loss + (p * (step + 1)).sin().sum();
      for (const at::Tensor& p : *parameters) p.mutable_grad().reset();
      loss.backward();
    }
    optimizer.step(1);
    torchOptimizer->step();
    for (std::size_t i = 0; i < own.size(); ++i) {
      EXPECT_TRUE(torch::allclose(own[i], reference[i], 1e-5, 1e-6)) << "step " << step << " tensor " << i;
    }
  }
}

TEST(OptimizerTest, SgdEqualsTorchs) {
  expectSameAsTorch(ParameterGroup::Optimizer::sgd, [](const std::vector<at::Tensor>& parameters) {
    return std::make_unique<torch::optim::SGD>(
        parameters, torch::optim::SGDOptions(0.05).momentum(0.9).nesterov(true).weight_decay(0.01));
  });
}

TEST(OptimizerTest, AdamwEqualsTorchs) {
  expectSameAsTorch(ParameterGroup::Optimizer::adamw, [](const std::vector<at::Tensor>& parameters) {
    return std::make_unique<torch::optim::AdamW>(parameters, torch::optim::AdamWOptions(0.05).weight_decay(0.01));
  });
}

TEST(OptimizerTest, LeavesParametersWithoutGradientAlone) {
  at::Tensor with = torch::ones({2}).requires_grad_();
  at::Tensor without = torch::ones({2}).requires_grad_();
  for (const auto kind : {ParameterGroup::Optimizer::sgd, ParameterGroup::Optimizer::adamw}) {
    Optimizer optimizer({{kind, "g", {{"with", with}, {"without", without}}, 0.1, 0.5}}, 0.9);
    optimizer.zeroGradients();
    with.square().sum().backward();
    optimizer.step(1);
    EXPECT_TRUE(torch::equal(without, torch::ones({2})));
    EXPECT_FALSE(torch::equal(with, torch::ones({2})));
  }
}

TEST(OptimizerTest, ClipsTheJointNorm) {
  at::Tensor a = torch::zeros({1}).requires_grad_();
  at::Tensor b = torch::zeros({1}).requires_grad_();
  Optimizer optimizer({{ParameterGroup::Optimizer::sgd, "a", {{"a", a}}, 1, 0},
                       {ParameterGroup::Optimizer::sgd, "b", {{"b", b}}, 1, 0}},
                      0);
  (3 * a + 4 * b).sum().backward();
  EXPECT_NEAR(optimizer.clipGradients(1), 5, 1e-6);
  EXPECT_NEAR(a.grad().item<double>(), 0.6, 1e-5);
  EXPECT_NEAR(b.grad().item<double>(), 0.8, 1e-5);
}

TEST(OptimizerTest, LearningRateRisesThenFallsToNothing) {
  EXPECT_NEAR(learningRateFactor(0, 100, 0.1), 1.0 / 11, 1e-12);
  EXPECT_NEAR(learningRateFactor(10, 100, 0.1), 1, 1e-12);
  EXPECT_NEAR(learningRateFactor(55, 100, 0.1), 0.5, 1e-12);
  EXPECT_LT(learningRateFactor(99, 100, 0.1), 1e-3);
  EXPECT_NEAR(learningRateFactor(0, 1, 0.1), 1, 1e-12);
  for (int step = 1; step < 100; ++step) {
    const double change = learningRateFactor(step, 100, 0.1) - learningRateFactor(step - 1, 100, 0.1);
    EXPECT_EQ(change > 0, step <= 10) << step;
  }
}

TEST(OptimizerTest, WeightAverageFollowsAndSwaps) {
  torch::nn::Linear module(2, 2);
  WeightAverage average(*module, 0.5);
  const at::Tensor start = module->weight.detach().clone();
  {
    torch::NoGradGuard guard;
    module->weight.add_(1);
  }
  average.update();  // decay of the first update: min(0.5, 1/10)
  average.swap();
  EXPECT_TRUE(torch::allclose(module->weight, start + 0.9, 1e-5, 1e-6));
  average.swap();
  EXPECT_TRUE(torch::equal(module->weight, start + 1));
  EXPECT_EQ(average.updates(), 1);
}

}  // namespace
}  // namespace marcie::train
