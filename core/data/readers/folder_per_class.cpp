// <root>/<class>/<picture>, or <root>/{train,val,test}/<class>/<picture>.
#include <filesystem>
#include <map>

#include "core/data/layout.h"
#include "core/data/reader.h"
#include "core/options/field.h"

namespace marcie::data {
namespace fs = std::filesystem;

namespace {

struct Level {
  fs::path folder;
  Split split = Split::train;
};

// The split folders, or nothing when the classes lie directly below the root.
std::vector<Level> splitLevels(const fs::path& root) {
  std::vector<Level> levels;
  for (const auto& folder : subfolders(root)) {
    const auto split = splitFromName(folder.filename().string());
    if (!split) continue;
    for (const auto& child : subfolders(folder)) {
      if (holdsPictures(child, 1)) {
        levels.push_back({folder, *split});
        break;
      }
    }
  }
  return levels;
}

std::vector<fs::path> classFolders(const fs::path& folder) {
  std::vector<fs::path> classes;
  for (const auto& child : subfolders(folder)) {
    if (holdsPictures(child, 8)) classes.push_back(child);
  }
  return classes;
}

Recognition recogniseFolderPerClass(const DataOptions& options) {
  const fs::path root = absolutePath(options.path);
  std::error_code error;
  if (!fs::is_directory(root, error)) return {0, "not a folder"};
  const auto levels = splitLevels(root);
  if (!levels.empty()) {
    return {0.85, std::to_string(levels.size()) + " split folders with class folders in them"};
  }
  std::size_t direct = 0;
  const auto folders = subfolders(root);
  for (const auto& child : folders) direct += holdsPictures(child, 0) ? 1 : 0;
  if (direct >= 2) {
    return {direct == folders.size() ? 0.8 : 0.6, std::to_string(direct) + " folders with pictures in them"};
  }
  if (direct == 1) return {0.2, "only one folder with pictures in it: that would be one class"};
  return {0, "no folder with pictures directly in it"};
}

void addFiles(const fs::path& folder, std::int32_t label, Split split, Dataset& dataset) {
  for (const auto& file : filesBelow(folder)) {
    if (hasPictureName(file)) {
      dataset.samples.push_back({file.string(), label, split, {}});
    } else {
      dataset.problems.push_back({"notAnImage", file.string(), 0, "is not a picture by its name"});
    }
  }
}

void reportLoose(const fs::path& folder, Dataset& dataset) {
  for (const auto& file : filesIn(folder)) {
    if (!hasPictureName(file)) continue;
    dataset.problems.push_back({"unknownClass", file.string(), 0, "lies beside the class folders and so has no class"});
  }
}

Result<Dataset> readFolderPerClass(const DataOptions& options, const StopToken& stop) {
  const fs::path root = absolutePath(options.path);
  Dataset dataset;
  auto levels = splitLevels(root);
  const bool given = !levels.empty();
  if (!given) levels.push_back({root, Split::train});
  Vocabulary classes;
  for (const Level& level : levels) {
    reportLoose(level.folder, dataset);
    for (const auto& folder : classFolders(level.folder)) {
      if (stop.stopRequested()) return stoppedReading();
      addFiles(folder, classes.indexOf(folder.filename().string()), level.split, dataset);
    }
  }
  if (dataset.samples.empty()) {
    return Error{ErrorCode::data,
                 "no class folder with pictures in it; found " + describeFolder(root),
                 "Put the pictures of each class into a folder of its own",
                 {}};
  }
  dataset.classes = classes.names();
  dataset.splitOrigin = given ? "given" : "";
  sortNames(dataset);
  return dataset;
}

}  // namespace

const DatasetReader& folderPerClassEntry() {
  static const DatasetReader entry{
      "folder_per_class", MARCIE_TR("Data", "Folder per class"),
      MARCIE_TR(
          "Data",
          "A folder whose subfolders are the classes and hold the pictures (<class>/<picture>.jpg), optionally below "
          "train, val and test folders."),
      recogniseFolderPerClass, readFolderPerClass};
  return entry;
}

}  // namespace marcie::data
