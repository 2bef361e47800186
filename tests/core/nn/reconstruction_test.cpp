#include "core/nn/reconstruction.h"

#include <cmath>

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace marcie::nn {
namespace {

constexpr std::int64_t kDim = 6;
constexpr std::int64_t kRows = 8;

// A denoiser that does what the test says, and writes down how it was asked.
struct Script {
  std::function<at::Tensor(const at::Tensor& state, const at::Tensor& step, const at::Tensor& condition)> answer;
  std::vector<at::Tensor> states, steps, conditions;
  std::vector<bool> learning;
};
Script* script = nullptr;

class Scripted final : public Denoiser, public torch::nn::Module {
 public:
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor predict(const at::Tensor& state, const at::Tensor& step, const at::Tensor& condition) override {
    script->states.push_back(state);
    script->steps.push_back(step);
    script->conditions.push_back(condition);
    script->learning.push_back(at::GradMode::is_enabled());
    return script->answer(state, step, condition);
  }
};

class ReconstructionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    script = &script_;
    script_.answer = [](const at::Tensor& state, const at::Tensor&, const at::Tensor&) { return state; };
    torch::manual_seed(11);
    visual_ = torch::randn({kRows, kDim});
    target_ = torch::randn({kRows, kDim});
    options_.schedule = "linear";
    options_.steps = 20;
  }
  void TearDown() override { script = nullptr; }

  std::unique_ptr<Reconstruction> make() {
    static const DenoiserEntry entry{"scripted", "", "", [](const DenoiserSettings&) -> std::shared_ptr<Denoiser> {
                                       return std::make_shared<Scripted>();
                                     }};
    owner_ = std::make_shared<torch::nn::Module>();
    auto made =
        std::make_unique<Reconstruction>(options_, *findEntry(noiseSchedules(), options_.schedule), entry, kDim, kDim);
    made->registerNetworks(*owner_);
    made->registerNoise(*owner_);
    return made;
  }
  at::Tensor alphaBarAt(const Reconstruction& cdr, const at::Tensor& step) const {
    return torch::tensor(cdr.process().tables().alphaBar, torch::kDouble).index_select(0, step).unsqueeze(1);
  }
  // The output of a perfect denoiser whose x̂₀ is the target plus `off`.
  void answerPerfectly(const Reconstruction& cdr, double off = 0) {
    script_.answer = [this, &cdr, off](const at::Tensor& state, const at::Tensor& step, const at::Tensor&) {
      const at::Tensor x0 = (target_ + off).slice(0, 0, state.size(0));
      const at::Tensor alphaBar = alphaBarAt(cdr, step);
      const at::Tensor eps = ((state - alphaBar.sqrt() * x0) / (1 - alphaBar).sqrt()).to(torch::kFloat);
      switch (options_.prediction) {
        case CdrPrediction::eps:
          return eps;
        case CdrPrediction::v:
          return (alphaBar.sqrt() * eps - (1 - alphaBar).sqrt() * x0).to(torch::kFloat);
        case CdrPrediction::x0:
          break;
      }
      return x0;
    };
  }

  Script script_;
  CdrOptions options_;
  at::Tensor visual_, target_;
  std::shared_ptr<torch::nn::Module> owner_;
};

TEST_F(ReconstructionTest, APerfectDenoiserHasNoErrorInAnyModeAndParameterisation) {
  for (const CdrMode mode : {CdrMode::semanticConditional, CdrMode::visualStart}) {
    for (const CdrPrediction prediction : {CdrPrediction::x0, CdrPrediction::eps, CdrPrediction::v}) {
      options_.mode = mode;
      options_.prediction = prediction;
      const auto cdr = make();
      answerPerfectly(*cdr);
      const auto step = cdr->predictRandomStep(target_, visual_, visual_);
      EXPECT_TRUE(torch::allclose(step.x0, target_, 1e-3, 1e-3));
      EXPECT_LT(step.error.max().item<double>(), 1e-5);
      const at::Tensor sampled = cdr->sample(visual_);
      EXPECT_TRUE(torch::allclose(sampled, target_, 1e-3, 1e-3));
    }
  }
}

TEST_F(ReconstructionTest, WeightsMeanTheSameInEveryParameterisation) {
  // min(SNR, 5) is defined on x₀: the same error of x̂₀ must cost the same whatever is predicted.
  options_.weighting = CdrWeighting::minSnr5;
  std::vector<at::Tensor> errors;
  for (const CdrPrediction prediction : {CdrPrediction::x0, CdrPrediction::eps, CdrPrediction::v}) {
    options_.prediction = prediction;
    const auto cdr = make();
    answerPerfectly(*cdr, 0.1);
    torch::manual_seed(3);
    errors.push_back(cdr->predictRandomStep(target_, visual_, visual_).error);
    const at::Tensor alphaBar = alphaBarAt(*cdr, script_.steps.back()).squeeze(1);
    const at::Tensor expected = 0.01 * (alphaBar / (1 - alphaBar)).clamp_max(5);
    EXPECT_TRUE(torch::allclose(errors.back().to(torch::kDouble), expected, 2e-3, 1e-5));
  }
}

