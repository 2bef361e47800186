#include "core/data/reader.h"

#include <algorithm>
#include <filesystem>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/data/splits.h"

namespace marcie::data {
namespace fs = std::filesystem;

namespace {

constexpr double kEnough = 0.15;  // below this nobody means this layout

Result<void> checkPath(const DataOptions& options) {
  if (options.path.empty()) {
    return Error{ErrorCode::notFound, "no data was chosen", "Give a folder of pictures or a CSV list", {}};
  }
  std::error_code error;
  if (!fs::exists(options.path, error)) {
    return Error{ErrorCode::notFound, "there is nothing at " + options.path, "Check the path", {}};
  }
  if (fs::is_directory(options.path, error) && fs::is_empty(options.path, error)) {
    return Error{
        ErrorCode::data, "the folder " + options.path + " is empty", "Choose the folder that holds the pictures", {}};
  }
  return {};
}

Error nobodyRecognises(const DataOptions& options, const std::vector<ReaderScore>& scores) {
  std::error_code error;
  const std::string found =
      fs::is_directory(options.path, error) ? "holds " + describeFolder(options.path) : std::string("is a single file");
  std::string hint = "What can be read:";
  for (const auto& score : scores)
    hint += "\n  " + score.title + ": " + score.expects + " (here: " + score.reason + ")";
  return Error{ErrorCode::data, options.path + " " + found + "; this is no layout that can be read", hint, {}};
}

Result<const DatasetReader*> chooseReader(const DataOptions& options) {
  if (!options.reader.empty()) {
    std::vector<std::string> names;
    for (const DatasetReader* reader : readers()) {
      if (reader->name == options.reader) return reader;
      names.emplace_back(reader->name);
    }
    const std::string nearest = nearestSpelling(options.reader, names);
    return Error{ErrorCode::option,
                 "there is no reader '" + options.reader + "'",
                 nearest.empty() ? "Known readers: " + join(names, ", ") : "Did you mean '" + nearest + "'?",
                 {}};
  }
  const auto scores = scoreReaders(options);
  if (scores.front().score < kEnough) return nobodyRecognises(options, scores);
  for (const DatasetReader* reader : readers()) {
    if (reader->name == scores.front().name) return reader;
  }
  return Error{ErrorCode::internal, "the chosen reader is not in the catalog", {}, {}};
}

}  // namespace

std::vector<ReaderScore> scoreReaders(const DataOptions& options) {
  std::vector<ReaderScore> scores;
  for (const DatasetReader* reader : readers()) {
    const Recognition recognition = reader->recognise(options);
    scores.push_back({std::string(reader->name), std::string(reader->title), recognition.score, recognition.reason,
                      std::string(reader->expects)});
  }
  std::stable_sort(scores.begin(), scores.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return scores;
}

Result<Dataset> readDataset(const DataOptions& options, const StopToken& stop) {
  MARCIE_TRY(checkPath(options));
  MARCIE_ASSIGN(const DatasetReader* reader, chooseReader(options));
  MARCIE_ASSIGN(Dataset dataset, reader->read(options, stop));
  const fs::path path = absolutePath(options.path);
  std::error_code error;
  dataset.root = fs::is_directory(path, error) ? path.string() : path.parent_path().string();
  dataset.reader = reader->name;
  completeSplits(dataset, options);
  keepTrainFraction(dataset, options);
  dropRareTags(dataset, options.minTagCount);
  return dataset;
}

}  // namespace marcie::data
