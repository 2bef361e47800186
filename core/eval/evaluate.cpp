#include "core/eval/evaluate.h"

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/eval/evaluation_data.h"
#include "core/metrics/alignment.h"
#include "core/metrics/classification.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

// How many classes come before the true one, ties as in metrics::TopKAccuracy: 0 is a hit.
void addRanks(const at::Tensor& logits, const at::Tensor& labels, std::vector<int>& ranks) {
  const at::Tensor values = logits.to(torch::kCPU, torch::kFloat).contiguous();
  const auto rows = values.accessor<float, 2>();
  const auto truths = labels.accessor<std::int64_t, 1>();
  for (std::int64_t i = 0; i < values.size(0); ++i) {
    const std::int64_t truth = truths[i];
    int before = 0;
    for (std::int64_t c = 0; c < values.size(1); ++c) {
      before += rows[i][c] > rows[i][truth] || (rows[i][c] == rows[i][truth] && c < truth) ? 1 : 0;
    }
    ranks.push_back(before);
  }
}

// Of what the fingerprint leaves out: `ranks` go by the order, tagAuc by the annotations.
std::string annotationsKey(const EvaluationData& data) {
  std::uint64_t hash = 0;
  for (const std::int64_t index : data.indices) {
    const data::Sample& sample = data.dataset.samples[static_cast<std::size_t>(index)];
    hash = deriveSeed(hash, data::nameHash(data::relativeName(data.dataset, sample)));
    for (const std::int32_t tag : sample.tags) {
      hash = deriveSeed(hash, data::nameHash(data.dataset.tags[static_cast<std::size_t>(tag)]));
    }
  }
  return std::to_string(hash);
}

Result<PictureScores> score(Predictor& predictor, const EvaluationData& data, const StopToken& stop,
                            const ProgressCallback& progress) {
  PictureScores scores;
  scores.checkpoint = checkpointKey(predictor);
  scores.data = data.fingerprint;
  scores.annotations = annotationsKey(data);
  metrics::TopKAccuracy top1(1), top5(5);
  metrics::ConfusionCounts confusion(static_cast<std::int64_t>(predictor.classes().size()));
  std::vector<at::Tensor> tagProbability;
  std::vector<std::int64_t> seenIndices;  // without the pictures that the loader leaves out
  MARCIE_TRY(forEachBatch(data.spec, data.dataset, data.indices, stop, progress, [&](const data::Batch& batch) {
    const nn::MarnetView seen = predictor.view(batch.input());
    const at::Tensor& logits = seen.logits;
    if (seen.tags.defined()) tagProbability.push_back(seen.tags);
    top1.add(logits, batch.labels);
    top5.add(logits, batch.labels);
    confusion.add(logits, batch.labels);
    addRanks(logits, batch.labels, scores.ranks);
    for (std::int64_t i = 0; i < batch.size(); ++i) seenIndices.push_back(batch.indices[i].item<std::int64_t>());
  }));
  scores.report = {top1.value(), top5.value(), confusion.macroF1(), top1.count(), {}, {}};
  const auto perClass = confusion.perClass();
  for (std::size_t i = 0; i < perClass.size(); ++i) {
    scores.report.perClass.push_back(
        {predictor.classes()[i], perClass[i].support, perClass[i].precision(), perClass[i].recall(), perClass[i].f1()});
  }
  const at::Tensor truth = textsOf(data.dataset, seenIndices, predictor.tags());
  if (!tagProbability.empty() && truth.any().item<bool>()) {
    scores.report.tagAuc = metrics::tagScores(torch::cat(tagProbability), truth).meanAuc;
  }
  return scores;
}

fs::path keptScores(const RunFolder& folder, const data::SplitFingerprint& data) {
  return folder.snapshotsFolder() / ("scores-" + data.split + "-" + data.hash + ".json");
}

}  // namespace

Result<PictureScores> scoreRun(const RunFolder& folder, const std::optional<DataOptions>& other, data::Split split,
                               const StopToken& stop, const ProgressCallback& progress) {
  MARCIE_ASSIGN(const auto predictor, Predictor::open(folder));
  MARCIE_ASSIGN(const EvaluationData data, openEvaluationData(*predictor, other, split, stop));
  const fs::path kept = keptScores(folder, data.fingerprint);
  if (const auto text = readFile(kept)) {
    const auto json = parseJsonText(*text);
    auto scores = json ? parseStruct<PictureScores>(*json) : Result<PictureScores>(Error(json.error()));
    if (scores && scores->version == kPictureScoresVersion && scores->checkpoint == checkpointKey(*predictor) &&
        scores->data == data.fingerprint && scores->annotations == annotationsKey(data) &&
        scores->ranks.size() == static_cast<std::size_t>(scores->report.n)) {
      return scores;
    }
  }
  MARCIE_ASSIGN(const PictureScores scores, score(*predictor, data, stop, progress));
  const auto written = makeFolders(folder.snapshotsFolder());
  const auto saved = written ? replaceFile(kept, dumpJson(toJson(scores)) + "\n") : written;
  if (!saved) log::warning("scores are not kept: " + saved.error().toString());
  return scores;
}

Result<EvaluationReport> evaluateRun(const RunFolder& folder, const std::optional<DataOptions>& other,
                                     data::Split split, const StopToken& stop, const ProgressCallback& progress) {
  MARCIE_ASSIGN(const auto predictor, Predictor::open(folder));
  MARCIE_ASSIGN(const EvaluationData data, openEvaluationData(*predictor, other, split, stop));
  MARCIE_ASSIGN(PictureScores scores, score(*predictor, data, stop, progress));
  return std::move(scores.report);
}

}  // namespace marcie::eval
