#include "core/eval/explain_loss.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <torch/torch.h>

#include "core/base/random.h"
#include "core/data/reader.h"
#include "core/eval/loss_formulas.h"
#include "core/eval/predictor.h"
#include "core/train/data_sources.h"
#include "core/train/feature_matrix.h"
#include "core/train/tasks/marnet_task.h"

namespace marcie::eval {
namespace fs = std::filesystem;
using protocol::ExplainedPair;
using protocol::ExplainedTerm;
using protocol::ExplainLoss;
using protocol::ExplainLossReply;
namespace {

enum Stream : std::uint64_t { kOrder = 0xE1, kNoise = 0xE2 };
constexpr double kLift = 1e-3;        // see pairGradients()
constexpr double kCosineOnly = 1e-4;  // a loss that moves more than this by the lift sees more than cosines
constexpr const char* kEncoderPlace = "encoder";

// The gradient of one term (times its weight) at each place; undefined where it does not reach.
using Gradients = std::vector<at::Tensor>;

double normOf(const at::Tensor& tensor) {
  return tensor.defined() ? tensor.to(torch::kDouble).norm().item<double>() : 0;
}

// A batch of the run's data with the text that belongs to it.
struct Chosen {
  data::Dataset dataset;
  data::Batch batch;
  std::string split;
  std::int64_t batches = 0;
};

Result<void> checkData(const data::Dataset& dataset, const Predictor& predictor) {
  if (dataset.classes == predictor.classes() && dataset.tags == predictor.tags()) return {};
  return Error{ErrorCode::data,
               "the data's classes or annotations are not those that the run was trained with",
               "Restore the data",
               {}};
}

Result<Chosen> choose(const Predictor& predictor, const ExplainLoss& request, const StopToken& stop) {
  const RunSpec& spec = predictor.spec();
  Chosen chosen;
  MARCIE_ASSIGN(chosen.dataset, data::readDataset(spec.data, stop));
  MARCIE_TRY(checkData(chosen.dataset, predictor));
  if (request.split != "train" && request.split != "val") {
    return Error{ErrorCode::usage,
                 "the loss can be explained on 'train' or 'val', not on '" + request.split + "'",
                 "The test split's annotations are not for training",
                 {}};
  }
  auto indices = chosen.dataset.indicesOf(request.split == "val" ? data::Split::val : data::Split::train);
  chosen.split = request.split;
  if (indices.empty()) {
    indices = chosen.dataset.indicesOf(data::Split::train);
    chosen.split = "train";
  }
  Rng rng(deriveSeed(request.seed, kOrder));
  rng.shuffle(std::span(indices));
  const auto size = static_cast<std::int64_t>(spec.trainer.batchSize);
  const auto count = static_cast<std::int64_t>(indices.size());
  chosen.batches = (count + size - 1) / size;
  if (request.batch < 0 || request.batch >= chosen.batches) {
    return Error{ErrorCode::notFound,
                 "there is no batch " + std::to_string(request.batch) + ": " + chosen.split + " has the batches 0 to " +
                     std::to_string(chosen.batches - 1),
                 {},
                 {}};
  }
  const auto first = indices.begin() + request.batch * size;
  const std::vector<std::int64_t> members(first, first + std::min(size, count - request.batch * size));
  data::LoaderOptions options = train::evaluationLoader(spec, true);
  options.batchSize = size;
  options.workers = 1;
  if (train::isMatrix(spec.model)) {
    MARCIE_ASSIGN(options.features, train::openFeatureMatrix(spec.model, chosen.dataset));
    MARCIE_TRY(train::requireFeatures(*options.features, chosen.dataset, members));
  }
  const std::shared_ptr<const data::Dataset> borrowed(&chosen.dataset, [](const data::Dataset*) {});
  data::DataLoader loader(borrowed, nullptr, members, options);
  loader.startEpoch(0);
  MARCIE_ASSIGN(const auto batch, loader.next());
  if (!batch) return Error{ErrorCode::internal, "the loader gave no batch", {}, {}};
  chosen.batch = *batch;
  return chosen;
}

class Explainer {
 public:
  Explainer(Predictor& predictor, const Chosen& chosen, const ExplainLoss& request)
      : model_(predictor.model()), predictor_(predictor), chosen_(chosen), request_(request) {}

