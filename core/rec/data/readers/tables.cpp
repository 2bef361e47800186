// items.csv and interactions.csv: one line per item, one line per choice, with a header. Parts may be a column, or
// files of their own: train.csv, validation.csv, test.csv.
#include "core/rec/data/tables.h"

#include <array>
#include <filesystem>

#include "core/data/layout.h"
#include "core/options/field.h"
#include "core/rec/data/reader.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 6> kChoices{"interactions.csv", "ratings.csv", "interactions.tsv",
                                                   "ratings.tsv",      "reviews.csv", "events.csv"};
constexpr std::array<std::string_view, 3> kItemLists{"items.csv", "items.tsv", "products.csv"};
constexpr std::array<std::string_view, 2> kTrainFiles{"train.csv", "train.tsv"};
constexpr std::array<std::string_view, 6> kValidationFiles{"validation.csv", "valid.csv", "val.csv",
                                                           "validation.tsv", "valid.tsv", "val.tsv"};
constexpr std::array<std::string_view, 2> kTestFiles{"test.csv", "test.tsv"};

struct TableFiles {
  fs::path interactions, items;      // empty where there is none
  fs::path train, validation, test;  // instead of `interactions`
};

// Empty when the file has columns for user and item; else what is wrong with it.
std::string missingColumns(const fs::path& path, const RecDataOptions& options) {
  const std::string file = path.filename().string();
  const auto columns = interactionColumns(headerOf(firstLine(path)), options, file);
  if (!columns.ok()) return columns.error().message;
  return columns->usable() ? std::string() : file + " has no columns for user and item";
}

TableFiles findTables(const RecDataOptions& options) {
  const fs::path path = data::absolutePath(options.path);
  const fs::path folder = folderOf(options);
  TableFiles files;
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    files.interactions = path;
  } else if (const auto found = fileAmong(folder, kChoices)) {
    files.interactions = *found;
  } else if (const auto train = fileAmong(folder, kTrainFiles)) {
    files.train = *train;
    files.validation = fileAmong(folder, kValidationFiles).value_or(fs::path());
    files.test = fileAmong(folder, kTestFiles).value_or(fs::path());
  }
  files.items = fileAmong(folder, kItemLists).value_or(fs::path());
  return files;
}

Recognition recogniseTables(const RecDataOptions& options) {
  const TableFiles files = findTables(options);
  const fs::path& first = files.interactions.empty() ? files.train : files.interactions;
  if (first.empty()) return {0, "no interactions.csv or train.csv"};
  if (const std::string missing = missingColumns(first, options); !missing.empty()) return {0, missing};
  if (!files.train.empty() && files.test.empty()) return {0.3, "train.csv without test.csv"};
  if (files.items.empty()) return {0.6, first.filename().string() + ", but no items.csv: nothing is known of items"};
  return {0.9, first.filename().string() + " and " + files.items.filename().string()};
}

Result<RecData> readTables(const RecDataOptions& options, const StopToken& stop) {
  const TableFiles files = findTables(options);
  if (files.interactions.empty() && files.train.empty()) {
    return Error{ErrorCode::notFound, "there is no interactions.csv", "Give the folder that holds it, or the file", {}};
  }
  RecBuilder builder(options);
  if (!files.items.empty()) MARCIE_TRY(readItemTable(files.items, options, stop, builder));
  if (!files.interactions.empty()) {
    MARCIE_TRY(readInteractionTable(files.interactions, options, {}, stop, builder));
  } else {
    MARCIE_TRY(readInteractionTable(files.train, options, Part::train, stop, builder));
    if (!files.validation.empty()) {
      MARCIE_TRY(readInteractionTable(files.validation, options, Part::validation, stop, builder));
    }
    if (!files.test.empty()) MARCIE_TRY(readInteractionTable(files.test, options, Part::test, stop, builder));
  }
  picturesByName(options, builder);
  return builder.finish();
}

}  // namespace

const RecReader& tablesEntry() {
  static const RecReader entry{
      "tables", MARCIE_TR("Data", "Tables of items and interactions"),
      MARCIE_TR("Data",
                "items.csv (item_id, title, image, tags, cold) and interactions.csv (user_id, item_id, rating, "
                "timestamp), or train.csv, validation.csv and test.csv instead of the latter. Columns can be named."),
      recogniseTables, readTables};
  return entry;
}

}  // namespace marcie::rec
