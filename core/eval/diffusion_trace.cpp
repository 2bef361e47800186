#include "core/eval/diffusion_trace.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <opencv2/core/mat.hpp>
#include <torch/torch.h>

#include "core/eval/reply_parts.h"
#include "core/image/decode.h"
#include "core/train/model_warnings.h"

namespace marcie::eval {
namespace {

constexpr int kTraceSide = 320;          // px, longest side of the picture in a reply
constexpr std::int64_t kMostTop = 1000;  // classes and annotations to name
constexpr std::int64_t kMostSeed = 1000000;
constexpr double kMostGuidance = 10;

// A run that samples with ddpm walks through every step.
protocol::DiffusionSettings ownSettings(const CdrOptions& cdr) {
  protocol::DiffusionSettings own;
  const bool ancestral = cdr.sampler == CdrSampler::ddpm;
  own.steps = ancestral ? cdr.steps : std::min(cdr.samplingSteps, cdr.steps);
  own.seed = cdr.samplingSeed;
  own.eta = ancestral ? 1 : cdr.eta;
  own.guidance = cdr.guidance;
  return own;
}

Error outOfRange(const std::string& what) {
  return Error{ErrorCode::usage, what, {}, {}};
}

}  // namespace

// A strip on its way.
struct DiffusionTracer::Walk {
  nn::MarnetView own, guide;         // of the picture, and of the one that guides
  std::vector<nn::TraceStep> steps;  // of the last strip
  protocol::DiffusionSettings settings;
  at::Tensor before;  // x̂₀ that the first state was made from; undefined at T-1
  std::int64_t drawsBefore = 0;
};

Result<DiffusionTracer> DiffusionTracer::open(Predictor& predictor) {
  DiffusionTracer tracer(predictor);
  const MarnetOptions& model = predictor.spec().model;
  if (!tracer.lens_.reconstructs()) {
    return Error{ErrorCode::unavailable,
                 "this run has no diffusion: its variant is '" + std::string(enumKey(model.variant)) + "'",
                 "Train with model.variant=full or cdr",
                 {}};
  }
  if (predictor.phase() == "backbone" || predictor.phase() == "text") {
    return Error{
        ErrorCode::unavailable,
        "this run has not come to its diffusion yet: its newest checkpoint is of the phase '" + predictor.phase() + "'",
        "Wait for the phase 'joint'",
        {}};
  }
  return tracer;
}

Result<protocol::DiffusionSceneReply> DiffusionTracer::scene(const StopToken& stop) {
  MARCIE_ASSIGN(const Space* space, this->space(stop));
  const MarnetOptions& model = predictor_.spec().model;
  const nn::DiffusionTables& tables = lens_.reconstruction().process().tables();
  protocol::DiffusionSceneReply reply;
  reply.step = predictor_.step();
  reply.timeSteps = tables.steps();
  reply.own = ownSettings(model.cdr);
  reply.draws = model.cdr.draws;
  reply.canGuide = lens_.reconstruction().hasBlankCondition();
  if (!reply.canGuide) reply.own.guidance = 0;
  reply.mode = enumKey(model.cdr.mode);
  reply.target = enumKey(model.cdr.target);
  reply.prediction = enumKey(model.cdr.prediction);
  reply.beta = tables.beta;
  reply.alphaBar = tables.alphaBar;
  for (const double alphaBar : tables.alphaBar) reply.snr.push_back(alphaBar / (1 - alphaBar));
  for (const WarningRaised& warning : train::modelWarnings(model, tables.alphaBar.back())) {
    reply.warnings.push_back({warning.message, warning.hint});
  }
  if (space->prototypes.defined()) {
    const at::Tensor places =
        (space->prototypes - space->centre).matmul(space->directions.t()).to(torch::kDouble).contiguous();
    const auto place = places.accessor<double, 2>();
    for (std::int64_t i = 0; i < places.size(0); ++i) {
      if (!std::isfinite(place[i][0])) continue;
      reply.prototypes.push_back({predictor_.classes()[static_cast<std::size_t>(i)], place[i][0], place[i][1]});
    }
  }
  reply.explained = space->explained;
  if (lens_.decodesTags()) {
    reply.tagKind = "decoded";
  } else if (space->tagVectors.defined()) {
    reply.tagKind = "nearest";
  }
  reply.notes = space->notes;
  return reply;
}

Result<nn::MarnetView> DiffusionTracer::viewOf(const std::string& path, const StopToken& stop) {
  MARCIE_ASSIGN(const cv::Mat rgb, image::decodeFile(path));
  MARCIE_ASSIGN(const at::Tensor input, predictor_.inputOf(path, rgb, stop));
  return predictor_.view(input);
}

Result<void> DiffusionTracer::checkSettings(const protocol::DiffusionSettings& settings) const {
  std::string wrong;
  const auto add = [&wrong](const std::string& line) { wrong += (wrong.empty() ? "" : "\n") + line; };
  if (settings.steps == 0) add("steps: at least one is needed");
  if (settings.seed > kMostSeed) add("seed: 0 to " + std::to_string(kMostSeed));
  if (settings.eta > 1) add("eta: 0 to 1");
  if (settings.guidance > kMostGuidance) add("guidance: 0 to 10");
  if (!wrong.empty()) return outOfRange(wrong);
  return {};
}

// From the first strip to the last one, each from a state of the one before it.
Result<DiffusionTracer::Walk> DiffusionTracer::walk(const protocol::DiffusionTrace& request, const StopToken& stop) {
  nn::Reconstruction& cdr = lens_.reconstruction();
  const int timeSteps = cdr.process().tables().steps();
  if (request.strips.empty()) return outOfRange("no strip is asked for");
  Walk walk;
  MARCIE_ASSIGN(walk.own, viewOf(request.path, stop));
  walk.guide = walk.own;
  walk.settings = ownSettings(predictor_.spec().model.cdr);
  walk.settings.condition = request.path;
  if (!cdr.hasBlankCondition()) walk.settings.guidance = 0;
  for (std::size_t i = 0; i < request.strips.size(); ++i) {
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
    const protocol::DiffusionSettings& asked = request.strips[i];
    MARCIE_TRY(checkSettings(asked));
    protocol::DiffusionSettings& now = walk.settings;
    const bool isFirst = i == 0;
    const auto count = static_cast<std::int64_t>(walk.steps.size());
    if (!isFirst && (asked.fromStep < 0 || asked.fromStep >= count)) {
      return outOfRange("there is no step " + std::to_string(asked.fromStep) + " to branch from: the strip has " +
                        std::to_string(count));
    }
    const auto from = static_cast<std::size_t>(isFirst ? 0 : asked.fromStep);
    const int t = isFirst ? timeSteps - 1 : walk.steps[from].t;
    if (asked.steps > t + 1) {
      return outOfRange("steps: from time step " + std::to_string(t) + " on there are at most " +
                        std::to_string(t + 1));
    }
    if (asked.guidance > 0 && !cdr.hasBlankCondition()) {
      return Error{ErrorCode::unavailable,
                   "this run cannot be guided: it never learned without its condition",
                   "Train with model.cdr.dropCondition=0.1",
                   {}};
    }
    if (!asked.condition.empty() && asked.condition != now.condition) {
      MARCIE_ASSIGN(walk.guide, viewOf(asked.condition, stop));
      now.condition = asked.condition;
    }
    const bool redrawn = !isFirst && asked.seed >= 0 && asked.seed != now.seed;
    if (asked.seed >= 0) now.seed = asked.seed;
    if (asked.eta >= 0) now.eta = asked.eta;
    if (asked.guidance >= 0) now.guidance = asked.guidance;
    if (!isFirst && from > 0) walk.before = walk.steps[from - 1].x0;
    at::Tensor start = isFirst ? at::Tensor() : walk.steps[from].state;
    if (isFirst || (redrawn && !walk.before.defined())) {
      start = cdr.traceStart(walk.guide.aligned, now.seed);
    } else if (redrawn) {
      start = cdr.traceNoised(walk.before, walk.guide.aligned, t, now.seed);
    }
    nn::TraceSettings settings{now.eta, now.guidance, now.seed, {}, 0};
    if (asked.steps > 0 || isFirst) {
      settings.sequence =
          nn::ReverseProcess::timeSteps(t + 1, static_cast<int>(asked.steps > 0 ? asked.steps : now.steps));
    } else {
      for (std::size_t k = from; k < walk.steps.size(); ++k) settings.sequence.push_back(walk.steps[k].t);
    }
    // An unchanged branch repeats its parent, noise and all.
    walk.drawsBefore += static_cast<std::int64_t>(from);
    settings.drawsBefore = walk.drawsBefore;
    now.fromStep = static_cast<std::int64_t>(from);
    now.steps = static_cast<std::int64_t>(settings.sequence.size());
    walk.steps = cdr.trace(start, walk.guide.aligned, settings);
  }
  return walk;
}

Result<protocol::DiffusionTraceReply> DiffusionTracer::trace(const protocol::DiffusionTrace& request,
                                                             const StopToken& stop) {
  const auto begin = std::chrono::steady_clock::now();
  MARCIE_ASSIGN(const Space* space, this->space(stop));
  MARCIE_ASSIGN(const Walk walk, this->walk(request, stop));
  protocol::DiffusionTraceReply reply;
  reply.step = predictor_.step();
  reply.path = request.path;
  if (auto small = image::thumbnail(request.path, kTraceSide)) reply.picture = asPicture(*small);
  const Reference reference = referenceOf(request.path, walk.own.logits[0], stop);
  reply.prediction = predictor_.classes()[static_cast<std::size_t>(reference.prediction)];
  if (reference.label >= 0) reply.trueLabel = predictor_.classes()[static_cast<std::size_t>(reference.label)];
  if (const std::int64_t index = predictor_.sampleOf(request.path, stop); index >= 0) {
    const data::Dataset& data = *predictor_.dataset(stop);
    for (const std::int32_t tag : data.samples[static_cast<std::size_t>(index)].tags) {
      reply.trueTags.push_back(data.tags[static_cast<std::size_t>(tag)]);
    }
  }
  reply.settings = walk.settings;
  std::vector<at::Tensor> rows;
  for (const nn::TraceStep& step : walk.steps) {
    rows.push_back(step.state);
    rows.push_back(step.x0);
  }
  MARCIE_ASSIGN(const auto places, positions(torch::cat(rows), reference, stop));
  const auto top = std::clamp<std::int64_t>(request.top, 1, kMostTop);
  const auto& tables = lens_.reconstruction().process().tables();
  for (std::size_t i = 0; i < walk.steps.size(); ++i) {
    const nn::TraceStep& step = walk.steps[i];
    protocol::DiffusionStep out;
    out.t = step.t;
    out.alphaBar = tables.alphaBar[static_cast<std::size_t>(step.t)];
    out.state = places[2 * i];
    out.x0 = places[2 * i + 1];
    out.full = ranked(torch::softmax(lens_.fusedLogits(walk.own, step.x0)[0], 0), predictor_.classes(), top);
    out.alone = ranked(torch::softmax(lens_.reconstructedLogits(step.x0)[0], 0), predictor_.classes(), top);
    out.tags = tagsOf(step.x0, *space, top);
    reply.steps.push_back(std::move(out));
  }
  reply.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  return reply;
}

std::vector<protocol::Ranked> DiffusionTracer::tagsOf(const at::Tensor& x0, const Space& space, std::int64_t top) {
  if (lens_.decodesTags()) return ranked(lens_.decoded(x0)[0], predictor_.tags(), top);
  if (!space.tagVectors.defined()) return {};
  return ranked(space.tagVectors.mv(unitRows(x0 - space.tagCentre)[0]), predictor_.tags(), top);
}

}  // namespace marcie::eval
