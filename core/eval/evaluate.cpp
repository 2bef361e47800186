#include "core/eval/evaluate.h"

#include <algorithm>
#include <map>

#include <torch/torch.h>

#include "core/data/reader.h"
#include "core/eval/predictor.h"
#include "core/metrics/alignment.h"
#include "core/metrics/classification.h"

namespace marcie::eval {
namespace {

// Gives every sample the label that the run knows its class by.
Result<void> matchClasses(data::Dataset& dataset, const std::vector<std::string>& classes) {
  std::map<std::string, std::int32_t> known;
  for (std::size_t i = 0; i < classes.size(); ++i) known.emplace(classes[i], static_cast<std::int32_t>(i));
  std::vector<std::int32_t> label;
  for (const std::string& name : dataset.classes) {
    const auto it = known.find(name);
    label.push_back(it != known.end() ? it->second : -1);
  }
  for (data::Sample& sample : dataset.samples) {
    const std::int32_t mapped = label[static_cast<std::size_t>(sample.label)];
    if (mapped < 0) {
      return Error{ErrorCode::data,
                   "the class '" + dataset.classes[static_cast<std::size_t>(sample.label)] + "' is not one of the " +
                       std::to_string(classes.size()) + " classes of the run",
                   "Evaluate on data with the run's classes",
                   {}};
    }
    sample.label = mapped;
  }
  dataset.classes = classes;
  return {};
}

// [N, tags] of the run's vocabulary in {0, 1}; undefined when no picture has an annotation that the run knows.
at::Tensor knownTags(const data::Dataset& dataset, const std::vector<std::int64_t>& indices,
                     const std::vector<std::string>& vocabulary) {
  std::map<std::string, std::int64_t> column;
  for (std::size_t i = 0; i < vocabulary.size(); ++i) column.emplace(vocabulary[i], static_cast<std::int64_t>(i));
  at::Tensor truth =
      torch::zeros({static_cast<std::int64_t>(indices.size()), static_cast<std::int64_t>(vocabulary.size())});
  auto cell = truth.accessor<float, 2>();
  bool any = false;
  for (std::size_t row = 0; row < indices.size(); ++row) {
    for (const std::int32_t tag : dataset.samples[static_cast<std::size_t>(indices[row])].tags) {
      const auto it = column.find(dataset.tags[static_cast<std::size_t>(tag)]);
      if (it == column.end()) continue;
      cell[static_cast<std::int64_t>(row)][it->second] = 1;
      any = true;
    }
  }
  return any ? truth : at::Tensor();
}

Error emptySplit(const data::Dataset& dataset, data::Split split) {
  std::string sizes;
  for (const data::Split any : data::kSplits) {
    sizes += (sizes.empty() ? "" : ", ") + std::string(data::splitName(any)) + " " +
             std::to_string(dataset.indicesOf(any).size());
  }
  return Error{ErrorCode::data,
               "the split '" + std::string(data::splitName(split)) + "' has no pictures (" + sizes + ")",
               "Choose another --split",
               {}};
}

}  // namespace

Result<EvaluationReport> evaluateRun(const RunFolder& folder, const std::optional<DataOptions>& other,
                                     data::Split split, const StopToken& stop, const ProgressCallback& progress) {
  MARCIE_ASSIGN(const auto predictor, Predictor::open(folder));
  RunSpec spec = predictor->spec();
  if (other) {
    const int imageSize = spec.data.imageSize;
    const int cacheSize = spec.data.cacheSize;
    spec.data = *other;
    spec.data.imageSize = imageSize;
    spec.data.cacheSize = cacheSize;
  }
  MARCIE_ASSIGN(data::Dataset dataset, data::readDataset(spec.data, stop));
  MARCIE_TRY(matchClasses(dataset, predictor->classes()));
  const auto indices = dataset.indicesOf(split);
  if (indices.empty()) return emptySplit(dataset, split);

  metrics::TopKAccuracy top1(1), top5(5);
  metrics::ConfusionCounts confusion(static_cast<std::int64_t>(predictor->classes().size()));
  std::vector<at::Tensor> tagProbability;
  MARCIE_TRY(forEachBatch(spec, dataset, indices, stop, progress, [&](const data::Batch& batch) {
    const nn::MarnetView seen = predictor->view(batch.input());
    const at::Tensor& logits = seen.logits;
    if (seen.tags.defined()) tagProbability.push_back(seen.tags);
    top1.add(logits, batch.labels);
    top5.add(logits, batch.labels);
    confusion.add(logits, batch.labels);
  }));
  EvaluationReport report{top1.value(), top5.value(), confusion.macroF1(), top1.count(), {}, {}};
  const auto scores = confusion.perClass();
  for (std::size_t i = 0; i < scores.size(); ++i) {
    report.perClass.push_back(
        {predictor->classes()[i], scores[i].support, scores[i].precision(), scores[i].recall(), scores[i].f1()});
  }
  const at::Tensor truth = knownTags(dataset, indices, predictor->tags());
  if (truth.defined() && !tagProbability.empty()) {
    report.tagAuc = metrics::tagScores(torch::cat(tagProbability), truth).meanAuc;
  }
  return report;
}

}  // namespace marcie::eval
