#include "core/rec/data/reader.h"

#include <algorithm>
#include <filesystem>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/options/json.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

constexpr double kSureOfInteractions = 0.5;
constexpr double kEnoughForInteractions = 0.15;  // below this nobody means this layout

Error nobodyReads(const RecDataOptions& options, const std::vector<ReaderScore>& scores) {
  std::error_code error;
  const std::string found =
      fs::is_directory(options.path, error) ? "holds " + data::describeFolder(options.path) : "is a single file";
  std::string hint = "What can be read:";
  for (const auto& score : scores)
    hint += "\n  " + score.title + ": " + score.expects + " (here: " + score.reason + ")";
  return Error{
      ErrorCode::data, options.path + " " + found + "; no interactions of users and items are found", hint, {}};
}

Result<const RecReader*> chooseRecReader(const RecDataOptions& options) {
  std::vector<std::string> names;
  std::string wanted = options.reader;
  if (wanted.empty()) {
    const auto scores = scoreRecReaders(options);
    if (scores.front().score < kEnoughForInteractions) return nobodyReads(options, scores);
    wanted = scores.front().name;
  }
  for (const RecReader* reader : readers()) {
    if (reader->name == wanted) return reader;
    names.emplace_back(reader->name);
  }
  const std::string nearest = nearestSpelling(wanted, names);
  return Error{ErrorCode::option,
               "there is no reader '" + wanted + "'",
               nearest.empty() ? "Known readers: " + join(names, ", ") : "Did you mean '" + nearest + "'?",
               {}};
}

}  // namespace

std::vector<ReaderScore> scoreRecReaders(const RecDataOptions& options) {
  std::vector<ReaderScore> scores;
  for (const RecReader* reader : readers()) {
    const Recognition found = reader->recognise(options);
    scores.push_back({std::string(reader->name), std::string(reader->title), found.score, found.reason,
                      std::string(reader->expects)});
  }
  std::stable_sort(scores.begin(), scores.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return scores;
}

bool LayoutScores::areInteractions() const {
  return interactions >= kSureOfInteractions && interactions > pictures;
}

LayoutScores scoreLayout(const RecDataOptions& options) {
  std::error_code error;
  if (options.path.empty() || !fs::exists(options.path, error)) return {};
  DataOptions pictures;
  pictures.path = options.path;
  return {data::scoreReaders(pictures).front().score, scoreRecReaders(options).front().score};
}

Result<RecData> readRecData(const RecDataOptions& options, const StopToken& stop) {
  if (options.path.empty()) {
    return Error{ErrorCode::notFound, "no data was chosen", "Give a folder or file with interactions", {}};
  }
  Problems problems;
  validate(options, problems);
  if (options.ratingHigh < options.ratingLow) {
    problems.add("ratingHigh", "must not be below ratingLow (" + formatNumber(options.ratingLow) + ")");
  }
  MARCIE_TRY(problems.toResult());
  std::error_code error;
  if (!fs::exists(options.path, error)) {
    return Error{ErrorCode::notFound, "there is nothing at " + options.path, "Check the path", {}};
  }
  MARCIE_ASSIGN(const RecReader* reader, chooseRecReader(options));
  MARCIE_ASSIGN(RecData result, reader->read(options, stop).within("reading " + options.path));
  const fs::path path = data::absolutePath(options.path);
  result.root = fs::is_directory(path, error) ? path.string() : path.parent_path().string();
  result.reader = reader->name;
  return result;
}

Result<RecData> readRecData(const std::string& path, RecDataOptions options, const StopToken& stop) {
  options.path = path;
  return readRecData(options, stop);
}

}  // namespace marcie::rec
