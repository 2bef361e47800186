// VireoFood-172 (Chen & Ngo, ACM MM 2016):
//   ready_chinese_food/<class 1…172>/<file>.jpg
//   SplitAndIngreLabel/{TR,VAL,TE}.txt   "/<class>/<file>.jpg"
//   SplitAndIngreLabel/IngreLabel.txt    "<path> v1 … v353"; an ingredient is present iff v > 0 (absent is -1 or 0)
//   SplitAndIngreLabel/IngredientList.txt, FoodList.txt   names, one a line
#include <charconv>
#include <filesystem>
#include <unordered_map>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/data/reader.h"
#include "core/data/text_file.h"
#include "core/options/field.h"

namespace marcie::data {
namespace fs = std::filesystem;

namespace {

struct Folders {
  fs::path pictures, lists;
};

std::optional<Folders> findFolders(const fs::path& path) {
  std::vector<fs::path> candidates{path, path.parent_path()};
  for (const auto& child : subfolders(path)) candidates.push_back(child);
  std::error_code error;
  for (const auto& root : candidates) {
    const auto lists = entryNamed(root, "SplitAndIngreLabel");
    if (lists && fs::is_directory(*lists, error)) {
      return Folders{entryNamed(root, "ready_chinese_food").value_or(root / "ready_chinese_food"), *lists};
    }
  }
  return std::nullopt;
}

Recognition recogniseVireoFood172(const DataOptions& options) {
  const fs::path root = absolutePath(options.path);
  std::error_code error;
  if (!fs::is_directory(root, error)) return {0, "not a folder"};
  const auto folders = findFolders(root);
  if (!folders) return {0, "no folder SplitAndIngreLabel"};
  if (!fs::is_directory(folders->pictures, error)) return {0.5, "SplitAndIngreLabel without ready_chinese_food"};
  return {0.98, "ready_chinese_food and SplitAndIngreLabel"};
}

std::string_view withoutSlash(std::string_view path) {
  path = trimmed(path);
  while (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

class Vireo {
 public:
  explicit Vireo(Folders folders) : folders_(std::move(folders)) {}

  Result<Dataset> read(const StopToken& stop) {
    std::error_code error;
    if (!fs::is_directory(folders_.pictures, error)) {
      return Error{ErrorCode::notFound,
                   "the lists of VireoFood-172 are there, but the pictures are not",
                   "Put them into " + folders_.pictures.string() + "/<class>/<file>.jpg",
                   {}};
    }
    MARCIE_TRY(readNames());
    MARCIE_TRY(readIngredients(stop));
    MARCIE_TRY(readSplit("TR.txt", Split::train, stop));
    MARCIE_TRY(readSplit("VAL.txt", Split::val, stop));
    MARCIE_TRY(readSplit("TE.txt", Split::test, stop));
    if (dataset_.samples.empty()) {
      return Error{ErrorCode::data,
                   "none of the listed pictures is in " + folders_.pictures.string(),
                   "The lists name them as /<class>/<file>.jpg",
                   {}};
    }
    dataset_.splitOrigin = "given";
    return std::move(dataset_);
  }

 private:
  Result<std::string> text(const std::string& name) {
    MARCIE_ASSIGN(TextFile file, readTextFile(folders_.lists / name));
    if (file.encoding) dataset_.problems.push_back(*file.encoding);
    return std::move(file.text);
  }

  [[nodiscard]] bool has(const std::string& name) const {
    std::error_code error;
    return fs::is_regular_file(folders_.lists / name, error);
  }

  Result<std::vector<std::string>> names(const std::string& name) {
    std::vector<std::string> result;
    MARCIE_ASSIGN(const std::string content, text(name));
    for (const auto line : linesOf(content)) result.emplace_back(trimmed(line));
    while (!result.empty() && result.back().empty()) result.pop_back();
    return result;
  }

  Result<void> readNames() {
    if (has("FoodList.txt")) {
      MARCIE_ASSIGN(dataset_.classes, names("FoodList.txt"));
    } else {
      std::size_t largest = 0;
      for (const auto& folder : subfolders(folders_.pictures)) {
        if (const auto number = classNumber(folder.filename().string())) largest = std::max(largest, *number);
      }
      for (std::size_t k = 1; k <= largest; ++k) dataset_.classes.push_back(std::to_string(k));
    }
    if (!has("IngredientList.txt")) return {};
    MARCIE_ASSIGN(dataset_.tags, names("IngredientList.txt"));
    return {};
  }

  static std::optional<std::size_t> classNumber(std::string_view text) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 1 || number > 100000) return std::nullopt;
    return number;
  }

  // Indexed by path: this file is in another order than the split lists.
  Result<void> readIngredients(const StopToken& stop) {
    if (!has("IngreLabel.txt")) {
      dataset_.tags.clear();
      return {};
    }
    MARCIE_ASSIGN(const std::string content, text("IngreLabel.txt"));
    std::int64_t number = 0;
    std::size_t wrong = 0;
    std::size_t wrongCount = 0;
    for (const auto line : linesOf(content)) {
      if (stop.stopRequested()) return stoppedReading();
      ++number;
      if (trimmed(line).empty()) continue;
      const std::size_t space = line.find(' ', line.find(".jpg") == std::string_view::npos ? 0 : line.find(".jpg"));
      if (space == std::string_view::npos) {
        problem("IngreLabel.txt", number, "has no values");
        continue;
      }
      std::vector<std::int32_t> tags;
      const std::size_t count = parsePresent(line.substr(space), tags);
      if (dataset_.tags.empty()) {
        for (std::size_t k = 1; k <= count; ++k) dataset_.tags.push_back("ingredient " + std::to_string(k));
      }
      if (count != dataset_.tags.size()) {
        ++wrong;
        wrongCount = count;
        problem("IngreLabel.txt", number,
                "has " + std::to_string(count) + " values where " + std::to_string(dataset_.tags.size()) +
                    " ingredients are named");
        continue;
      }
      ingredients_.emplace(withoutSlash(line.substr(0, space)), std::move(tags));
    }
    if (ingredients_.empty() && wrong > 0) {
      return Error{ErrorCode::format,
                   "IngreLabel.txt has " + std::to_string(wrongCount) + " values a line but IngredientList.txt has " +
                       std::to_string(dataset_.tags.size()) + " lines",
                   "Get both files from the same release",
                   {}};
    }
    return {};
  }

  // Values of the line, counted; indices of those above zero.
  static std::size_t parsePresent(std::string_view values, std::vector<std::int32_t>& present) {
    std::size_t count = 0;
    std::size_t at = 0;
    while (true) {
      at = values.find_first_not_of(" \t", at);
      if (at == std::string_view::npos) return count;
      const std::size_t end = std::min(values.find_first_of(" \t", at), values.size());
      double value = 0;
      std::from_chars(values.data() + at, values.data() + end, value);
      if (value > 0) present.push_back(static_cast<std::int32_t>(count));
      ++count;
      at = end;
    }
  }

  Result<void> readSplit(const std::string& name, Split split, const StopToken& stop) {
    if (!has(name)) {
      if (split != Split::train) return {};
      return Error{ErrorCode::notFound,
                   "there is no TR.txt in " + folders_.lists.string(),
                   "It lists the training pictures",
                   {}};
    }
    MARCIE_ASSIGN(const std::string content, text(name));
    std::int64_t number = 0;
    for (const auto line : linesOf(content)) {
      if (stop.stopRequested()) return stoppedReading();
      ++number;
      const std::string_view relative = withoutSlash(line);
      if (!relative.empty()) addRow(name, number, std::string(relative), split);
    }
    return {};
  }

  void addRow(const std::string& list, std::int64_t line, const std::string& relative, Split split) {
    const auto number = classNumber(std::string_view(relative).substr(0, relative.find('/')));
    if (!number || *number > dataset_.classes.size()) {
      return problem(
          list, line,
          "'" + relative + "' does not begin with a class from 1 to " + std::to_string(dataset_.classes.size()),
          "unknownClass");
    }
    const fs::path path = folders_.pictures / relative;
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
      dataset_.problems.push_back({"missing", path.string(), line, list + " names this picture, but it is not there"});
      return;
    }
    Sample sample{path.string(), static_cast<std::int32_t>(*number) - 1, split, {}};
    const auto found = ingredients_.find(relative);
    if (found != ingredients_.end()) {
      sample.tags = found->second;
    } else if (!dataset_.tags.empty()) {
      dataset_.problems.push_back({"noAnnotation", path.string(), line, "is not in IngreLabel.txt"});
    }
    dataset_.samples.push_back(std::move(sample));
  }

  void problem(const std::string& list, std::int64_t line, std::string reason, const char* kind = "row") {
    dataset_.problems.push_back({kind, (folders_.lists / list).string(), line, std::move(reason)});
  }

  Folders folders_;
  Dataset dataset_;
  std::unordered_map<std::string, std::vector<std::int32_t>> ingredients_;
};

Result<Dataset> readVireoFood172(const DataOptions& options, const StopToken& stop) {
  const auto folders = findFolders(absolutePath(options.path));
  if (!folders) {
    return Error{ErrorCode::notFound, "there is no folder SplitAndIngreLabel", "Unpack VireoFood-172 completely", {}};
  }
  return Vireo(*folders).read(stop).within("reading " + folders->lists.string());
}

}  // namespace

const DatasetReader& vireofood172Entry() {
  static const DatasetReader entry{
      "vireofood172", MARCIE_TR("Data", "VireoFood-172"),
      MARCIE_TR(
          "Data",
          "The folders ready_chinese_food/<class>/<file>.jpg and SplitAndIngreLabel with TR.txt, VAL.txt, TE.txt, "
          "IngreLabel.txt, IngredientList.txt and FoodList.txt."),
      recogniseVireoFood172, readVireoFood172};
  return entry;
}

}  // namespace marcie::data
