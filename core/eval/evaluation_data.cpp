#include "core/eval/evaluation_data.h"

#include <map>

#include <torch/torch.h>

#include "core/data/reader.h"

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

Result<EvaluationData> openEvaluationData(const Predictor& predictor, const std::optional<DataOptions>& other,
                                          data::Split split, const StopToken& stop) {
  EvaluationData data;
  data.spec = predictor.spec();
  if (other) {
    const int imageSize = data.spec.data.imageSize;
    const int cacheSize = data.spec.data.cacheSize;
    data.spec.data = *other;
    data.spec.data.imageSize = imageSize;
    data.spec.data.cacheSize = cacheSize;
  }
  MARCIE_ASSIGN(data.dataset, data::readDataset(data.spec.data, stop));
  MARCIE_TRY(matchClasses(data.dataset, predictor.classes()));
  data.indices = data.dataset.indicesOf(split);
  if (data.indices.empty()) return emptySplit(data.dataset, split);
  data.fingerprint = data::fingerprintOf(data.dataset, split);
  return data;
}

at::Tensor textsOf(const data::Dataset& dataset, const std::vector<std::int64_t>& indices,
                   const std::vector<std::string>& vocabulary) {
  std::map<std::string, std::int64_t> column;
  for (std::size_t i = 0; i < vocabulary.size(); ++i) column.emplace(vocabulary[i], static_cast<std::int64_t>(i));
  at::Tensor texts =
      torch::zeros({static_cast<std::int64_t>(indices.size()), static_cast<std::int64_t>(vocabulary.size())});
  auto cell = texts.accessor<float, 2>();
  for (std::size_t row = 0; row < indices.size(); ++row) {
    for (const std::int32_t tag : dataset.samples[static_cast<std::size_t>(indices[row])].tags) {
      const auto it = column.find(dataset.tags[static_cast<std::size_t>(tag)]);
      if (it != column.end()) cell[static_cast<std::int64_t>(row)][it->second] = 1;
    }
  }
  return texts;
}

DataOptions dataElsewhere(const DataOptions& own, const std::filesystem::path& path) {
  DataOptions other = own;
  other.path = std::filesystem::absolute(path).lexically_normal().string();
  other.reader.clear();  // it may be of another layout
  return other;
}

std::string checkpointKey(const Predictor& predictor) {
  return predictor.checkpoint().filename().string() + "@" + std::to_string(predictor.step());
}

}  // namespace marcie::eval
