#include "tests/core/nn/contracts.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <gtest/gtest.h>

namespace marcie::nn::fixtures {
namespace {

// Writes every tensor of `from` into `to` through a byte stream.
void transfer(const std::shared_ptr<torch::nn::Module>& from, const std::shared_ptr<torch::nn::Module>& to) {
  std::stringstream stream;
  torch::save(from, stream);
  std::shared_ptr<torch::nn::Module> target = to;
  torch::load(target, stream);
}

at::Tensor distance(const at::Tensor& output, const at::Tensor& goal) {
  return torch::mse_loss(output, goal);
}

// What a network that gave `output` can give after a few steps. Features behind a ReLU cannot be negative; a
// normalised output moves slowly, so its goal is near.
at::Tensor goalFor(const at::Tensor& output) {
  const bool rectified = output.min().item<double>() == 0 && output.max().item<double>() > 0;
  return rectified ? torch::randn_like(output).abs() : output + 0.3 * torch::randn_like(output);
}

}  // namespace

void expectText(std::string_view name, std::string_view title, std::string_view help) {
  EXPECT_FALSE(name.empty());
  EXPECT_FALSE(title.empty());
  EXPECT_GT(help.size(), 20U) << name << " needs a sentence of help";
}

void expectNetworkContract(const std::function<Subject()>& make, std::int64_t batch, std::int64_t size, int steps,
                           double rate) {
  torch::manual_seed(5);
  const Subject first = make();
  torch::manual_seed(5);
  const Subject same = make();
  torch::manual_seed(6);
  const Subject other = make();
  first.module->eval();  // dropout would draw
  same.module->eval();
  const at::Tensor output = first.forward();
  ASSERT_EQ(output.sizes(), (std::vector<std::int64_t>{batch, size}));
  EXPECT_TRUE(torch::isfinite(output).all().item<bool>());
  EXPECT_TRUE(torch::equal(output, same.forward())) << "the same seed gave another result";

  const auto parameters = first.module->parameters();
  if (parameters.empty()) return;
  other.module->eval();
  EXPECT_FALSE(torch::equal(first.forward(), other.forward())) << "another seed gave the same weights";
  transfer(first.module, other.module);
  EXPECT_TRUE(torch::equal(first.forward(), other.forward())) << "loading what was saved changed the result";

  first.module->train();
  torch::manual_seed(7);
  const at::Tensor goal = goalFor(first.forward().detach());
  distance(first.forward(), goal).backward();
  for (const auto& item : first.module->named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key() << " has no gradient";
    EXPECT_TRUE(torch::isfinite(item.value().grad()).all().item<bool>()) << item.key();
  }
  const double before = distance(first.forward(), goal).item<double>();
  torch::optim::Adam optimiser(parameters, torch::optim::AdamOptions(rate));
  for (int step = 0; step < steps; ++step) {
    optimiser.zero_grad();
    distance(first.forward(), goal).backward();
    optimiser.step();
  }
  EXPECT_LT(distance(first.forward(), goal).item<double>(), 0.3 * before) << "does not fit one batch";
}

namespace {

constexpr std::int64_t kPairs = 6;

// Of pairs with unique labels and texts.
at::Tensor lossOf(const AlignmentLossEntry& entry, const at::Tensor& visual, const at::Tensor& semantic,
                  double temperature) {
  return entry.loss(
      {visual, semantic, torch::arange(kPairs), torch::eye(kPairs), torch::full({}, temperature, visual.options())});
}

}  // namespace

void expectFiniteDifferences(const std::function<at::Tensor()>& loss, const std::vector<at::Tensor>& inputs,
                             double tolerance, std::int64_t elements) {
  const auto gradients = torch::autograd::grad({loss()}, inputs);
  const torch::NoGradGuard guard;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const at::Tensor flat = inputs[k].view(-1);
    const at::Tensor gradient = gradients[k].reshape(-1);
    const std::int64_t count = elements > 0 ? std::min(elements, flat.numel()) : flat.numel();
    for (std::int64_t n = 0; n < count; ++n) {
      constexpr double kStep = 1e-6;
      const std::int64_t i = n * flat.numel() / count;
      at::Tensor element = flat[i];
      const double value = element.item<double>();
      element.fill_(value + kStep);
      const double above = loss().item<double>();
      element.fill_(value - kStep);
      const double below = loss().item<double>();
      element.fill_(value);
      const double expected = (above - below) / (2 * kStep);
      ASSERT_NEAR(gradient[i].item<double>(), expected, tolerance * (1 + std::abs(expected)))
          << "input " << k << ", element " << i;
    }
  }
}

