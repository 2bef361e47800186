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

// Five rows, of which two have a gradient; the same twice.
std::pair<at::Tensor, at::Tensor> denseAndSparse(ParameterGroup::Optimizer kind, int steps) {
  const at::Tensor rows = torch::tensor({1, 3}, torch::kLong);
  at::Tensor dense = torch::arange(10, torch::kFloat).view({5, 2}).clone().requires_grad_();
  at::Tensor sparse = dense.detach().clone().requires_grad_();
  Optimizer one({{kind, "g", {{"table", dense}}, 0.1, 0}}, 0.9);
  Optimizer two({{kind, "g", {{"table", sparse}}, 0.1, 0}}, 0.9);
  for (int i = 0; i < steps; ++i) {
    one.zeroGradients();
    two.zeroGradients();
    dense.index_select(0, rows).square().sum().backward();
    torch::embedding(sparse, rows, -1, false, true).square().sum().backward();
    EXPECT_TRUE(sparse.grad().is_sparse());
    one.step(1);
    two.step(1);
  }
  return {dense.detach(), sparse.detach()};
}

TEST(OptimizerTest, SparseGradientsChangeTheirRowsAsDenseOnesDo) {
  for (const auto& kind : EnumTable<OptimizerKind>::entries) {
    const auto [dense, sparse] = denseAndSparse(kind.value, 3);
    EXPECT_TRUE(torch::allclose(dense, sparse, 1e-6, 1e-6)) << kind.key;
    EXPECT_EQ(sparse[0][1].item<float>(), 1) << kind.key << ": a row without gradient";
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

TEST(OptimizerTest, AdamEqualsTorchs) {
  expectSameAsTorch(ParameterGroup::Optimizer::adam, [](const std::vector<at::Tensor>& parameters) {
    return std::make_unique<torch::optim::Adam>(parameters, torch::optim::AdamOptions(0.05).weight_decay(0.01));
  });
}

TEST(OptimizerTest, AdagradEqualsTorchs) {
  expectSameAsTorch(ParameterGroup::Optimizer::adagrad, [](const std::vector<at::Tensor>& parameters) {
    return std::make_unique<torch::optim::Adagrad>(parameters, torch::optim::AdagradOptions(0.05).weight_decay(0.01));
  });
}

TEST(OptimizerTest, StateIsNamedAndCarriesOn) {
  for (const auto& entry : EnumTable<OptimizerKind>::entries) {
    torch::manual_seed(5);
    const at::Tensor start = torch::randn({3, 4});
    at::Tensor whole = start.clone().requires_grad_();
    at::Tensor first = start.clone().requires_grad_();
    const auto make = [&](at::Tensor parameter) {
      return Optimizer({{entry.value, "head", {{"weight", std::move(parameter)}}, 0.05, 0.01}}, 0.9);
    };
    const auto steps = [](Optimizer& optimizer, at::Tensor& parameter, int count) {
      for (int i = 0; i < count; ++i) {
        optimizer.zeroGradients();
        parameter.sin().sum().backward();
        optimizer.step(1);
      }
    };
    Optimizer unbroken = make(whole);
    steps(unbroken, whole, 5);
    Optimizer before = make(first);
    steps(before, first, 2);
    at::Tensor second = first.detach().clone().requires_grad_();
    Optimizer after = make(second);
    for (const auto& [name, tensor] : before.state()) EXPECT_TRUE(name.starts_with("head.weight.")) << name;
    ASSERT_TRUE(loadState(after.state(), before.state(), "the test").ok()) << entry.key;
    steps(after, second, 3);
    EXPECT_TRUE(torch::equal(second, whole)) << entry.key;
  }
}

TEST(OptimizerTest, LeavesParametersWithoutGradientAlone) {
  at::Tensor with = torch::ones({2}).requires_grad_();
  at::Tensor without = torch::ones({2}).requires_grad_();
  for (const auto& entry : EnumTable<OptimizerKind>::entries) {
    const OptimizerKind kind = entry.value;
    Optimizer optimizer({{kind, "g", {{"with", with}, {"without", without}}, 0.1, 0.5}}, 0.9);
    optimizer.zeroGradients();
    with.square().sum().backward();
    optimizer.step(1);
    EXPECT_TRUE(torch::equal(without, torch::ones({2})));
    EXPECT_FALSE(torch::equal(with, torch::ones({2})));
  }
}

TEST(OptimizerTest, SgdWithoutMomentumIsTheGradient) {
  at::Tensor weight = torch::ones({2}).requires_grad_();
  Optimizer optimizer({{ParameterGroup::Optimizer::sgd, "g", {{"weight", weight}}, 0.1, 0}}, 0);
  (3 * weight).sum().backward();
  optimizer.step(1);
  EXPECT_NEAR(weight[0].item<double>(), 1 - 0.1 * 3, 1e-6);
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

// Of a phase of 100 steps, ten an epoch.
double factorAt(std::int64_t step, LearningRateSchedule schedule, double warmup = 0.1) {
  TrainerOptions options;
  options.schedule = schedule;
  options.warmup = warmup;
  options.stepEpochs = 3;
  options.stepFactor = 0.5;
  return learningRateFactor(step, 100, options, 10);
}

TEST(OptimizerTest, CosineRisesThenFallsToNothing) {
  constexpr auto kind = LearningRateSchedule::cosine;
  EXPECT_NEAR(factorAt(0, kind), 1.0 / 11, 1e-12);
  EXPECT_NEAR(factorAt(10, kind), 1, 1e-12);
  EXPECT_NEAR(factorAt(55, kind), 0.5, 1e-12);
  EXPECT_LT(factorAt(99, kind), 1e-3);
  EXPECT_NEAR(learningRateFactor(0, 1, TrainerOptions{}, 1), 1, 1e-12);
  for (int step = 1; step < 100; ++step) {
    EXPECT_EQ(factorAt(step, kind) > factorAt(step - 1, kind), step <= 10) << step;
  }
}

TEST(OptimizerTest, EverySchedulePeaksAtOneAfterTheWarmUp) {
  for (const auto& entry : EnumTable<LearningRateSchedule>::entries) {
    EXPECT_NEAR(factorAt(10, entry.value), 1, 1e-12) << entry.key;
    EXPECT_NEAR(factorAt(0, entry.value, 0), 1, 1e-12) << entry.key;
    for (int step = 0; step < 100; ++step) {
      const double factor = factorAt(step, entry.value);
      EXPECT_GT(factor, 0) << entry.key << " " << step;
      EXPECT_LE(factor, 1) << entry.key << " " << step;
      if (step > 0 && step <= 10) {
        EXPECT_GT(factor, factorAt(step - 1, entry.value)) << entry.key << " " << step;
      }
    }
  }
}

TEST(OptimizerTest, SchedulesGoTheirWay) {
  EXPECT_NEAR(factorAt(99, LearningRateSchedule::constant), 1, 1e-12);
  EXPECT_NEAR(factorAt(55, LearningRateSchedule::linear), 0.5, 1e-12);
  EXPECT_NEAR(factorAt(29, LearningRateSchedule::step), 1, 1e-12);
  EXPECT_NEAR(factorAt(30, LearningRateSchedule::step), 0.5, 1e-12);
  EXPECT_NEAR(factorAt(95, LearningRateSchedule::step), 0.125, 1e-12);
  EXPECT_NEAR(factorAt(0, LearningRateSchedule::oneCycle), 1.0 / 25, 1e-12);
  EXPECT_NEAR(factorAt(5, LearningRateSchedule::oneCycle), (1 + 1.0 / 25) / 2, 1e-12);
  EXPECT_LT(factorAt(99, LearningRateSchedule::oneCycle), 1e-3);
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
