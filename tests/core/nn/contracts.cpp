#include "tests/core/nn/contracts.h"

#include <sstream>

#include <gtest/gtest.h>

namespace marcie::nn::testing {
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

}  // namespace

void expectText(std::string_view name, std::string_view title, std::string_view help) {
  EXPECT_FALSE(name.empty());
  EXPECT_FALSE(title.empty());
  EXPECT_GT(help.size(), 20U) << name << " needs a sentence of help";
}

void expectNetworkContract(const std::function<Subject()>& make, std::int64_t batch, std::int64_t size, int steps) {
  torch::manual_seed(5);
  const Subject first = make();
  torch::manual_seed(5);
  const Subject same = make();
  torch::manual_seed(6);
  const Subject other = make();
  const at::Tensor output = first.forward();
  ASSERT_EQ(output.sizes(), (std::vector<std::int64_t>{batch, size}));
  EXPECT_TRUE(torch::isfinite(output).all().item<bool>());
  EXPECT_TRUE(torch::equal(output, same.forward())) << "the same seed gave another result";

  const auto parameters = first.module->parameters();
  if (parameters.empty()) return;
  first.module->eval();
  other.module->eval();
  EXPECT_FALSE(torch::equal(first.forward(), other.forward())) << "another seed gave the same weights";
  transfer(first.module, other.module);
  EXPECT_TRUE(torch::equal(first.forward(), other.forward())) << "loading what was saved changed the result";

  first.module->train();
  torch::manual_seed(7);
  const at::Tensor goal = torch::randn({batch, size}).abs();  // features behind a ReLU cannot be negative
  distance(first.forward(), goal).backward();
  for (const auto& item : first.module->named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key() << " has no gradient";
    EXPECT_TRUE(torch::isfinite(item.value().grad()).all().item<bool>()) << item.key();
  }
  const double before = distance(first.forward(), goal).item<double>();
  torch::optim::Adam optimiser(parameters, torch::optim::AdamOptions(1e-2));
  for (int step = 0; step < steps; ++step) {
    optimiser.zero_grad();
    distance(first.forward(), goal).backward();
    optimiser.step();
  }
  EXPECT_LT(distance(first.forward(), goal).item<double>(), 0.45 * before) << "does not fit one batch";
}

void expectAlignmentContract(const AlignmentLossEntry& entry) {
  expectDescribed(entry);
  torch::manual_seed(3);
  constexpr std::int64_t kRows = 6;
  const at::Tensor labels = torch::arange(kRows);
  const at::Tensor tags = torch::eye(kRows);
  const auto lossOf = [&](const at::Tensor& visual, const at::Tensor& semantic, double temperature) {
    return entry.loss({visual, semantic, labels, tags, torch::full({}, temperature, visual.options())});
  };
  // All pairs identical: nothing can be told apart.
  const at::Tensor same = torch::ones({kRows, 4});
  EXPECT_NEAR(lossOf(same, same, 0.1).item<double>(), std::log(static_cast<double>(kRows)), 1e-5);
  // Orthogonal pairs and a small τ: told apart perfectly.
  EXPECT_NEAR(lossOf(torch::eye(kRows), torch::eye(kRows), 0.01).item<double>(), 0, 1e-6);
  // Gradients against central differences.
  at::Tensor visual = torch::randn({kRows, 3}, torch::kDouble).requires_grad_();
  at::Tensor semantic = torch::randn({kRows, 3}, torch::kDouble).requires_grad_();
  lossOf(visual, semantic, 0.3).backward();
  for (const at::Tensor& input : {visual, semantic}) {
    const at::Tensor gradient = input.grad();
    torch::NoGradGuard guard;
    for (std::int64_t i = 0; i < input.numel(); ++i) {
      constexpr double kStep = 1e-6;
      at::Tensor element = input.view(-1)[i];
      const double value = element.item<double>();
      element.fill_(value + kStep);
      const double above = lossOf(visual, semantic, 0.3).item<double>();
      element.fill_(value - kStep);
      const double below = lossOf(visual, semantic, 0.3).item<double>();
      element.fill_(value);
      EXPECT_NEAR(gradient.view(-1)[i].item<double>(), (above - below) / (2 * kStep), 1e-6);
    }
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

}  // namespace marcie::nn::testing