  ExplainLossReply explain();

 private:
  void runModel();
  Gradients gradientsOf(const at::Tensor& value) const;
  double encoderNorm(const at::Tensor& atFeatures) const;
  void addTerms(ExplainLossReply& reply);
  void addTotals(ExplainLossReply& reply) const;
  void addConflicts(ExplainLossReply& reply) const;
  void addPairs(ExplainLossReply& reply) const;
  at::Tensor pairGradients() const;
  ExplainedPair pairOf(std::int64_t picture, std::int64_t text, double cosine, double gradient) const;
  const data::Sample& sampleAt(std::int64_t row) const {
    return chosen_.dataset.samples[static_cast<std::size_t>(chosen_.batch.indices[row].item<std::int64_t>())];
  }

  nn::MarnetModel& model_;
  Predictor& predictor_;
  const Chosen& chosen_;
  const ExplainLoss& request_;
  at::Tensor encoded_;   // x_v with the picture network's graph; without one where features stand for pictures
  at::Tensor features_;  // the same as a leaf: where the heads' graph begins
  nn::MarnetLoss loss_;
  std::vector<std::pair<const char*, at::Tensor>> places_;
  std::vector<Gradients> termGradients_;
};

void Explainer::runModel() {
  // Noise, dropout and diffusion steps depend on the request alone.
  torch::manual_seed(deriveSeed(request_.seed, kNoise, request_.batch));
  model_.module().train();
  const bool frozen = train::MarnetTask::isFrozen(predictor_.spec().model, predictor_.phase());
  if (frozen) {
    model_.encoder().module()->eval();
    for (auto& [name, parameter] : model_.encoderParameters()) parameter.set_requires_grad(false);
  }
  encoded_ = chosen_.batch.features.defined() ? chosen_.batch.features
                                              : model_.encoder().features(chosen_.batch.images).to(torch::kFloat);
  features_ = encoded_.detach().requires_grad_();
  loss_ = model_.loss(features_, chosen_.batch.labels, chosen_.batch.tags);
  const nn::MarnetState& state = loss_.state;
  const std::array<std::pair<const char*, at::Tensor>, 4> known{
      {{"z_v", state.aligned}, {"z_s", state.semantic}, {"x_CDR", state.reconstructed}, {"x_v", features_}}};
  for (const auto& [name, tensor] : known) {
    if (tensor.defined() && tensor.requires_grad()) places_.emplace_back(name, tensor);
  }
}

Gradients Explainer::gradientsOf(const at::Tensor& value) const {
  std::vector<at::Tensor> inputs;
  for (const auto& [name, tensor] : places_) inputs.push_back(tensor);
  if (!value.requires_grad()) return Gradients(inputs.size());
  return torch::autograd::grad({value}, inputs, {}, true, false, true);
}

// Of all parameters together, for a gradient that arrives at x_v.
double Explainer::encoderNorm(const at::Tensor& atFeatures) const {
  if (!atFeatures.defined() || !encoded_.requires_grad()) return 0;
  std::vector<at::Tensor> parameters;
  for (const auto& [name, parameter] : model_.encoderParameters()) {
    if (parameter.requires_grad()) parameters.push_back(parameter);
  }
  double sum = 0;
  for (const at::Tensor& gradient : torch::autograd::grad({encoded_}, parameters, {atFeatures}, true, false, true)) {
    sum += std::pow(normOf(gradient), 2);
  }
  return std::sqrt(sum);
}

void Explainer::addTerms(ExplainLossReply& reply) {
  for (const nn::LossTerm& term : loss_.terms) {
    TermText text = termText(term.name, predictor_.spec().model);
    ExplainedTerm entry;
    entry.name = term.name;
    entry.title = std::move(text.title);
    entry.formula = std::move(text.formula);
    entry.value = term.value.item<double>();
    entry.weight = term.weight;
    entry.weighted = entry.value * term.weight;
    entry.share = reply.total != 0 ? entry.weighted / reply.total : 0;
    termGradients_.push_back(gradientsOf(term.value * term.weight));
    const Gradients& gradients = termGradients_.back();
    for (std::size_t i = 0; i < places_.size(); ++i) {
      entry.gradients.push_back({places_[i].first, normOf(gradients[i]), 0});
    }
    if (encoded_.requires_grad()) entry.gradients.push_back({kEncoderPlace, encoderNorm(gradients.back()), 0});
    reply.terms.push_back(std::move(entry));
  }
  for (std::size_t place = 0; !reply.terms.empty() && place < reply.terms[0].gradients.size(); ++place) {
    double sum = 0;
    for (const ExplainedTerm& term : reply.terms) sum += term.gradients[place].norm;
    for (ExplainedTerm& term : reply.terms)
      term.gradients[place].share = sum > 0 ? term.gradients[place].norm / sum : 0;
  }
}

void Explainer::addTotals(ExplainLossReply& reply) const {
  const Gradients total = gradientsOf(loss_.total);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (!total[i].defined()) continue;
    at::Tensor rest = total[i].to(torch::kDouble);
    for (const Gradients& gradients : termGradients_) {
      if (gradients[i].defined()) rest = rest - gradients[i];
    }
    const double norm = normOf(total[i]);
    reply.totals.push_back({places_[i].first, norm, norm > 0 ? normOf(rest) / norm : 0});
  }
}

void Explainer::addConflicts(ExplainLossReply& reply) const {
  // x_v is the last place.
  const auto reaches = [&](std::size_t i) { return normOf(termGradients_[i].back()) > 0; };
  for (std::size_t a = 0; a < termGradients_.size(); ++a) {
    for (std::size_t b = a + 1; b < termGradients_.size(); ++b) {
      if (!reaches(a) || !reaches(b)) continue;
      const at::Tensor first = termGradients_[a].back().flatten().to(torch::kDouble);
      const at::Tensor second = termGradients_[b].back().flatten().to(torch::kDouble);
      reply.conflicts.push_back({loss_.terms[a].name, loss_.terms[b].name,
                                 first.dot(second).item<double>() / (normOf(first) * normOf(second))});
    }
  }
}

// G [B, B] = ∂(weight · EMA)/∂cos(z_v,i, z_s,j), for any loss that is a function of the cosines; else undefined.
//
// Every cosine is made a variable of its own by dimensions that the embeddings do not use: with z_v,i ⊕ |z_v,i|·P_i/ε
// and z_s,j ⊕ ε·|z_s,j|·e_j it is (cos_ij + P_ij)/√(1+ε²) to first order in P, and at P = 0 the norms do not move.
at::Tensor Explainer::pairGradients() const {
  const auto term = std::find_if(loss_.terms.begin(), loss_.terms.end(), [](const auto& t) { return t.name == "ema"; });
  if (term == loss_.terms.end()) return {};
  nn::MarnetState lifted = loss_.state;
  const at::Tensor visual = lifted.aligned.detach().to(torch::kDouble);
  const at::Tensor semantic = lifted.semantic.detach().to(torch::kDouble);
  const std::int64_t size = visual.size(0);
  const at::Tensor pairs = torch::zeros({size, size}, torch::kDouble).requires_grad_();
  const at::Tensor unit = torch::eye(size, torch::kDouble) * kLift;
  lifted.aligned = torch::cat({visual, visual.norm(2, 1, true) * pairs / kLift}, 1);
  lifted.semantic = torch::cat({semantic, semantic.norm(2, 1, true) * unit}, 1);
  if (lifted.temperature.defined()) lifted.temperature = lifted.temperature.detach().to(torch::kDouble);
  const at::Tensor value = model_.alignmentTerm(lifted, chosen_.batch.labels, chosen_.batch.tags.to(torch::kDouble));
  const double plain = term->value.item<double>();
  if (std::abs(value.item<double>() - plain) > kCosineOnly * std::max(1.0, std::abs(plain))) return {};
  const auto gradient = torch::autograd::grad({value}, {pairs}, {}, false, false, true)[0];
  return gradient.defined() ? gradient * term->weight : torch::zeros_like(pairs);
}

ExplainedPair Explainer::pairOf(std::int64_t picture, std::int64_t text, double cosine, double gradient) const {
  const data::Sample& shown = sampleAt(picture);
  const data::Sample& said = sampleAt(text);
  ExplainedPair pair;
  pair.picture = shown.path;
  pair.textOf = said.path;
  for (const std::int32_t tag : said.tags) pair.text.push_back(chosen_.dataset.tags[static_cast<std::size_t>(tag)]);
  pair.pictureClass = chosen_.dataset.classes[static_cast<std::size_t>(shown.label)];
  pair.textClass = chosen_.dataset.classes[static_cast<std::size_t>(said.label)];
  pair.similarity = cosine;
  pair.gradient = gradient;
  return pair;
}

void Explainer::addPairs(ExplainLossReply& reply) const {
  const nn::MarnetState& state = loss_.state;
  if (!state.aligned.defined() || !state.semantic.defined()) return;
  const at::Tensor gradients = pairGradients();
  if (!gradients.defined()) {
    const bool aligns =
        std::any_of(loss_.terms.begin(), loss_.terms.end(), [](const auto& t) { return t.name == "ema"; });
    if (aligns)
      reply.notes.emplace_back("This alignment loss looks at more than similarities, so single pairs have no pull.");
    return;
  }
  const auto unit = torch::nn::functional::NormalizeFuncOptions().dim(1).eps(1e-8);
  const at::Tensor cosines =
      torch::nn::functional::normalize(state.aligned.detach().to(torch::kDouble), unit)
          .matmul(torch::nn::functional::normalize(state.semantic.detach().to(torch::kDouble), unit).t());
  const std::int64_t size = gradients.size(0);
  const at::Tensor flat = gradients.flatten();
  const at::Tensor order = flat.argsort();
  const std::int64_t most = std::min<std::int64_t>(std::max<std::int64_t>(request_.pairs, 0), flat.numel());
  const auto take = [&](std::int64_t at, std::vector<ExplainedPair>& into, double sign) {
    const auto place = order[at].item<std::int64_t>();
    const double gradient = flat[place].item<double>();
    if (gradient * sign <= 0) return;
    into.push_back(pairOf(place / size, place % size, cosines.flatten()[place].item<double>(), gradient));
  };
  for (std::int64_t i = 0; i < most; ++i) {
    take(i, reply.pulls, -1);
    take(flat.numel() - 1 - i, reply.pushes, 1);
  }
}

ExplainLossReply Explainer::explain() {
  ExplainLossReply reply;
  reply.phase = predictor_.phase();
  if (train::MarnetTask::stageOf(reply.phase) == nn::MarnetStage::refit) {
    model_.setStage(nn::MarnetStage::joint);
    reply.notes.emplace_back("The run re-fits its head alone; shown is the loss of its joint phase.");
  }
  runModel();
  reply.checkpoint = predictor_.checkpoint().filename().string();
  reply.step = predictor_.step();
  reply.split = chosen_.split;
  reply.batch = request_.batch;
  reply.batches = chosen_.batches;
  reply.pictures = chosen_.batch.size();
  reply.withText = loss_.state.hasText.defined() ? loss_.state.hasText.sum().item<std::int64_t>() : 0;
  reply.total = loss_.total.item<double>();
  if (predictor_.spec().model.text == TextPairing::permutedWithinClass) {
    reply.notes.emplace_back(
        "The run learns from texts that were permuted within each class; shown are the own texts.");
  }
  addTerms(reply);
  addTotals(reply);
  addConflicts(reply);
  addPairs(reply);
  return reply;
}

Result<fs::path> checkpointOf(const RunFolder& folder, const ExplainLoss& request) {
  if (request.checkpoint.empty()) return Predictor::current(folder);
  // A name within the run, whatever path somebody writes before it.
  const fs::path path = folder.checkpointsFolder() / fs::path(request.checkpoint).filename();
  std::error_code ignored;
  if (fs::exists(path, ignored)) return path;
  return Error{ErrorCode::notFound,
               "the run has no checkpoint " + path.filename().string(),
               "It keeps its last two and the best one",
               {}};
}

}  // namespace

Result<ExplainLossReply> explainLoss(const RunFolder& folder, const ExplainLoss& request, const StopToken& stop) {
  MARCIE_TRY(folder.spec());
  MARCIE_ASSIGN(const fs::path path, checkpointOf(folder, request));
  MARCIE_ASSIGN(const auto predictor, Predictor::open(folder, path, Predictor::Weights::live));
  MARCIE_ASSIGN(const Chosen chosen, choose(*predictor, request, stop));
  if (stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
  return Explainer(*predictor, chosen, request).explain();
}

}  // namespace marcie::eval
