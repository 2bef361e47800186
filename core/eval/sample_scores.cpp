#include "core/eval/sample_scores.h"

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/eval/chunks.h"
#include "core/eval/evaluation_data.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

// The table with everything but what the run says.
SampleTable emptyTable(const Predictor& predictor, const EvaluationData& data) {
  SampleTable table;
  table.checkpoint = checkpointKey(predictor);
  table.step = predictor.step();
  table.split = data.fingerprint.split;
  table.data = data.fingerprint.hash;
  table.classes = predictor.classes();
  for (const std::int64_t index : data.indices) {
    const data::Sample& sample = data.dataset.samples[static_cast<std::size_t>(index)];
    table.paths.push_back(sample.path);
    table.labels.push_back(sample.label);
  }
  return table;
}

std::optional<SampleTable> keptTable(const fs::path& file, const SampleTable& wanted) {
  const auto text = readFile(file);
  if (!text) return {};
  const auto json = parseJsonText(*text);
  if (!json) return {};
  auto kept = parseStruct<SampleTable>(*json);
  if (!kept || kept->version != kSampleTableVersion || kept->checkpoint != wanted.checkpoint ||
      kept->data != wanted.data || kept->classes != wanted.classes || kept->paths != wanted.paths ||
      kept->labels != wanted.labels || !kept->isSound()) {
    return {};
  }
  return std::move(*kept);
}

void addRows(const at::Tensor& logits, const at::Tensor& labels, SampleTable& table) {
  const at::Tensor logProbability = torch::log_softmax(logits.to(torch::kCPU, torch::kFloat), 1);
  const auto [best, predicted] = logProbability.max(1);
  const at::Tensor truth = logProbability.gather(1, labels.to(torch::kLong).unsqueeze(1)).squeeze(1).contiguous();
  const at::Tensor sure = best.exp().contiguous();
  for (std::int64_t i = 0; i < truth.size(0); ++i) {
    table.predicted.push_back(static_cast<std::int32_t>(predicted[i].item<std::int64_t>()));
    table.confidence.push_back(sure.const_data_ptr<float>()[i]);
    table.truth.push_back(std::exp(truth.const_data_ptr<float>()[i]));
    table.loss.push_back(-truth.const_data_ptr<float>()[i]);
  }
}

}  // namespace

Result<SampleTable> tabulateSamples(Predictor& predictor, const RunFolder& folder, data::Split split,
                                    const StopToken& stop, const ProgressCallback& progress) {
  const torch::NoGradGuard noGradients;
  MARCIE_ASSIGN(const EvaluationData data, openEvaluationData(predictor, {}, split, stop));
  SampleTable table = emptyTable(predictor, data);
  const fs::path file = folder.snapshotsFolder() / ("samples-" + table.split + "-" + table.data + ".json");
  if (auto kept = keptTable(file, table)) return std::move(*kept);
  const auto total = static_cast<std::int64_t>(data.indices.size());
  const std::int64_t step = picturesAtOnce(data.spec.data.imageSize);
  std::int64_t done = 0;
  MARCIE_TRY(forEachBatch(data.spec, data.dataset, data.indices, stop, {}, [&](const data::Batch& batch) {
    const at::Tensor input = batch.input();
    for (std::int64_t begin = 0; begin < input.size(0) && !stop.stopRequested(); begin += step) {
      const std::int64_t count = std::min(step, input.size(0) - begin);
      addRows(predictor.view(input.narrow(0, begin, count)).logits, batch.labels.narrow(0, begin, count), table);
      done += count;
      if (progress) progress(done, total);
    }
  }));
  if (stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
  if (!table.isSound()) {
    return Error{ErrorCode::data,
                 "some pictures of the split '" + table.split + "' cannot be read any more",
                 "Look at the data on the Data page",
                 {}};
  }
  const auto made = makeFolders(folder.snapshotsFolder());
  const auto saved = made ? replaceFile(file, dumpJson(toJson(table)) + "\n") : made;
  if (!saved) log::warning("predictions are not kept: " + saved.error().toString());
  return table;
}

}  // namespace marcie::eval
