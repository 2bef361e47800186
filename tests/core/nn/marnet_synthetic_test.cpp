// A world in which the method must help: what decides the class is written in each sample's text, and hidden in its
// picture among stronger patterns that mean nothing.
#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/nn/marnet_model.h"

namespace marcie::nn {
namespace {

constexpr std::int64_t kWorldClasses = 12;
constexpr std::int64_t kWorldTags = 24;
constexpr std::int64_t kPicture = 96;
constexpr std::int64_t kNuisances = 24;
constexpr std::uint64_t kSeeds = 2;

struct Samples {
  at::Tensor pictures, labels, tags;
};

// Picture = rotation of [tags | nuisance] + white noise. Class c has four core tags (each tag is core of two classes),
// present with probability .8; any other tag is present with probability .06.
class World {
 public:
  explicit World(std::uint64_t seed) {
    torch::manual_seed(seed);
    core_ = torch::full({kWorldClasses, kWorldTags}, 0.06);
    for (std::int64_t c = 0; c < kWorldClasses; ++c) {
      for (const std::int64_t tag : {2 * c, 2 * c + 1, (2 * c + 2) % kWorldTags, (2 * c + 5) % kWorldTags})
        core_[c][tag] = 0.8;
    }
    const at::Tensor rotation = std::get<0>(torch::linalg_qr(torch::randn({kPicture, kPicture})));
    signal_ = rotation.slice(0, 0, kWorldTags);
    // Nuisance lies across the signal, not beside it.
    nuisance_ = torch::nn::functional::normalize(torch::randn({kNuisances, kPicture}),
                                                 torch::nn::functional::NormalizeFuncOptions().dim(1));
  }
  Samples draw(std::int64_t count) const {
    Samples samples;
    samples.labels = torch::randint(kWorldClasses, {count}, torch::kLong);
    samples.tags = torch::bernoulli(core_.index_select(0, samples.labels));
    samples.pictures = kSignal * samples.tags.matmul(signal_) +
                       kNuisance * torch::randn({count, kNuisances}).matmul(nuisance_) +
                       kNoise * torch::randn({count, kPicture});
    return samples;
  }
  static constexpr double kSignal = 1.5;
  static constexpr double kNuisance = 3;
  static constexpr double kNoise = 0.3;

 private:
  at::Tensor core_, signal_, nuisance_;
};

// Pictures are features already.
class Identity final : public Encoder, public torch::nn::Module {
 public:
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor features(const at::Tensor& images) override { return images; }
  std::int64_t featureCount() const override { return kPicture; }
};

struct Figures {
  double validation = 0, test = 0;
};

double accuracy(MarnetModel& model, const Samples& samples) {
  return (model.view(samples.pictures).logits.argmax(1) == samples.labels).to(torch::kFloat).mean().item<double>();
}

constexpr int kSteps = 300;
constexpr double kPi = 3.14159265358979;

Figures train(const MarnetOptions& options, double rate, double weightDecay, const Samples& training,
              const Samples& validation, const Samples& test, std::uint64_t seed) {
  torch::manual_seed(seed);
  const MarnetShape shape{kWorldClasses, kWorldTags, training.tags.mean(0),
                          torch::full({kWorldClasses, kWorldTags}, 0.2)};
  const auto model = std::move(*MarnetModel::create(options, shape, std::make_shared<Identity>()));
  torch::optim::AdamW optimiser(model->module().parameters(),
                                torch::optim::AdamWOptions(rate).weight_decay(weightDecay));
  for (int step = 0; step < kSteps; ++step) {
    for (auto& group : optimiser.param_groups()) {
      group.options().set_lr(rate * 0.5 * (1 + std::cos(kPi * step / kSteps)));
    }
    const at::Tensor rows = torch::randint(training.labels.size(0), {64}, torch::kLong);
    const auto pick = [&rows](const at::Tensor& all) { return all.index_select(0, rows); };
    optimiser.zero_grad();
    model->loss(pick(training.pictures), pick(training.labels), pick(training.tags)).total.backward();
    optimiser.step();
  }
  return {accuracy(*model, validation), accuracy(*model, test)};
}

MarnetOptions optionsOf(MarnetVariant variant, TextPairing text) {
  MarnetOptions options;
  options.variant = variant;
  options.text = text;
  options.dim = 32;
  options.cdr.hidden = 64;
  options.cdr.target = CdrTarget::multihot;
  return options;
}

// Every row is tuned on validation samples over the same learning rates and weight decays.
TEST(MarnetSyntheticTest, TextThatSaysMoreThanTheClassHelps) {
  const MarnetOptions probe = optionsOf(MarnetVariant::backbone, TextPairing::paired);
  const MarnetOptions control = optionsOf(MarnetVariant::full, TextPairing::none);
  const MarnetOptions full = optionsOf(MarnetVariant::full, TextPairing::paired);
  double overProbe = 0;
  double overControl = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const World world(seed);
    Samples training = world.draw(240);
    Samples validation = world.draw(1000);
    Samples test = world.draw(2000);
    const at::Tensor mean = training.pictures.mean(0);
    const at::Tensor deviation = training.pictures.std(0);
    for (Samples* samples : {&training, &validation, &test}) {
      samples->pictures = (samples->pictures - mean) / deviation;
    }
    const std::vector<double> rates{1e-2, 3e-2}, decays{0.3, 3};
    const auto best = [&](const MarnetOptions& options, const std::vector<double>& rates,
                          const std::vector<double>& decays) {
      Figures result;
      for (const double rate : rates) {
        for (const double decay : decays) {
          const Figures now = train(options, rate, decay, training, validation, test, seed + 100);
          if (now.validation > result.validation) result = now;
        }
      }
      return result.test;
    };
    const double ours = best(full, rates, decays);
    const double probed = best(probe, rates, decays);
    const double controlled = best(control, rates, decays);
    EXPECT_GT(ours, probed) << "seed " << seed;
    EXPECT_GT(ours, controlled) << "seed " << seed;
    overProbe += (ours - probed) / kSeeds;
    overControl += (ours - controlled) / kSeeds;
  }
  EXPECT_GT(overProbe, 0.02);
  EXPECT_GT(overControl, 0.02);
}

}  // namespace
}  // namespace marcie::nn
