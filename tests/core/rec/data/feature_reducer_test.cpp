#include "core/rec/data/feature_reducer.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace marcie::rec {
namespace {

TEST(FeatureReducerTest, KeepsTheDirectionsThatVaryMost) {
  torch::manual_seed(1);
  // Three dimensions that are one, and two of noise.
  const at::Tensor hidden = torch::randn({200, 1});
  const at::Tensor rows = torch::cat({hidden, 5 * hidden + 2, -hidden, 0.3 * torch::randn({200, 2})}, 1);
  const auto reducer = FeatureReducer::fit(rows, 2, false);
  const at::Tensor reduced = reducer.apply(rows);
  const at::Tensor variance = reduced.square().mean(0);
  EXPECT_NEAR(variance.sum().item<double>(), 2, 1e-3);
  EXPECT_GT(variance[0].item<double>(), 2 * variance[1].item<double>());
  const auto correlation = (reduced.select(1, 0) * hidden.flatten()).mean() /
                           (reduced.select(1, 0).square().mean().sqrt() * hidden.square().mean().sqrt());
  EXPECT_GT(std::abs(correlation.item<double>()), 0.99);
  const at::Tensor white = FeatureReducer::fit(rows, 2, true).apply(rows);
  EXPECT_TRUE(torch::allclose(white.square().mean(0), torch::ones({2}), 1e-2, 1e-2));
  const auto again = FeatureReducer::from(reducer.state());
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(torch::equal(again->apply(rows), reduced));
  // A dimension that never changes says nothing, and does no harm.
  const at::Tensor flat = torch::cat({rows, torch::ones({200, 1})}, 1);
  EXPECT_TRUE(at::isfinite(FeatureReducer::fit(flat, 0, false).apply(flat)).all().item<bool>());
}

}  // namespace
}  // namespace marcie::rec
