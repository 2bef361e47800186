#include "core/nn/reverse_process.h"

#include <cmath>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/nn/network.h"

namespace marcie::nn {
namespace {

ReverseProcess processOf(const char* schedule, int steps) {
  return ReverseProcess(DiffusionTables(findEntry(noiseSchedules(), schedule)->betas(steps)));
}
const ReverseProcess::Noise kNoise = [](const at::Tensor& like) { return torch::randn_like(like); };

TEST(ReverseProcessTest, ParameterisationsRoundTrip) {
  torch::manual_seed(1);
  const at::Tensor x0 = torch::randn({3, 4}, torch::kDouble);
  const at::Tensor noise = torch::randn({3, 4}, torch::kDouble);
  for (const double alphaBar : {0.99, 0.5, 0.01}) {
    const at::Tensor state = std::sqrt(alphaBar) * x0 + std::sqrt(1 - alphaBar) * noise;
    const at::Tensor v = velocityOf(x0, noise, alphaBar);
    EXPECT_TRUE(torch::allclose(x0FromNoise(state, noise, alphaBar), x0));
    EXPECT_TRUE(torch::allclose(noiseFromX0(state, x0, alphaBar), noise));
    EXPECT_TRUE(torch::allclose(x0FromVelocity(state, v, alphaBar), x0));
    EXPECT_TRUE(torch::allclose(noiseFromVelocity(state, v, alphaBar), noise));
  }
}

TEST(ReverseProcessTest, GuidanceOfZeroIsTheIdentity) {
  torch::manual_seed(1);
  const at::Tensor conditional = torch::randn({3, 4});
  const at::Tensor unconditional = torch::randn({3, 4});
  EXPECT_TRUE(torch::equal(guided(conditional, unconditional, 0), conditional));
  EXPECT_TRUE(torch::allclose(guided(conditional, unconditional, 2), 3 * conditional - 2 * unconditional));
}

TEST(ReverseProcessTest, NoisedHasTheForwardMarginal) {
  torch::manual_seed(2);
  const ReverseProcess process = processOf("linear", 1000);
  const at::Tensor x0 = torch::full({200000, 1}, 2.0);
  const at::Tensor t = torch::full({200000}, 249, torch::kLong);
  const at::Tensor state = process.noised(x0, t, torch::randn_like(x0));
  EXPECT_NEAR(state.mean().item<double>(), 2 * std::sqrt(.52408537), 0.01);
  EXPECT_NEAR(state.var().item<double>(), 1 - .52408537, 0.01);
}

TEST(ReverseProcessTest, PosteriorKeepsTheForwardMarginal) {
  torch::manual_seed(3);
  const ReverseProcess process = processOf("linear", 20);
  const DiffusionTables& tables = process.tables();
  const at::Tensor x0 = torch::full({400000, 1}, 1.5);
  for (const int t : {1, 9, 19}) {
    const auto k = static_cast<std::size_t>(t);
    const at::Tensor state = process.noised(x0, torch::full({400000}, t, torch::kLong), torch::randn_like(x0));
    const at::Tensor back = tables.x0Weight[k] * x0 + tables.stateWeight[k] * state +
                            std::sqrt(tables.posteriorVariance[k]) * torch::randn_like(state);
    EXPECT_NEAR(back.mean().item<double>(), 1.5 * std::sqrt(tables.alphaBarBefore(t)), 3e-3) << t;
    EXPECT_NEAR(back.var().item<double>(), 1 - tables.alphaBarBefore(t), 3e-3) << t;
  }
}

TEST(ReverseProcessTest, OracleEndsExactlyAtTheTarget) {
  torch::manual_seed(4);
  const ReverseProcess process = processOf("cosine", 50);
  const at::Tensor x0 = torch::randn({3, 4});
  const auto oracle = [&x0](const at::Tensor&, int) { return x0; };
  for (const int samplingSteps : {1, 2, 7, 50}) {
    at::Tensor last;
    int steps = 0;
    [[maybe_unused]] const at::Tensor result =
        process.run(torch::randn({3, 4}), oracle, {samplingSteps, 0}, {}, [&](const ReverseStep& step) {
          EXPECT_EQ(step.index, steps++);
          last = step.state;
          return true;
        });
    EXPECT_EQ(steps, samplingSteps);
    EXPECT_TRUE(torch::equal(last, x0)) << samplingSteps;
  }
  at::Tensor last;
  [[maybe_unused]] const at::Tensor result =
      process.runAncestral(torch::randn({3, 4}), oracle, kNoise, [&last](const ReverseStep& step) {
        last = step.state;
        return true;
      });
  EXPECT_TRUE(torch::allclose(last, x0, 1e-6, 1e-6));
}

TEST(ReverseProcessTest, EtaOneOnAllStepsIsAncestral) {
  // Same noise, same predictions: the two formulas must agree step by step.
  const ReverseProcess process = processOf("cosine", 12);
  const auto predict = [](const at::Tensor& state, int t) { return torch::tanh(state) * (1.0 / (t + 1)); };
  std::vector<at::Tensor> ddim, ddpm;
  const at::Tensor start = torch::linspace(-2, 2, 6, torch::kDouble).view({1, 6});
  const auto record = [](std::vector<at::Tensor>& states) {
    return [&states](const ReverseStep& step) {
      states.push_back(step.state);
      return true;
    };
  };
  torch::manual_seed(5);
  [[maybe_unused]] const at::Tensor result = process.run(start, predict, {12, 1}, kNoise, record(ddim));
  torch::manual_seed(5);
  [[maybe_unused]] const at::Tensor other = process.runAncestral(start, predict, kNoise, record(ddpm));
  ASSERT_EQ(ddim.size(), ddpm.size());
  for (std::size_t i = 0; i < ddim.size(); ++i) EXPECT_TRUE(torch::allclose(ddim[i], ddpm[i], 1e-6, 1e-9)) << i;
}

// The best denoiser for a mixture of Gaussians at ±mean with deviation `spread`: E[x₀ | x_t] in closed form.
at::Tensor mixturePosteriorMean(const at::Tensor& state, double alphaBar, double mean, double spread,
                                const at::Tensor& weightPlus) {
  const double a = std::sqrt(alphaBar);
  const double variance = alphaBar * spread * spread + 1 - alphaBar;
  const at::Tensor plus = weightPlus * torch::exp(-(state - a * mean).square() / (2 * variance));
  const at::Tensor minus = (1 - weightPlus) * torch::exp(-(state + a * mean).square() / (2 * variance));
  const at::Tensor share = plus / (plus + minus).clamp_min(1e-30);
  const auto given = [&](double m) { return m + a * spread * spread / variance * (state - a * m); };
  return share * given(mean) + (1 - share) * given(-mean);
}

TEST(ReverseProcessTest, SamplesAGaussianMixture) {
  torch::manual_seed(6);
  const ReverseProcess process = processOf("cosine", 200);
  const at::Tensor start = torch::randn({20000, 1}, torch::kDouble);
  const at::Tensor weight = torch::full({20000, 1}, 0.7, torch::kDouble);
  const auto predict = [&](const at::Tensor& state, int t) {
    return mixturePosteriorMean(state, process.tables().alphaBar[static_cast<std::size_t>(t)], 2, 0.3, weight);
  };
  const at::Tensor samples[] = {process.runAncestral(start, predict, kNoise), process.run(start, predict, {200, 0})};
  for (const at::Tensor& sample : samples) {
    const at::Tensor positive = sample > 0;
    EXPECT_NEAR(positive.to(torch::kDouble).mean().item<double>(), 0.7, 0.02);
    EXPECT_NEAR(sample.masked_select(positive).mean().item<double>(), 2, 0.03);
    EXPECT_NEAR(sample.masked_select(positive).std().item<double>(), 0.3, 0.03);
    EXPECT_NEAR(sample.masked_select(positive.logical_not()).mean().item<double>(), -2, 0.03);
  }
}

TEST(ReverseProcessTest, TheConditionChoosesTheMode) {
  torch::manual_seed(7);
  const ReverseProcess process = processOf("cosine", 100);
  const at::Tensor condition = (torch::arange(400) % 2).to(torch::kDouble).view({400, 1});  // 1 = the mode at +2
  const auto predict = [&](const at::Tensor& state, int t) {
    return mixturePosteriorMean(state, process.tables().alphaBar[static_cast<std::size_t>(t)], 2, 0.3, condition);
  };
  const at::Tensor sample = process.run(torch::randn({400, 1}, torch::kDouble), predict, {10, 0});
  EXPECT_TRUE(torch::equal((sample > 0).to(torch::kDouble), condition));
}

TEST(ReverseProcessTest, StopsWhenAsked) {
  const ReverseProcess process = processOf("cosine", 50);
  int steps = 0;
  [[maybe_unused]] const at::Tensor result = process.run(
      torch::zeros({1, 2}), [](const at::Tensor& state, int) { return state; }, {10, 0}, {},
      [&steps](const ReverseStep&) { return ++steps < 3; });
  EXPECT_EQ(steps, 3);
}

}  // namespace
}  // namespace marcie::nn
