#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const AlignmentLossEntry& supconEntry();
namespace {

TEST(SupconTest, KeepsTheAlignmentContract) {
  fixtures::expectContrastiveContract(supconEntry());
}

TEST(SupconTest, EqualsInfonceWhenLabelsAreUnique) {
  torch::manual_seed(4);
  const AlignmentInput input{torch::randn({7, 3}), torch::randn({7, 3}), torch::arange(7), torch::eye(7),
                             torch::tensor(0.2F)};
  EXPECT_NEAR(supconEntry().loss(input).item<double>(), infonceVisualToText(alignmentLogits(input), {}).item<double>(),
              1e-6);
}

TEST(SupconTest, PositivesMayBeEqualTextsInstead) {
  torch::manual_seed(4);
  const at::Tensor v = torch::randn({4, 3});
  const at::Tensor s = torch::randn({4, 3});
  const at::Tensor oneClass = torch::zeros({4}, torch::kLong);
  const at::Tensor texts = torch::tensor({{1.0F, 0.0F}, {0.0F, 1.0F}, {1.0F, 0.0F}, {0.0F, 1.0F}});
  const at::Tensor tau = torch::tensor(0.5F);
  const AlignmentInput byText{v, s, oneClass, texts, tau, {.positivesShareText = true}};
  const AlignmentInput byClass{v, s, torch::tensor({0, 1, 0, 1}), torch::eye(4), tau};
  EXPECT_NEAR(supconEntry().loss(byText).item<double>(), supconEntry().loss(byClass).item<double>(), 1e-6);
  EXPECT_GT(std::abs(supconEntry().loss({v, s, oneClass, texts, tau}).item<double>() -
                     supconEntry().loss(byText).item<double>()),
            1e-3);
}

TEST(SupconTest, PullsTheWholeClass) {
  torch::manual_seed(4);
  at::Tensor v = torch::randn({4, 3}).requires_grad_();
  const at::Tensor s = torch::nn::functional::normalize(torch::randn({4, 3}));
  supconEntry().loss({v, s, torch::tensor({0, 0, 1, 1}), torch::eye(4), torch::tensor(0.5F)}).backward();
  // A step against the gradient brings picture 0 nearer to the text of picture 1, its class mate.
  const auto cosine = [](const at::Tensor& a, const at::Tensor& b) {
    return torch::cosine_similarity(a.unsqueeze(0), b.unsqueeze(0)).item<double>();
  };
  const double both = cosine(v[0], s[0]) + cosine(v[0], s[1]);
  const at::Tensor moved = v.detach()[0] - 0.05 * v.grad()[0];
  EXPECT_GT(cosine(moved, s[0]) + cosine(moved, s[1]), both);
}

}  // namespace
}  // namespace marcie::nn
