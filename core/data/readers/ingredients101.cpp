// Food-101 pictures with the annotations of Ingredients101 (Bolaños, Ferrà, Radeva 2017, arXiv 1707.08816):
//   Annotations/classes.txt, ingredients.txt and ingredients_simplified.txt (line k = class k, comma-separated),
//   {train,val,test}_images.txt ("<class>/<id>" without ".jpg"), {train,val,test}_labels.txt (0-based class index).
#include <filesystem>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/data/reader.h"
#include "core/data/text_file.h"
#include "core/options/field.h"

namespace marcie::data {
namespace fs = std::filesystem;

namespace {

bool isAnnotationFolder(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_regular_file(folder / "classes.txt", error)) return false;
  return fs::is_regular_file(folder / "train_images.txt", error) ||
         fs::is_regular_file(folder / "val_images.txt", error) ||
         fs::is_regular_file(folder / "test_images.txt", error);
}

std::optional<fs::path> findAnnotations(const fs::path& root) {
  std::vector<fs::path> candidates{root};
  for (const auto& child : subfolders(root)) {
    candidates.push_back(child);
    const auto below = subfolders(child);
    if (below.size() <= 20) candidates.insert(candidates.end(), below.begin(), below.end());
  }
  // The folder may have been entered one level too deep, through its pictures.
  candidates.push_back(root.parent_path() / "Annotations");
  candidates.push_back(root.parent_path() / "annotations");
  for (const auto& candidate : candidates) {
    if (isAnnotationFolder(candidate)) return candidate;
  }
  return std::nullopt;
}

// A folder that holds one of the classes as a folder.
std::optional<fs::path> findPictures(const fs::path& root, const fs::path& annotations,
                                     const std::vector<std::string>& classes) {
  const std::vector<fs::path> bases{root, annotations, annotations.parent_path(),
                                    annotations.parent_path().parent_path(), root.parent_path()};
  std::error_code error;
  for (const auto& base : bases) {
    for (const char* below : {"images", "food-101/images", "Food-101/images", "food101/images", "."}) {
      const fs::path folder = (base / below).lexically_normal();
      if (!fs::is_directory(folder, error)) continue;
      for (const auto& name : classes) {
        if (fs::is_directory(folder / name, error)) return folder;
      }
    }
  }
  return std::nullopt;
}

Recognition recogniseIngredients101(const DataOptions& options) {
  const fs::path root = absolutePath(options.path);
  std::error_code error;
  if (!fs::is_directory(root, error)) return {0, "not a folder"};
  const auto annotations = findAnnotations(root);
  if (!annotations) return {0, "no Annotations folder with classes.txt and *_images.txt"};
  // Somebody who opens the pictures' own folder means the folders.
  if (!annotations->string().starts_with(root.string())) return {0.6, "image lists beside this folder"};
  return {0.9, annotations->filename().string() + " with classes.txt and image lists"};
}

class Ingredients101 {
 public:
  Ingredients101(const DataOptions& options, fs::path annotations)
      : options_(options), root_(absolutePath(options.path)), annotations_(std::move(annotations)) {}

  Result<Dataset> read(const StopToken& stop) {
    MARCIE_ASSIGN(dataset_.classes, lines("classes.txt"));
    MARCIE_TRY(readIngredients());
    const auto pictures = findPictures(root_, annotations_, dataset_.classes);
    if (!pictures) {
      return Error{ErrorCode::notFound,
                   "the annotations of " + std::to_string(dataset_.classes.size()) +
                       " classes are there, but the Food-101 pictures (images/<class>/<id>.jpg) are not",
                   "Put the folder food-101 or its images folder beside " + annotations_.string(),
                   {}};
    }
    pictures_ = *pictures;
    for (const Split split : kSplits) MARCIE_TRY(readSplit(split, stop));
    if (dataset_.samples.empty()) {
      return Error{ErrorCode::data,
                   "none of the listed pictures is in " + pictures_.string(),
                   "Put the Food-101 pictures there as <class>/<id>.jpg",
                   {}};
    }
    dataset_.splitOrigin = "given";
    return std::move(dataset_);
  }

 private:
  Result<std::vector<std::string>> lines(const std::string& name) {
    MARCIE_ASSIGN(const TextFile file, readTextFile(annotations_ / name));
    if (file.encoding) dataset_.problems.push_back(*file.encoding);
    std::vector<std::string> result;
    for (const auto line : linesOf(file.text)) result.emplace_back(trimmed(line));
    while (!result.empty() && result.back().empty()) result.pop_back();
    return result;
  }

  [[nodiscard]] bool has(const std::string& name) const {
    std::error_code error;
    return fs::is_regular_file(annotations_ / name, error);
  }

