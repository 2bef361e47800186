#include "core/eval/explain_loss.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/eval/loss_formulas.h"
#include "core/nn/alignment_loss.h"
#include "core/nn/network.h"
#include "tests/core/train/toy_run.h"

namespace marcie::eval {
namespace {
namespace fs = std::filesystem;
using protocol::ExplainLoss;
using protocol::ExplainLossReply;

class ExplainLossTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new testing::TempFolder;
    train::fixtures::writeToyData(world_->path() / "toy");
  }
  static void TearDownTestSuite() { delete world_; }
  static RunSpec toySpec() { return train::fixtures::toySpec(world_->path() / "toy"); }
  RunFolder trained(const RunSpec& spec) {
    const auto folder = RunFolder::create(folder_.path() / ("run" + std::to_string(++runs_)), spec);
    const auto outcome = train::runTraining(*folder, {}, {});
    EXPECT_TRUE(outcome.ok()) << outcome.error().toString();
    return *folder;
  }
  static ExplainLossReply explained(const RunFolder& run, const ExplainLoss& request = {}) {
    auto reply = explainLoss(run, request);
    EXPECT_TRUE(reply.ok()) << (reply.ok() ? "" : reply.error().toString());
    return reply.ok() ? std::move(*reply) : ExplainLossReply{};
  }
  static double normAt(const protocol::ExplainedTerm& term, const std::string& place) {
    for (const auto& gradient : term.gradients) {
      if (gradient.at == place) return gradient.norm;
    }
    ADD_FAILURE() << "no place " << place;
    return 0;
  }
  static const protocol::ExplainedTerm& termOf(const ExplainLossReply& reply, const std::string& name) {
    for (const auto& term : reply.terms) {
      if (term.name == name) return term;
    }
    ADD_FAILURE() << "no term " << name;
    return reply.terms.front();
  }

  testing::TempFolder folder_;
  int runs_ = 0;

 private:
  static inline testing::TempFolder* world_ = nullptr;
};

TEST_F(ExplainLossTest, TermsSharesAndGradientsAddUp) {
  const RunFolder run = trained(toySpec());
  const ExplainLossReply reply = explained(run);
  EXPECT_EQ(reply.step, 6);
  EXPECT_EQ(reply.phase, "joint");
  EXPECT_EQ(reply.split, "val");
  EXPECT_EQ(reply.batches, 2);
  EXPECT_EQ(reply.pictures, 8);
  EXPECT_EQ(reply.withText, 8);
  double total = 0, share = 0;
  std::map<std::string, double> shares;
  for (const auto& term : reply.terms) {
    EXPECT_FALSE(term.title.empty()) << term.name;
    EXPECT_FALSE(term.formula.empty()) << term.name;
    EXPECT_NEAR(term.weighted, term.value * term.weight, 1e-9) << term.name;
    total += term.weighted;
    share += term.share;
    for (const auto& gradient : term.gradients) shares[gradient.at] += gradient.share;
  }
  EXPECT_NEAR(total, reply.total, 1e-5);
  EXPECT_NEAR(share, 1, 1e-5);
  for (const char* place : {"z_v", "z_s", "x_CDR", "x_v", "encoder"}) {
    ASSERT_TRUE(shares.contains(place)) << place;
    EXPECT_NEAR(shares[place], 1, 1e-9) << place;
  }
  ASSERT_EQ(reply.totals.size(), 4U);
  for (const auto& place : reply.totals) {
    EXPECT_GT(place.norm, 0) << place.at;
    EXPECT_LT(place.residual, 1e-5) << "the gradient of the sum is the sum of the gradients, at " << place.at;
  }
  // Each reaches what it is computed from, and nothing else.
  EXPECT_GT(normAt(termOf(reply, "ce_s"), "z_s"), 0);
  EXPECT_EQ(normAt(termOf(reply, "ce_s"), "x_v"), 0);
  EXPECT_EQ(normAt(termOf(reply, "ce_v"), "z_s"), 0);
  EXPECT_GT(normAt(termOf(reply, "cdr_ce"), "x_CDR"), 0);
  EXPECT_EQ(normAt(termOf(reply, "ema"), "x_CDR"), 0);
  EXPECT_GT(normAt(termOf(reply, "ema"), "encoder"), 0);
  for (const auto& conflict : reply.conflicts) {
    EXPECT_NE(conflict.first, "ce_s");
    EXPECT_LE(std::abs(conflict.cosine), 1 + 1e-9);
  }
  EXPECT_EQ(reply.conflicts.size(), 10U) << "five of the six terms reach x_v";
}

TEST_F(ExplainLossTest, AWeightOfZeroHasNoShare) {
  RunSpec spec = toySpec();
  spec.model.ema.weight = 0;
  const ExplainLossReply reply = explained(trained(spec));
  const auto& ema = termOf(reply, "ema");
  EXPECT_GT(ema.value, 0);
  EXPECT_EQ(ema.weighted, 0);
  EXPECT_EQ(ema.share, 0);
  for (const auto& gradient : ema.gradients) EXPECT_EQ(gradient.share, 0) << gradient.at;
  EXPECT_TRUE(reply.pulls.empty());
  EXPECT_TRUE(reply.pushes.empty());
}