void expectAlignmentContract(const AlignmentLossEntry& entry, bool textLearns) {
  expectDescribed(entry);
  torch::manual_seed(3);
  const at::Tensor visual = torch::randn({kPairs, 3}, torch::kDouble).requires_grad_();
  const at::Tensor semantic = torch::randn({kPairs, 3}, torch::kDouble).requires_grad_(textLearns);
  const auto loss = [&] { return lossOf(entry, visual, semantic, 0.3); };
  EXPECT_EQ(loss().dim(), 0);
  std::vector<at::Tensor> inputs{visual};
  if (textLearns) inputs.push_back(semantic);
  expectFiniteDifferences(loss, inputs, 1e-6);
  // Nearer pairs cost less.
  const at::Tensor direction = torch::autograd::grad({loss()}, {visual})[0];
  EXPECT_LT(lossOf(entry, visual - 0.01 * direction, semantic, 0.3).item<double>(), loss().item<double>());
}

void expectContrastiveContract(const AlignmentLossEntry& entry) {
  expectAlignmentContract(entry);
  EXPECT_TRUE(entry.usesTemperature);
  // All pairs identical: nothing can be told apart.
  const at::Tensor same = torch::ones({kPairs, 4});
  EXPECT_NEAR(lossOf(entry, same, same, 0.1).item<double>(), std::log(static_cast<double>(kPairs)), 1e-5);
  // Orthogonal pairs and a small τ: told apart perfectly.
  EXPECT_NEAR(lossOf(entry, torch::eye(kPairs), torch::eye(kPairs), 0.01).item<double>(), 0, 1e-6);
}

void expectFusionContract(const FusionEntry& entry) {
  expectDescribed(entry);
  // The sizes of x_CDR: as x_EMA's (embeddings), and another (annotations).
  for (const std::int64_t reconstructed : {4, 7}) {
    const FusionSettings settings{.featureDim = 9, .alignedDim = 4, .reconstructedDim = reconstructed, .classes = 3};
    torch::manual_seed(1);
    const FusionInput input{torch::randn({5, 9}), torch::randn({5, 4}), torch::randn({5, reconstructed}),
                            torch::randn({5, 3}), torch::randn({5, 3})};
    const std::int64_t size = entry.make(settings)->size();
    if (entry.yieldsLogits) {
      EXPECT_EQ(size, settings.classes);
    }
    expectNetworkContract(
        [&] {
          auto fusion = entry.make(settings);
          // A read-out, as the classifier is in use: fitting a batch is its task.
          auto readOut = std::make_shared<torch::nn::Module>();
          auto layers = readOut->register_module(
              "layers",
              torch::nn::Sequential(torch::nn::Linear(size, 64), torch::nn::ReLU(), torch::nn::Linear(64, 6)));
          readOut->register_module("fusion", fusion->module());
          return Subject{readOut, [=]() mutable { return layers->forward(fusion->fuse(input)); }};
        },
        5, 6);
  }
}

void expectScheduleContract(const NoiseScheduleEntry& entry) {
  expectDescribed(entry);
  for (const int steps : {2, 10, 100, 1000}) {
    const DiffusionTables tables(entry.betas(steps));
    ASSERT_EQ(tables.steps(), steps);
    double before = 1;
    for (int t = 0; t < steps; ++t) {
      const auto k = static_cast<std::size_t>(t);
      EXPECT_GT(tables.beta[k], 0) << entry.name << " t = " << t;
      EXPECT_LE(tables.beta[k], 1) << entry.name << " t = " << t;
      EXPECT_LT(tables.alphaBar[k], before);
      before = tables.alphaBar[k];
    }
    // The first step back has nothing left to add.
    EXPECT_NEAR(tables.x0Weight[0], 1, 1e-12);
    EXPECT_NEAR(tables.stateWeight[0], 0, 1e-12);
    EXPECT_NEAR(tables.posteriorVariance[0], 0, 1e-12);
  }
}

}  // namespace marcie::nn::fixtures
