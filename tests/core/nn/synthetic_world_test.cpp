// A world in which the text must help: a class is a set of core ingredients, a "picture" is a rotated, noisy view of
// the ingredients that are present, and there are few of them.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/base/random.h"
#include "core/nn/marnet_model.h"

namespace marcie::nn {
namespace {

constexpr std::int64_t kClasses = 12;
constexpr std::int64_t kTags = 24;
constexpr std::int64_t kFeatures = 48;

class Identity final : public Encoder, public torch::nn::Module {
 public:
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor features(const at::Tensor& images) override { return images.flatten(1); }
  std::int64_t featureCount() const override { return kFeatures; }
};

struct World {
  at::Tensor features, labels, tags;
};

// Dish k has the cores 2k … 2k + 3 (modulo 24): neighbours share two of four.
World drawWorld(std::int64_t n, double noise, std::uint64_t seed) {
  torch::manual_seed(42);
  const at::Tensor view = std::get<0>(torch::linalg_qr(torch::randn({kFeatures, kTags})));
  torch::manual_seed(seed);
  World world;
  world.labels = torch::arange(n) % kClasses;
  at::Tensor probability = torch::full({n, kTags}, 0.05);
  for (std::int64_t core = 0; core < 4; ++core) {
    probability.scatter_(1, ((2 * world.labels + core) % kTags).unsqueeze(1), 0.75);
  }
  world.tags = torch::bernoulli(probability);
  const at::Tensor clean = (world.tags - 0.2).matmul(view.t());
  world.features = (clean + noise * torch::randn_like(clean)).view({n, 1, 1, kFeatures});
  return world;
}

double accuracyOf(MarnetVariant variant, TextPairing text, const World& train, const World& test, std::uint64_t seed) {
  MarnetOptions options;
  options.variant = variant;
  options.text = text;
  options.dim = 32;
  options.cdr.hidden = 64;
  options.cdr.target = CdrTarget::multihot;
  options.cdr.mseWeight = 5;
  options.ema.weight = 1;
  torch::manual_seed(seed);
  const MarnetShape shape{kClasses, kTags, train.tags.mean(0), torch::zeros({kClasses, kTags})};
  const auto model = std::move(*MarnetModel::create(options, shape, std::make_shared<Identity>()));
  torch::optim::AdamW optimiser(model->module().parameters(), torch::optim::AdamWOptions(3e-3).weight_decay(1e-2));
  for (int step = 0; step < 400; ++step) {
    torch::manual_seed(deriveSeed(seed, static_cast<std::uint64_t>(step)));
    const at::Tensor rows = torch::randperm(train.labels.size(0)).slice(0, 0, 64);
    optimiser.zero_grad();
    model
        ->loss(train.features.index_select(0, rows), train.labels.index_select(0, rows),
               train.tags.index_select(0, rows))
        .total.backward();
    optimiser.step();
  }
  const at::Tensor predicted = model->view(test.features).logits.argmax(1);
  return (predicted == test.labels).to(torch::kDouble).mean().item<double>();
}

TEST(SyntheticWorldTest, FullBeatsTheLinearProbeBecauseOfTheText) {
  const World test = drawWorld(2400, 0.5, 1000);
  double probe = 0, full = 0, withoutText = 0;
  constexpr int kSeeds = 3;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World train = drawWorld(240, 0.5, seed);
    probe += accuracyOf(MarnetVariant::backbone, TextPairing::paired, train, test, seed) / kSeeds;
    full += accuracyOf(MarnetVariant::full, TextPairing::paired, train, test, seed) / kSeeds;
    withoutText += accuracyOf(MarnetVariant::full, TextPairing::none, train, test, seed) / kSeeds;
  }
  RecordProperty("probe", std::to_string(probe));
  RecordProperty("full", std::to_string(full));
  RecordProperty("withoutText", std::to_string(withoutText));
  EXPECT_GT(full, probe + 0.01) << "probe " << probe;
  EXPECT_GT(full, withoutText + 0.01) << "the same heads without text reach " << withoutText;
}

}  // namespace
}  // namespace marcie::nn