TEST_F(ReconstructionTest, LossesMeasureTheDistance) {
  const std::pair<CdrLoss, double> expected[] = {{CdrLoss::l2, 9}, {CdrLoss::l1, 3}, {CdrLoss::huber, 2.5}};
  for (const auto& [loss, value] : expected) {
    options_.loss = loss;
    const auto cdr = make();
    answerPerfectly(*cdr, 3);
    EXPECT_TRUE(torch::allclose(cdr->predictRandomStep(target_, visual_, visual_).error, torch::full({kRows}, value)));
  }
}

TEST_F(ReconstructionTest, TargetsHaveTheScaleOfTheSchedule) {
  for (const CdrNormalization kind : {CdrNormalization::layerNorm, CdrNormalization::l2}) {
    options_.normalization = kind;
    at::Tensor embedding = (3 * torch::randn({kRows, kDim})).requires_grad_();
    EXPECT_FALSE(make()->asTarget(embedding).requires_grad());
    options_.detachTarget = false;
    const at::Tensor target = make()->asTarget(embedding);
    options_.detachTarget = true;
    EXPECT_TRUE(target.requires_grad());
    EXPECT_TRUE(torch::allclose(target.square().mean(1), torch::ones({kRows}), 1e-3, 1e-3));
  }
}

TEST_F(ReconstructionTest, AntitheticStepsComeInPairs) {
  options_.times = CdrTimes::antithetic;
  const auto cdr = make();
  static_cast<void>(cdr->predictRandomStep(target_, visual_, visual_));
  const at::Tensor steps = script_.steps.back();
  EXPECT_TRUE(torch::equal(steps.slice(0, 0, 4) + steps.slice(0, 4), torch::full({4}, 19, torch::kLong)));
  static_cast<void>(cdr->predictRandomStep(target_.slice(0, 0, 5), visual_.slice(0, 0, 5), visual_.slice(0, 0, 5)));
  EXPECT_EQ(script_.steps.back().size(0), 5);
}

TEST_F(ReconstructionTest, ModeBStartsFromThePictureAndWalksToTheText) {
  options_.mode = CdrMode::visualStart;
  options_.start = CdrStart::zero;
  options_.samplingSteps = 5;
  const auto cdr = make();
  answerPerfectly(*cdr);
  const at::Tensor sampled = cdr->sample(visual_);
  const at::Tensor picture = cdr->asTarget(visual_);
  const double last = std::sqrt(cdr->process().tables().alphaBar.back());
  EXPECT_TRUE(torch::allclose(script_.states.front(), last * picture, 1e-4, 1e-5));
  // Without noise every state is √ᾱ times the mixture of its step.
  for (std::size_t i = 0; i < script_.states.size(); ++i) {
    const std::int64_t t = script_.steps[i][0].item<std::int64_t>();
    const double share = static_cast<double>(t) / 19;
    const double signal = std::sqrt(cdr->process().tables().alphaBar[static_cast<std::size_t>(t)]);
    EXPECT_TRUE(torch::allclose(script_.states[i], signal * ((1 - share) * target_ + share * picture), 1e-3, 1e-4))
        << "t = " << t;
  }
  EXPECT_TRUE(torch::allclose(sampled, target_, 1e-4, 1e-5));
}

TEST_F(ReconstructionTest, AncestralSamplingTakesEveryStep) {
  options_.sampler = CdrSampler::ddpm;
  options_.samplingSteps = 20;
  const auto cdr = make();
  answerPerfectly(*cdr);
  EXPECT_TRUE(torch::allclose(cdr->sample(visual_), target_));
  ASSERT_EQ(script_.steps.size(), 20U);
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(script_.steps[i][0].item<std::int64_t>(), 19 - static_cast<int>(i));
}

TEST_F(ReconstructionTest, DrawsAreFixedAndAveraged) {
  options_.draws = 3;
  const auto cdr = make();
  const at::Tensor noise = owner_->named_buffers()["start_noise"];
  ASSERT_EQ(noise.sizes(), (std::vector<std::int64_t>{3, kDim}));
  const at::Tensor sampled = cdr->sample(visual_);  // the scripted x̂₀ is the state: the mean of the noise
  EXPECT_TRUE(torch::allclose(sampled, noise.mean(0, true).expand({kRows, kDim}), 1e-5, 1e-6));
  EXPECT_TRUE(torch::equal(sampled, make()->sample(visual_)));
  options_.samplingSeed = 1;
  EXPECT_FALSE(torch::allclose(sampled, make()->sample(visual_)));
  options_.samplingSeed = 0;
  options_.draws = 1;
  EXPECT_TRUE(torch::allclose(make()->sample(visual_)[0], noise[0]))
      << "the first draw does not depend on their number";
  options_.start = CdrStart::zero;
  EXPECT_EQ(make()->sample(visual_).abs().max().item<double>(), 0);
}

