#include "core/train/checkpoint.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/train/safetensors.h"

namespace marcie::train {
namespace fs = std::filesystem;
namespace {

constexpr const char* kMetaKey = "marcie";
constexpr std::string_view kModel = "model.";
constexpr std::string_view kAverage = "average.";
constexpr std::string_view kOptimizer = "optimizer.";

std::optional<std::int64_t> stepOf(const fs::path& path) {
  const std::string name = path.filename().string();
  constexpr std::string_view head = "step-";
  constexpr std::string_view tail = ".safetensors";
  if (!name.starts_with(head) || !name.ends_with(tail) || name.size() <= head.size() + tail.size()) return {};
  std::int64_t step = 0;
  const char* end = name.data() + name.size() - tail.size();
  const auto [stop, failure] = std::from_chars(name.data() + head.size(), end, step);
  if (failure != std::errc() || stop != end) return {};
  return step;
}

Result<CheckpointMeta> parseMeta(const fs::path& path, const std::map<std::string, std::string>& metadata) {
  const std::string name = path.filename().string();
  const auto it = metadata.find(kMetaKey);
  if (it == metadata.end()) {
    return Error{ErrorCode::checkpoint, name + " holds tensors, but is not a checkpoint of a run", {}, {}};
  }
  MARCIE_ASSIGN(const Json json, parseJsonText(it->second).within("reading " + name));
  // The version first: a newer one may have members that this program does not know.
  const int version = json.is_object() && json.contains("version") && json["version"].is_number_integer()
                          ? json["version"].get<int>()
                          : 0;
  if (version != kCheckpointVersion) {
    return Error{ErrorCode::checkpoint,
                 name + " has checkpoint version " + std::to_string(version) + ", this program reads version " +
                     std::to_string(kCheckpointVersion),
                 "Use the version of Marcie that wrote it",
                 {}};
  }
  return parseStruct<CheckpointMeta>(json, ErrorCode::checkpoint).within("reading " + name);
}

}  // namespace

NamedTensors Checkpoint::evaluationWeights() const {
  NamedTensors weights = model;
  const std::map<std::string, at::Tensor> averages(average.begin(), average.end());
  for (auto& [name, tensor] : weights) {
    if (const auto it = averages.find(name); it != averages.end()) tensor = it->second;
  }
  return weights;
}

Result<void> writeCheckpoint(const fs::path& path, const Checkpoint& checkpoint) {
  TensorFile file;
  const auto add = [&file](std::string_view prefix, const NamedTensors& tensors) {
    for (const auto& [name, tensor] : tensors) file.tensors.emplace_back(std::string(prefix) + name, tensor);
  };
  add(kModel, checkpoint.model);
  add(kAverage, checkpoint.average);
  add(kOptimizer, checkpoint.optimizer);
  file.metadata[kMetaKey] = dumpJson(toJson(checkpoint.meta));
  return writeTensors(path, file).within("saving a checkpoint");
}

Result<Checkpoint> readCheckpoint(const fs::path& path) {
  MARCIE_ASSIGN(TensorFile file, readTensors(path));
  Checkpoint checkpoint;
  MARCIE_ASSIGN(checkpoint.meta, parseMeta(path, file.metadata));
  for (auto& [name, tensor] : file.tensors) {
    const auto take = [&, &key = name, &value = tensor](std::string_view prefix, NamedTensors& into) {
      if (!key.starts_with(prefix)) return false;
      into.emplace_back(key.substr(prefix.size()), value);
      return true;
    };
    if (!take(kModel, checkpoint.model) && !take(kAverage, checkpoint.average) &&
        !take(kOptimizer, checkpoint.optimizer)) {
      return Error{
          ErrorCode::checkpoint, path.filename().string() + " holds the unknown tensor '" + name + "'", {}, {}};
    }
  }
  return checkpoint;
}

Result<CheckpointMeta> readCheckpointMeta(const fs::path& path) {
  MARCIE_ASSIGN(const auto metadata, readTensorMetadata(path));
  return parseMeta(path, metadata);
}

fs::path checkpointPath(const RunFolder& folder, std::int64_t step) {
  return folder.checkpointsFolder() / ("step-" + std::to_string(step) + ".safetensors");
}

fs::path bestCheckpointPath(const RunFolder& folder) {
  return folder.checkpointsFolder() / "best.safetensors";
}

std::vector<fs::path> listCheckpoints(const RunFolder& folder) {
  std::vector<std::pair<std::int64_t, fs::path>> found;
  std::error_code failure;
  for (fs::directory_iterator it(folder.checkpointsFolder(), failure), end; !failure && it != end;
       it.increment(failure)) {
    if (const auto step = stepOf(it->path())) found.emplace_back(*step, it->path());
  }
  std::sort(found.begin(), found.end(), std::greater<>());
  std::vector<fs::path> paths;
  paths.reserve(found.size());
  for (auto& [step, path] : found) paths.push_back(std::move(path));
  return paths;
}

Result<fs::path> currentCheckpoint(const RunFolder& folder, ModelSelection selection) {
  std::error_code ignored;
  if (selection == ModelSelection::bestValidation && !isLive(folder.status().state) &&
      fs::exists(bestCheckpointPath(folder), ignored)) {
    return bestCheckpointPath(folder);
  }
  const auto all = listCheckpoints(folder);
  if (!all.empty()) return all.front();
  return Error{ErrorCode::notFound,
               folder.root().string() + " has no checkpoint yet",
               "Wait for the end of the run's first epoch",
               {}};
}

void pruneCheckpoints(const RunFolder& folder, std::size_t keep) {
  std::error_code ignored;
  const auto all = listCheckpoints(folder);
  for (std::size_t i = keep; i < all.size(); ++i) fs::remove(all[i], ignored);
  std::error_code failure;
  for (fs::directory_iterator it(folder.checkpointsFolder(), failure), end; !failure && it != end;
       it.increment(failure)) {
    if (it->path().filename().string().find(".safetensors.tmp") != std::string::npos) fs::remove(it->path(), ignored);
  }
}

}  // namespace marcie::train