  // Which list: data.tagsColumn names it; by default the full one where it is there.
  Result<std::string> ingredientList() const {
    const std::string wanted = options_.tagsColumn;
    if (wanted == "ingredients" || wanted == "ingredients_simplified") {
      if (has(wanted + ".txt")) return wanted + ".txt";
      return Error{ErrorCode::notFound,
                   "there is no " + wanted + ".txt in " + annotations_.string(),
                   "Choose the other list with data.tagsColumn",
                   {}};
    }
    if (has("ingredients.txt")) return std::string("ingredients.txt");
    if (has("ingredients_simplified.txt")) return std::string("ingredients_simplified.txt");
    return std::string();
  }

  Result<void> readIngredients() {
    MARCIE_ASSIGN(const std::string name, ingredientList());
    tagsOfClass_.resize(dataset_.classes.size());
    if (name.empty()) return {};
    MARCIE_ASSIGN(const auto rows, lines(name));
    if (rows.size() != dataset_.classes.size())
      return differentLength(name, rows.size(), "classes.txt", dataset_.classes.size());
    Vocabulary vocabulary;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      for (const auto part : marcie::split(rows[k], ',')) {
        const auto tag = trimmed(part);
        if (!tag.empty()) tagsOfClass_[k].push_back(vocabulary.indexOf(tag));
      }
      tidyTags(tagsOfClass_[k]);
    }
    dataset_.tags = vocabulary.names();
    return {};
  }

  static Error differentLength(const std::string& a, std::size_t na, const std::string& b, std::size_t nb) {
    return Error{ErrorCode::format,
                 a + " has " + std::to_string(na) + " lines but " + b + " has " + std::to_string(nb) +
                     ": line k of one must belong to line k of the other",
                 "Get both files from the same release",
                 {}};
  }

  Result<void> readSplit(Split split, const StopToken& stop) {
    const std::string prefix(splitName(split));
    const std::string imageList = prefix + "_images.txt";
    const std::string labelList = prefix + "_labels.txt";
    if (!has(imageList)) return {};
    MARCIE_ASSIGN(const auto images, lines(imageList));
    std::vector<std::string> labels;
    if (has(labelList)) {
      MARCIE_ASSIGN(labels, lines(labelList));
      if (labels.size() != images.size()) return differentLength(imageList, images.size(), labelList, labels.size());
    }
    for (std::size_t i = 0; i < images.size(); ++i) {
      if (stop.stopRequested()) return stoppedReading();
      addRow(split, imageList, static_cast<std::int64_t>(i) + 1, images[i], labels.empty() ? nullptr : &labels[i]);
    }
    return {};
  }

  void addRow(Split split, const std::string& list, std::int64_t line, const std::string& image,
              const std::string* label) {
    if (image.empty()) return;
    const auto problem = [&](const char* kind, std::string reason) {
      dataset_.problems.push_back({kind, (annotations_ / list).string(), line, std::move(reason)});
    };
    const std::string folder = image.substr(0, image.find('/'));
    const auto byName = std::find(dataset_.classes.begin(), dataset_.classes.end(), folder);
    auto index = static_cast<std::size_t>(byName - dataset_.classes.begin());
    if (label != nullptr) {
      const bool isNumber =
          !label->empty() && label->size() < 7 && label->find_first_not_of("0123456789") == std::string::npos;
      const std::size_t number = isNumber ? std::stoul(*label) : dataset_.classes.size();
      if (number >= dataset_.classes.size())
        return problem("unknownClass", "the label '" + *label + "' is no class index");
      if (byName != dataset_.classes.end() && index != number) {
        return problem("row", "the label says " + dataset_.classes[number] + " but the path says " + folder);
      }
      index = number;
    }
    if (index >= dataset_.classes.size()) return problem("unknownClass", "'" + folder + "' is not in classes.txt");
    fs::path path = pictures_ / image;
    if (!hasPictureName(path)) path += ".jpg";
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
      dataset_.problems.push_back({"missing", path.string(), line, list + " names this picture, but it is not there"});
      return;
    }
    dataset_.samples.push_back({path.string(), static_cast<std::int32_t>(index), split, tagsOfClass_[index]});
  }

  const DataOptions& options_;
  fs::path root_, annotations_, pictures_;
  Dataset dataset_;
  std::vector<std::vector<std::int32_t>> tagsOfClass_;
};

Result<Dataset> readIngredients101(const DataOptions& options, const StopToken& stop) {
  const auto annotations = findAnnotations(absolutePath(options.path));
  if (!annotations) {
    return Error{ErrorCode::notFound,
                 "there is no Annotations folder with classes.txt and *_images.txt",
                 "Get the annotations of Ingredients101",
                 {}};
  }
  return Ingredients101(options, *annotations).read(stop).within("reading " + annotations->string());
}

}  // namespace

const DatasetReader& ingredients101Entry() {
  static const DatasetReader entry{
      "ingredients101", MARCIE_TR("Data", "Food-101 with Ingredients101"),
      MARCIE_TR("Data",
                "Food-101 pictures (food-101/images/<class>/<id>.jpg) with the annotation files of Ingredients101 "
                "(Annotations/classes.txt, ingredients.txt, train_images.txt, train_labels.txt, …) beside them."),
      recogniseIngredients101, readIngredients101};
  return entry;
}

}  // namespace marcie::data
