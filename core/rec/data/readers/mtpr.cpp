// Lists of items per user as one .npy (X. Du and others, "How to Learn Item Representation for Cold-Start Multimedia
// Recommendation?", MM 2020): a dictionary with train, val and test (item numbers of each user, by position) and feat
// [items, d]. The file is a pickle; it is read by a reader that executes nothing (core/data/pickle.h). Files of plain
// numbers beside each other are read as well: train.npy, val.npy, test.npy with rows (user, item).
#include <algorithm>
#include <filesystem>

#include <ATen/ATen.h>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/nn/npy.h"
#include "core/options/field.h"
#include "core/rec/data/npy_objects.h"
#include "core/rec/data/reader.h"
#include "core/rec/data/tables.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

using data::PickleValue;

struct NpyFiles {
  fs::path dictionary;  // one pickle
  fs::path train, validation, test, features;
};

NpyFiles findNpy(const RecDataOptions& options) {
  NpyFiles files;
  const fs::path path = data::absolutePath(options.path);
  std::error_code error;
  if (fs::is_regular_file(path, error)) {
    if (path.extension() == ".npy" && holdsObjects(path)) files.dictionary = path;
    return files;
  }
  for (const auto& file : data::filesIn(path)) {
    if (file.extension() != ".npy") continue;
    const std::string stem = toLower(file.stem().string());
    if (stem == "train") files.train = file;
    if (stem == "val" || stem == "valid" || stem == "validation") files.validation = file;
    if (stem == "test") files.test = file;
    if (stem == "feat" || stem == "features") files.features = file;
    if (files.dictionary.empty() && holdsObjects(file)) files.dictionary = file;
  }
  return files;
}

Recognition recogniseMtpr(const RecDataOptions& options) {
  const NpyFiles files = findNpy(options);
  if (!files.train.empty() && !files.test.empty() && !holdsObjects(files.train)) {
    return {0.9, "train.npy and test.npy"};
  }
  if (!files.dictionary.empty()) return {0.6, files.dictionary.filename().string() + " holds objects of Python"};
  return {0, "no .npy with lists of items"};
}

Error notLists(const std::string& what) {
  return Error{ErrorCode::format,
               what,
               "It needs a dictionary with train, val and test: a list of item numbers for each user",
               {}};
}

Result<void> addPair(std::int64_t user, std::int64_t item, Part part, const std::string& where, RecBuilder& builder) {
  if (item < 0 || user < 0) {
    builder.problem("row", "negative numbers of users or items: left out", where);
  } else {
    builder.interaction(std::to_string(user), std::to_string(item), 1, kNoTime, where, part);
  }
  return {};
}

// True when it brings features.
Result<bool> readDictionary(const fs::path& file, RecBuilder& builder) {
  const std::string name = file.filename().string();
  MARCIE_ASSIGN(const data::Pickle pickle, readObjects(file));
  const PickleValue* dictionary = dictionaryIn(pickle.root());
  if (dictionary == nullptr) return notLists(name + " holds no dictionary");
  std::int64_t items = 0;
  if (const PickleValue* features = dictionary->find("feat")) {
    // Read here to know that it is as large as it says.
    MARCIE_ASSIGN(const at::Tensor matrix, tensorIn(*features, "'feat' of " + name));
    if (matrix.dim() != 2 || matrix.size(1) == 0) return notLists("'feat' of " + name + " is no matrix");
    items = matrix.size(0);
  }
  for (std::int64_t i = 0; i < items; ++i) builder.listItem(std::to_string(i), "");
  if (items > 0) builder.listOfItemsIsComplete();
  for (const auto& [key, part] : {std::pair{"train", Part::train},
                                  {"val", Part::validation},
                                  {"valid", Part::validation},
                                  {"test", Part::test}}) {
    const PickleValue* value = dictionary->find(key);
    if (value == nullptr && part != Part::validation) return notLists(name + " has no '" + key + "'");
    if (value == nullptr) continue;
    const auto lists = listsIn(*value);
    if (!lists) return notLists(std::string("'") + key + "' of " + name + " is no list of lists of whole numbers");
    for (std::size_t user = 0; user < lists->size(); ++user) {
      for (const std::int64_t item : (*lists)[user]) {
        MARCIE_TRY(addPair(static_cast<std::int64_t>(user), item, part,
                           std::string(key) + ", user " + std::to_string(user), builder));
      }
    }
  }
  return items > 0;
}

Result<void> readPairs(const fs::path& file, Part part, RecBuilder& builder) {
  MARCIE_ASSIGN(const at::Tensor read, nn::readNpy(file));
  if (read.dim() != 2 || read.size(1) < 2) return notLists(file.filename().string() + " has no rows of (user, item)");
  const at::Tensor pairs = read.to(at::kLong).contiguous();
  const auto* values = pairs.data_ptr<std::int64_t>();
  for (std::int64_t k = 0; k < pairs.size(0); ++k) {
    MARCIE_TRY(
        addPair(values[k * pairs.size(1)], values[k * pairs.size(1) + 1], part, RecBuilder::place(file, k), builder));
  }
  return {};
}

Result<RecData> readMtpr(const RecDataOptions& options, const StopToken&) {
  const NpyFiles files = findNpy(options);
  RecBuilder builder(options);
  bool hasFeatures = false;
  if (!files.train.empty() && !files.test.empty() && !holdsObjects(files.train)) {
    if (!files.features.empty()) {
      MARCIE_ASSIGN(const at::Tensor features, nn::readNpy(files.features));
      if (features.dim() != 2 || features.size(1) == 0)
        return notLists(files.features.filename().string() + " is no matrix");
      for (std::int64_t i = 0; i < features.size(0); ++i) builder.listItem(std::to_string(i), "");
      builder.listOfItemsIsComplete();
    }
    MARCIE_TRY(readPairs(files.train, Part::train, builder));
    if (!files.validation.empty()) MARCIE_TRY(readPairs(files.validation, Part::validation, builder));
    MARCIE_TRY(readPairs(files.test, Part::test, builder));
  } else if (!files.dictionary.empty()) {
    MARCIE_ASSIGN(hasFeatures, readDictionary(files.dictionary, builder));
  } else {
    return Error{ErrorCode::notFound,
                 "there is no .npy with lists of items at " + options.path,
                 "Give the file or its folder",
                 {}};
  }
  picturesByName(options, builder);
  MARCIE_ASSIGN(RecData result, builder.finish());
  if (!files.features.empty()) result.features = files.features.string();
  // The dictionary brings its own: openMatrix() looks for 'feat' in it.
  if (hasFeatures) result.features = files.dictionary.string();
  return result;
}

}  // namespace

const RecReader& mtprEntry() {
  static const RecReader entry{
      "mtpr", MARCIE_TR("Data", "Lists of items as .npy"),
      MARCIE_TR(
          "Data",
          "One .npy with a dictionary of train, val, test and feat, as MTPR has it, or train.npy and test.npy with "
          "rows (user, item)."),
      recogniseMtpr, readMtpr};
  return entry;
}

}  // namespace marcie::rec