TEST_F(ReconstructionTest, NoiseInTheStepsIsTheSameForEveryPicture) {
  options_.draws = 2;
  options_.samplingSteps = 4;
  options_.eta = 0.8;
  script_.answer = [](const at::Tensor& state, const at::Tensor&, const at::Tensor& condition) {
    return torch::tanh(state) + condition;
  };
  const auto cdr = make();
  const at::Tensor all = cdr->sample(visual_);
  EXPECT_TRUE(torch::allclose(cdr->sample(visual_.slice(0, 5, 6)), all.slice(0, 5, 6), 1e-5, 1e-6));
}

TEST_F(ReconstructionTest, GuidanceComparesWithTheLearnedBlank) {
  options_.dropCondition = 0.5;
  options_.guidance = 2;
  script_.answer = [](const at::Tensor&, const at::Tensor&, const at::Tensor& condition) { return condition; };
  const auto cdr = make();
  torch::NoGradGuard guard;
  owner_->named_parameters()["null_condition"].fill_(7);
  EXPECT_TRUE(torch::allclose(cdr->sample(visual_), 3 * visual_ - 2 * 7, 1e-4, 1e-4));
  // In training about half of the conditions are blank.
  const at::Tensor many = torch::randn({2000, kDim});
  static_cast<void>(cdr->predictRandomStep(many, many, many));
  const at::Tensor blank = (script_.conditions.back() == 7).all(1);
  EXPECT_NEAR(blank.to(torch::kFloat).mean().item<double>(), 0.5, 0.05);
  EXPECT_TRUE(torch::equal(script_.conditions.back().index({blank.logical_not()}), many.index({blank.logical_not()})));
}

TEST_F(ReconstructionTest, UnrolledLearnsFromItsLastSteps) {
  options_.policy = CdrPolicy::unrolled;
  options_.samplingSteps = 5;
  options_.unrollSteps = 2;
  at::Tensor weight = torch::ones({}).requires_grad_();
  script_.answer = [&weight](const at::Tensor& state, const at::Tensor&, const at::Tensor&) { return weight * state; };
  const auto cdr = make();
  const at::Tensor result = cdr->sampleForTraining(visual_);
  EXPECT_EQ(script_.learning, (std::vector<bool>{false, false, false, true, true}));
  result.sum().backward();
  EXPECT_TRUE(weight.grad().defined());
  EXPECT_NE(weight.grad().item<double>(), 0);
  // The path is the sampler's own: T-1 first, then the same steps as in use.
  const auto trained = script_.steps;
  script_.steps.clear();
  static_cast<void>(cdr->sample(visual_));
  ASSERT_EQ(trained.size(), script_.steps.size());
  for (std::size_t i = 0; i < trained.size(); ++i) EXPECT_TRUE(torch::equal(trained[i], script_.steps[i]));
}

TEST_F(ReconstructionTest, TMaxPredictsOnceFromTheLastStep) {
  const auto cdr = make();
  static_cast<void>(cdr->sampleForTraining(visual_));
  ASSERT_EQ(script_.steps.size(), 1U);
  EXPECT_TRUE(torch::equal(script_.steps[0], torch::full({kRows}, 19, torch::kLong)));
}

TEST_F(ReconstructionTest, TheConditionMayBeHeldStill) {
  script_.answer = [](const at::Tensor&, const at::Tensor&, const at::Tensor& condition) { return condition; };
  for (const bool still : {false, true}) {
    options_.detachCondition = still;
    const auto cdr = make();
    const at::Tensor visual = visual_.clone().requires_grad_();
    EXPECT_EQ(cdr->sampleForTraining(visual).requires_grad(), !still);
    EXPECT_EQ(cdr->predictRandomStep(target_, visual, visual).error.requires_grad(), !still);
  }
}

TEST_F(ReconstructionTest, PredictedNoiseDoesNotBlowUp) {
  options_.schedule = "cosine";
  options_.steps = 100;
  options_.prediction = CdrPrediction::eps;
  script_.answer = [](const at::Tensor& state, const at::Tensor&, const at::Tensor&) { return 0.5 * state; };
  EXPECT_LE(make()->sample(visual_).abs().max().item<double>(), 20);
}

}  // namespace
}  // namespace marcie::nn
