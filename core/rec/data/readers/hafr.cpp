// Allrecipes as HAFR's code prepares it; users, items and ingredients are numbers from 0:
//   data.train.rating, data.valid.rating, data.test.rating   user, item, rating[, time]; tabs
//   data_ingre_code_file.npy        [items, most] int: ingredients of each item, filled up with their number
//   data_id_ingre_num_file          item, number of ingredients; tabs
//   data_image_features_float.npy   [items, d]
// The lists of negatives (data.test.negative) are not read: evaluation draws its own, seeded.
#include <algorithm>
#include <filesystem>

#include <ATen/ATen.h>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/nn/npy.h"
#include "core/options/field.h"
#include "core/rec/data/reader.h"
#include "core/rec/data/tables.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

// "data" in data.train.rating; nothing when there is no such file.
std::string stemOf(const fs::path& folder) {
  constexpr std::string_view kEnd = ".train.rating";
  for (const auto& file : data::filesIn(folder)) {
    const std::string name = file.filename().string();
    if (name.ends_with(kEnd)) return name.substr(0, name.size() - kEnd.size());
  }
  return {};
}

Recognition recogniseHafr(const RecDataOptions& options) {
  const fs::path folder = folderOf(options);
  const std::string stem = stemOf(folder);
  if (stem.empty()) return {0, "no data.train.rating"};
  std::error_code error;
  const bool test = fs::is_regular_file(folder / (stem + ".test.rating"), error);
  return {test ? 0.95 : 0.4, stem + ".train.rating" + (test ? "" : " without " + stem + ".test.rating")};
}

Result<void> readRatings(const fs::path& file, Part part, const StopToken& stop, RecBuilder& builder) {
  MARCIE_ASSIGN(const std::string text, listText(file, builder));
  return forEachRow(text, "\t", false, stop, [&](std::int64_t line, auto cells) {
    const std::string where = RecBuilder::place(file, line);
    const auto rating = cells.size() > 2 ? numberIn(cells[2]) : std::optional<double>(1.0);
    if (cells.size() < 2 || !rating)
      return builder.problem("row", "rows that are not user, item, rating: left out", where);
    builder.interaction(cells[0], cells[1], *rating, cells.size() > 3 ? timeIn(cells[3]).value_or(kNoTime) : kNoTime,
                        where, part);
  });
}

// Items are numbers; all of them exist, with or without interactions, so that rows of matrices fit. Errors: format.
Result<void> listNumbers(const at::Tensor& table, const fs::path& file, RecBuilder& builder) {
  if (table.dim() != 2 || table.size(1) == 0) {
    return Error{ErrorCode::format, file.filename().string() + " is no matrix", "It needs a row for every item", {}};
  }
  for (std::int64_t i = 0; i < table.size(0); ++i) builder.listItem(std::to_string(i), "");
  builder.listOfItemsIsComplete();
  return {};
}

// How many ingredients each item has; empty when there is no such list.
Result<std::vector<std::int64_t>> readCounts(const fs::path& file, std::int64_t items, const StopToken& stop,
                                             RecBuilder& builder) {
  std::error_code error;
  std::vector<std::int64_t> counts;
  if (!fs::is_regular_file(file, error)) return counts;
  counts.assign(static_cast<std::size_t>(items), 0);
  MARCIE_ASSIGN(const std::string text, listText(file, builder));
  MARCIE_TRY(forEachRow(text, "\t", false, stop, [&](std::int64_t line, auto cells) {
    const auto item = cells.size() > 1 ? numberIn(cells[0]) : std::nullopt;
    const auto count = cells.size() > 1 ? numberIn(cells[1]) : std::nullopt;
    if (!item || !count || *item < 0 || *item >= static_cast<double>(items) || *count < 0) {
      return builder.problem("row", "rows that are not item, number of ingredients: left out",
                             RecBuilder::place(file, line));
    }
    counts[static_cast<std::size_t>(*item)] = static_cast<std::int64_t>(*count);
  }));
  return counts;
}

void annotateItems(const at::Tensor& codes, const std::vector<std::int64_t>& counts, RecBuilder& builder) {
  const at::Tensor whole = codes.to(at::kLong).contiguous();
  const auto* values = whole.data_ptr<std::int64_t>();
  // Without counts: rows are filled up with the number of ingredients, which no ingredient has.
  const std::int64_t filling = whole.numel() > 0 ? whole.max().item<std::int64_t>() : 0;
  for (std::int64_t i = 0; i < whole.size(0); ++i) {
    const std::int64_t most =
        counts.empty() ? whole.size(1) : std::min(whole.size(1), counts[static_cast<std::size_t>(i)]);
    for (std::int64_t k = 0; k < most; ++k) {
      const std::int64_t code = values[i * whole.size(1) + k];
      if (!counts.empty() || code != filling) {
        builder.annotate(static_cast<std::int32_t>(i), "ingredient " + std::to_string(code));
      }
    }
  }
}

Result<RecData> readHafr(const RecDataOptions& options, const StopToken& stop) {
  const fs::path folder = folderOf(options);
  const std::string stem = stemOf(folder);
  if (stem.empty()) {
    return Error{
        ErrorCode::notFound, "there is no data.train.rating in " + folder.string(), "Give HAFR's data folder", {}};
  }
  RecBuilder builder(options);
  builder.ratingScale(0, 5);
  std::error_code error;
  const fs::path codes = folder / (stem + "_ingre_code_file.npy");
  const fs::path features = folder / (stem + "_image_features_float.npy");
  if (fs::is_regular_file(codes, error)) {
    MARCIE_ASSIGN(const at::Tensor table, nn::readNpy(codes));
    MARCIE_TRY(listNumbers(table, codes, builder));
    MARCIE_ASSIGN(const auto counts, readCounts(folder / (stem + "_id_ingre_num_file"), table.size(0), stop, builder));
    annotateItems(table, counts, builder);
  } else if (fs::is_regular_file(features, error)) {
    MARCIE_ASSIGN(const at::Tensor table, nn::readNpy(features));
    MARCIE_TRY(listNumbers(table, features, builder));
  }
  MARCIE_TRY(readRatings(folder / (stem + ".train.rating"), Part::train, stop, builder));
  for (const auto& [name, part] : {std::pair{".valid.rating", Part::validation}, {".test.rating", Part::test}}) {
    const fs::path file = folder / (stem + name);
    if (fs::is_regular_file(file, error)) MARCIE_TRY(readRatings(file, part, stop, builder));
  }
  picturesByName(options, builder);
  MARCIE_ASSIGN(RecData result, builder.finish());
  if (fs::is_regular_file(features, error)) result.features = features.string();
  return result;
}

}  // namespace

const RecReader& hafrEntry() {
  static const RecReader entry{
      "hafr", MARCIE_TR("Data", "HAFR's prepared files"),
      MARCIE_TR("Data",
                "data.train.rating, data.valid.rating and data.test.rating, with data_ingre_code_file.npy and "
                "data_image_features_float.npy."),
      recogniseHafr, readHafr};
  return entry;
}

}  // namespace marcie::rec