TEST_F(ExplainLossTest, TheSameRequestGivesTheSameAnswer) {
  const RunFolder run = trained(toySpec());
  EXPECT_EQ(toJson(explained(run)), toJson(explained(run)));
  ExplainLoss other;
  other.seed = 2;
  EXPECT_NE(toJson(explained(run)), toJson(explained(run, other)));
}

// Against the gradient of InfoNCE as it is in books: (softmax − one-hot) / (B τ), the mean of both directions.
TEST_F(ExplainLossTest, PairsAreThoseOfTheClosedForm) {
  RunSpec spec = toySpec();
  spec.model.ema.loss = "infonce_sym";
  spec.model.ema.learnTemperature = false;
  spec.model.ema.temperature = 0.2;
  spec.model.ema.weight = 2;
  ExplainLoss request;
  request.pairs = 64;
  const ExplainLossReply reply = explained(trained(spec), request);
  ASSERT_EQ(reply.pulls.size() + reply.pushes.size(), 64U) << "every pair of eight pictures and eight texts";
  EXPECT_EQ(reply.pulls.size(), 8U) << "InfoNCE pulls the matching pairs and pushes all others";
  std::vector<std::string> names;
  for (const auto& pair : reply.pulls) {
    EXPECT_EQ(pair.picture, pair.textOf);
    EXPECT_FALSE(pair.text.empty());
    names.push_back(pair.picture);
  }
  const auto at = [&names](const std::string& name) {
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  at::Tensor cosines = torch::zeros({8, 8}, torch::kDouble), gradients = torch::zeros({8, 8}, torch::kDouble);
  for (const auto* pairs : {&reply.pulls, &reply.pushes}) {
    for (const auto& pair : *pairs) {
      cosines[at(pair.picture)][at(pair.textOf)] = pair.similarity;
      gradients[at(pair.picture)][at(pair.textOf)] = pair.gradient;
    }
  }
  const at::Tensor own = torch::eye(8, torch::kDouble);
  const at::Tensor expected =
      2 * 0.5 * ((torch::softmax(cosines / 0.2, 1) - own) + (torch::softmax(cosines / 0.2, 0) - own)) / (8 * 0.2);
  EXPECT_LT((gradients - expected).abs().max().item<double>(), 1e-5);
  for (std::size_t i = 1; i < reply.pushes.size(); ++i) {
    EXPECT_LE(reply.pushes[i].gradient, reply.pushes[i - 1].gradient) << "strongest first";
  }
}

TEST_F(ExplainLossTest, EveryPhaseAndMethodCanBeExplained) {
  RunSpec spec = toySpec();
  spec.model.phases = {1, 1, 1, {}, 1};
  spec.model.freezeEncoder = true;
  const ExplainLossReply refit = explained(trained(spec));
  EXPECT_FALSE(refit.notes.empty()) << "the loss of the joint phase stands for that of the re-fit";
  EXPECT_GT(refit.terms.size(), 3U);
  for (const auto variant : {MarnetVariant::backbone, MarnetVariant::tagHead, MarnetVariant::ema, MarnetVariant::cdr}) {
    RunSpec other = toySpec();
    other.model.phases.joint = 1;
    other.model.variant = variant;
    const ExplainLossReply reply = explained(trained(other));
    EXPECT_EQ(reply.terms.front().name, "ce");
    EXPECT_GT(normAt(reply.terms.front(), "encoder"), 0);
    for (const auto& place : reply.totals) EXPECT_LT(place.residual, 1e-5);
  }
}

TEST_F(ExplainLossTest, WhatIsNotThereIsNamed) {
  const RunFolder run = trained(toySpec());
  ExplainLoss request;
  request.batch = 2;
  auto refused = explainLoss(run, request);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::notFound);
  EXPECT_NE(refused.error().message.find("0 to 1"), std::string::npos) << refused.error().message;
  request = {};
  request.split = "test";
  EXPECT_EQ(explainLoss(run, request).error().code, ErrorCode::usage);
  request = {};
  request.checkpoint = "step-99.safetensors";
  EXPECT_EQ(explainLoss(run, request).error().code, ErrorCode::notFound);
  request.checkpoint = "best.safetensors";
  EXPECT_EQ(explained(run, request).checkpoint, "best.safetensors");
}

TEST_F(ExplainLossTest, EveryAlignmentLossHasAFormula) {
  for (const auto* entry : nn::alignmentLosses()) {
    MarnetOptions options;
    options.ema.loss = entry->name;
    const std::string formula = termText("ema", options).formula;
    EXPECT_NE(formula.find("mean"), std::string::npos) << entry->name << ": " << formula;
  }
  EXPECT_EQ(termText("something new", {}).title, "something new");
}

}  // namespace
}  // namespace marcie::eval
