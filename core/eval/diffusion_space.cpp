// The space in which the diffusion of a run lives: where its classes and texts lie, and a plane to look at it from.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <torch/torch.h>

#include "core/eval/diffusion_trace.h"
#include "core/eval/evaluation_data.h"
#include "core/eval/reply_parts.h"
#include "core/project/pca.h"

namespace marcie::eval {
namespace {

constexpr std::int64_t kTextBatch = 512;
constexpr std::size_t kMostTextsOfPlane = 2000;  // that the plane is fitted to, besides the prototypes
constexpr float kTypical = 0.5;                  // share of a class from which an annotation is typical of it

at::Tensor finiteRows(const at::Tensor& rows) {
  return rows.index_select(0, torch::isfinite(rows).all(1).nonzero().squeeze(1));
}

project::Matrix asMatrix(const at::Tensor& rows) {
  const at::Tensor plain = rows.to(torch::kCPU, torch::kFloat).contiguous();
  project::Matrix matrix(plain.size(0), plain.size(1));
  std::copy_n(plain.const_data_ptr<float>(), plain.numel(), matrix.values.begin());
  return matrix;
}

// Every text that a class has, once, with how often it occurs.
using Texts = std::map<std::vector<std::int32_t>, std::int64_t>;

std::vector<Texts> textsByClass(const data::Dataset& dataset, std::size_t classes) {
  std::vector<Texts> result(classes);
  for (const std::int64_t index : dataset.indicesOf(data::Split::train)) {
    const data::Sample& sample = dataset.samples[static_cast<std::size_t>(index)];
    if (sample.tags.empty() || static_cast<std::size_t>(sample.label) >= classes) continue;
    ++result[static_cast<std::size_t>(sample.label)][sample.tags];
  }
  return result;
}

at::Tensor multihot(const Texts& texts, std::int64_t tags) {
  at::Tensor rows = torch::zeros({static_cast<std::int64_t>(texts.size()), tags});
  auto cell = rows.accessor<float, 2>();
  std::int64_t row = 0;
  for (const auto& [text, count] : texts) {
    for (const std::int32_t tag : text) cell[row][tag] = 1;
    ++row;
  }
  return rows;
}

at::Tensor countsOf(const Texts& texts) {
  std::vector<float> counts;
  for (const auto& [text, count] : texts) counts.push_back(static_cast<float>(count));
  return torch::tensor(counts);
}

}  // namespace

// Mean of a class's texts in the space of the diffusion, over its training pictures.
at::Tensor DiffusionTracer::prototypesFromTexts(const StopToken& stop, std::vector<at::Tensor>& texts, Space& space) {
  const auto classes = static_cast<std::int64_t>(predictor_.classes().size());
  const auto tags = static_cast<std::int64_t>(predictor_.tags().size());
  const data::Dataset* data = predictor_.dataset(stop);
  if (data == nullptr || data->tags != predictor_.tags() || data->classes != predictor_.classes()) {
    space.notes.emplace_back(
        "The run's data cannot be read, or is not what it was: where its classes lie is not known.");
    return {};
  }
  std::vector<at::Tensor> prototypes;
  const auto byClass = textsByClass(*data, static_cast<std::size_t>(classes));
  for (const Texts& own : byClass) {
    if (stop.stopRequested()) return {};
    if (own.empty()) {
      prototypes.emplace_back();
      continue;
    }
    const at::Tensor hot = multihot(own, tags);
    std::vector<at::Tensor> parts;
    for (std::int64_t begin = 0; begin < hot.size(0); begin += kTextBatch) {
      parts.push_back(lens_.textTargets(hot.narrow(0, begin, std::min(kTextBatch, hot.size(0) - begin))));
    }
    const at::Tensor targets = torch::cat(parts);
    const at::Tensor weight = countsOf(own).unsqueeze(1);
    prototypes.push_back((targets * weight).sum(0) / weight.sum());
    texts.push_back(targets);
  }
  const auto known =
      std::find_if(prototypes.begin(), prototypes.end(), [](const at::Tensor& p) { return p.defined(); });
  if (known == prototypes.end()) return {};
  const at::Tensor unknown = torch::full_like(*known, std::numeric_limits<float>::quiet_NaN());
  for (at::Tensor& prototype : prototypes) {
    if (!prototype.defined()) prototype = unknown;
  }
  return torch::stack(prototypes);
}

Result<void> DiffusionTracer::addPlane(const std::vector<at::Tensor>& texts, const StopToken& stop, Space& space) {
  at::Tensor points = finiteRows(space.prototypes);
  if (!texts.empty()) {
    const at::Tensor all = torch::cat(texts);
    const auto stride = std::max<std::int64_t>(1, all.size(0) / static_cast<std::int64_t>(kMostTextsOfPlane));
    points = torch::cat({points, all.slice(0, 0, all.size(0), stride)});
  }
  if (points.size(0) == 0) {
    space.prototypes = at::Tensor();
    return {};
  }
  project::Crew crew(1);
  MARCIE_ASSIGN(const project::Pca pca, project::principalComponents(asMatrix(points), 2, 0, crew, stop));
  space.centre = points.to(torch::kDouble).mean(0).to(torch::kFloat);
  at::Tensor directions = torch::zeros({2, points.size(1)});
  const std::int64_t found = std::min<std::int64_t>(2, pca.directions.rows);
  for (std::int64_t i = 0; i < found; ++i) {
    std::copy_n(pca.directions.row(i), points.size(1), directions[i].data_ptr<float>());
  }
  space.directions = directions;
  space.explained = pca.explained(2);
  return {};
}

Result<const DiffusionTracer::Space*> DiffusionTracer::space(const StopToken& stop) {
  if (space_) return &*space_;
  const torch::NoGradGuard noGradients;
  Space space;
  const auto tags = static_cast<std::int64_t>(predictor_.tags().size());
  if (!lens_.hasTargets()) {
    space.notes.emplace_back(
        "This run learned without texts (model.text=none): its diffusion has no target, so there are no distances, no "
        "annotations and no map.");
  } else {
    std::vector<at::Tensor> texts;
    const at::Tensor kept = lens_.classTargets();
    space.prototypes = kept.defined() ? kept : prototypesFromTexts(stop, texts, space);
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
    if (space.prototypes.defined()) MARCIE_TRY(addPlane(texts, stop, space));
    if (!lens_.decodesTags() && tags > 0) {
      std::vector<at::Tensor> parts;
      const at::Tensor single = torch::eye(tags);
      for (std::int64_t begin = 0; begin < tags; begin += kTextBatch) {
        parts.push_back(lens_.textTargets(single.narrow(0, begin, std::min(kTextBatch, tags - begin))));
      }
      const at::Tensor vectors = torch::cat(parts);
      space.tagCentre = vectors.mean(0);
      space.tagVectors = unitRows(vectors - space.tagCentre);
    }
  }
  space_ = std::move(space);
  return &*space_;
}

DiffusionTracer::Reference DiffusionTracer::referenceOf(const std::string& path, const at::Tensor& logits,
                                                        const StopToken& stop) {
  Reference reference;
  if (logits.defined()) reference.prediction = logits.argmax().item<std::int64_t>();
  const std::int64_t index = predictor_.sampleOf(path, stop);
  if (index < 0) return reference;
  const data::Dataset& data = *predictor_.dataset(stop);
  const data::Sample& sample = data.samples[static_cast<std::size_t>(index)];
  const std::string& label = data.classes[static_cast<std::size_t>(sample.label)];
  const auto& classes = predictor_.classes();
  const auto known = std::find(classes.begin(), classes.end(), label);
  if (known != classes.end()) reference.label = known - classes.begin();
  if (lens_.hasTargets() && !sample.tags.empty()) {
    reference.text = lens_.textTargets(textsOf(data, {index}, predictor_.tags()))[0];
  }
  return reference;
}

Result<std::vector<protocol::DiffusionPosition>> DiffusionTracer::positions(const at::Tensor& rows,
                                                                            const Reference& reference,
                                                                            const StopToken& stop) {
  MARCIE_ASSIGN(const Space* space, this->space(stop));
  const torch::NoGradGuard noGradients;
  const auto distances = [&](const at::Tensor& target) -> std::vector<double> {
    std::vector<double> result(static_cast<std::size_t>(rows.size(0)), -1.0);
    if (!target.defined()) return result;
    const at::Tensor each = (rows - target).square().mean(1).sqrt().to(torch::kDouble).contiguous();
    const auto* value = each.const_data_ptr<double>();
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = std::isfinite(value[i]) ? value[i] : -1;
    return result;
  };
  const auto prototype = [&](std::int64_t index) {
    return index >= 0 && space->prototypes.defined() ? space->prototypes[index] : at::Tensor();
  };
  const auto toLabel = distances(prototype(reference.label));
  const auto toPrediction = distances(prototype(reference.prediction));
  const auto toText = distances(reference.text);
  at::Tensor places = torch::zeros({rows.size(0), 2}, torch::kDouble);
  if (space->directions.defined()) {
    places = (rows - space->centre).matmul(space->directions.t()).to(torch::kDouble).contiguous();
  }
  const auto place = places.accessor<double, 2>();
  std::vector<protocol::DiffusionPosition> result;
  for (std::size_t i = 0; i < toLabel.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    result.push_back({place[row][0], place[row][1], toLabel[i], toPrediction[i], toText[i]});
  }
  return result;
}

}  // namespace marcie::eval
