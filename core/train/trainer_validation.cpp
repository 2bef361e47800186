// How the Trainer measures a task between epochs.
#include <torch/torch.h>

#include "core/base/log.h"
#include "core/base/random.h"
#include "core/metrics/classification.h"
#include "core/train/trainer.h"

namespace marcie::train {
namespace {

double valueOf(const std::vector<NamedValue>& values, std::string_view name, double otherwise) {
  for (const NamedValue& value : values) {
    if (value.name == name) return value.value;
  }
  return otherwise;
}

}  // namespace

Result<void> Trainer::validate() {
  const torch::NoGradGuard noGradients;
  average_.swap();
  std::vector<NamedValue> values;
  auto own = parts_.task.measure();
  Result<void> failure;
  if (!own) {
    failure = std::move(own).error();
  } else if (*own) {
    values = std::move(**own);
  } else {
    auto classified = validateClasses();
    if (!classified) failure = std::move(classified).error();
    if (classified) values = std::move(*classified);
  }
  auto frame = failure ? parts_.task.saveFrame(folder_, step_, epochOf(step_)) : Result<std::string>(std::string());
  average_.swap();
  MARCIE_TRY(std::move(failure));
  if (values.empty()) return {};
  const std::string_view metric = parts_.task.selectionMetric();
  isBest_ = best_.empty() || valueOf(values, metric, -1) > valueOf(best_, metric, -1);
  sinceBest_ = isBest_ ? 0 : sinceBest_ + 1;
  patienceIsOver_ = spec_.trainer.patience > 0 && sinceBest_ >= spec_.trainer.patience;
  if (isBest_) best_ = values;
  emit(MetricsReady{"val", std::move(values)});
  // A film with a frame less is no reason to stop learning.
  if (!frame) {
    log::warning("the watched pictures were not recorded: " + frame.error().toString());
  } else if (!frame->empty()) {
    emit(SnapshotReady{"embeddings", *frame});
  }
  return {};
}

// Nothing without validation pictures.
Result<std::vector<NamedValue>> Trainer::validateClasses() {
  std::vector<NamedValue> values;
  if (parts_.validation == nullptr || parts_.validation->batchesPerEpoch() == 0) return values;
  metrics::TopKAccuracy top1(1), top5(5);
  std::optional<metrics::ConfusionCounts> confusion;
  double lossSum = 0;
  parts_.validation->startEpoch(0, 0);
  for (;;) {
    waitWhilePaused();
    MARCIE_ASSIGN(const auto batch, parts_.validation->next());
    if (!batch) break;
    const data::Batch moved = onDevice(*batch);
    const at::Tensor logits = parts_.task.validationLogits(moved).to(torch::kFloat);
    if (!confusion) confusion.emplace(logits.size(1));
    top1.add(logits, moved.labels);
    top5.add(logits, moved.labels);
    confusion->add(logits, moved.labels);
    lossSum += torch::nn::functional::cross_entropy(
                   logits, moved.labels, torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kSum))
                   .item<double>();
    status_.touch();
  }
  if (top1.count() == 0) return values;
  values = {{"top1", top1.value()},
            {"top5", top5.value()},
            {"macroF1", confusion->macroF1()},
            {"loss", lossSum / static_cast<double>(top1.count())}};
  MARCIE_TRY(addDiagnostics(values));
  return values;
}

Result<void> Trainer::addDiagnostics(std::vector<NamedValue>& values) {
  if (parts_.diagnostics == nullptr || parts_.diagnostics->batchesPerEpoch() == 0) return {};
  if (!parts_.task.wantsDiagnosis()) return {};
  torch::manual_seed(deriveSeed(spec_.trainer.seed, static_cast<std::uint64_t>(step_), 0xD1A6));
  parts_.diagnostics->startEpoch(0, 0);
  while (parts_.task.wantsDiagnosis()) {
    waitWhilePaused();
    MARCIE_ASSIGN(const auto batch, parts_.diagnostics->next());
    if (!batch) break;
    parts_.task.diagnose(onDevice(*batch));
  }
  for (NamedValue& value : parts_.task.takeDiagnostics()) values.push_back(std::move(value));
  return {};
}

}  // namespace marcie::train
