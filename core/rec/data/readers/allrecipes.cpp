// Allrecipes as its raw tables (X. Gao and others, "Hierarchical Attention Network for Visually-aware Food
// Recommendation", IEEE TMM 2019):
//   core-data_recipe.csv or raw-data_recipe.csv   recipe_id, recipe_name, image_url, ingredients ("^" between them),
//                                                 cooking_directions, nutritions (texts of Python, which nobody needs)
//   core-data-{train,valid,test}_rating.csv       user_id, recipe_id, rating, dateLastModified
//   raw-data_interaction.csv                      the same in one file
//   core-data-images/core-data-images/<recipe_id>.jpg
#include <array>
#include <filesystem>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/options/field.h"
#include "core/rec/data/reader.h"
#include "core/rec/data/tables.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 2> kRecipes{"core-data_recipe.csv", "raw-data_recipe.csv"};
constexpr std::array<std::string_view, 1> kTrain{"core-data-train_rating.csv"};
constexpr std::array<std::string_view, 1> kValid{"core-data-valid_rating.csv"};
constexpr std::array<std::string_view, 1> kTest{"core-data-test_rating.csv"};
constexpr std::array<std::string_view, 1> kWhole{"raw-data_interaction.csv"};

Recognition recogniseAllrecipes(const RecDataOptions& options) {
  const fs::path folder = folderOf(options);
  const bool recipes = fileAmong(folder, kRecipes).has_value();
  const bool parts = fileAmong(folder, kTrain) && fileAmong(folder, kTest);
  const bool whole = fileAmong(folder, kWhole).has_value();
  if (recipes && (parts || whole)) return {0.97, "recipes and ratings of Allrecipes"};
  if (parts || whole) return {0.5, "ratings of Allrecipes, but no recipes"};
  if (recipes) return {0.1, "recipes of Allrecipes, but no ratings"};
  return {0, "no core-data-train_rating.csv"};
}

fs::path picturesOfRecipes(const RecDataOptions& options) {
  if (!options.images.empty()) return data::absolutePath(options.images);
  const fs::path folder = folderOf(options);
  std::error_code error;
  for (const char* name : {"core-data-images/core-data-images", "core-data-images", "raw-data-images/raw-data-images",
                           "raw-data-images", "images"}) {
    if (fs::is_directory(folder / name, error)) return folder / name;
  }
  return {};
}

Result<void> readRecipes(const fs::path& file, const fs::path& pictures, const StopToken& stop, RecBuilder& builder) {
  MARCIE_ASSIGN(const std::string text, listText(file, builder));
  const TableHeader header = headerOf(text);
  const int id = header.column("recipe_id");
  const int name = header.column("recipe_name");
  const int ingredients = header.column("ingredients");
  if (id < 0 || ingredients < 0) {
    return Error{ErrorCode::format,
                 file.filename().string() + " has no columns 'recipe_id' and 'ingredients'",
                 "Its columns: " + join(header.names, ", "),
                 {}};
  }
  const auto fewest = static_cast<std::size_t>(std::max({id, name, ingredients})) + 1;
  MARCIE_TRY(forEachRow(text, header.separator, true, stop, [&](std::int64_t line, auto cells) {
    if (line == 1) return;
    const std::string where = RecBuilder::place(file, line);
    if (cells.size() < fewest || cells[static_cast<std::size_t>(id)].empty()) {
      return builder.problem("row", "recipes with too few cells: left out", where);
    }
    const auto item = builder.listItem(cells[static_cast<std::size_t>(id)], where);
    if (!item) return;
    if (name >= 0) builder.data().items[static_cast<std::size_t>(*item)].title = cells[static_cast<std::size_t>(name)];
    for (const std::string_view one : split(cells[static_cast<std::size_t>(ingredients)], '^')) {
      builder.annotate(*item, one);
    }
    if (!pictures.empty()) {
      builder.picture(*item, pictures / (std::string(cells[static_cast<std::size_t>(id)]) + ".jpg"));
    }
  }));
  builder.listOfItemsIsComplete();
  return {};
}

Result<RecData> readAllrecipes(const RecDataOptions& options, const StopToken& stop) {
  const fs::path folder = folderOf(options);
  RecBuilder builder(options);
  builder.ratingScale(0, 5);
  if (const auto recipes = fileAmong(folder, kRecipes)) {
    MARCIE_TRY(readRecipes(*recipes, picturesOfRecipes(options), stop, builder));
  }
  const auto train = fileAmong(folder, kTrain);
  const auto test = fileAmong(folder, kTest);
  if (train && test) {
    MARCIE_TRY(readInteractionTable(*train, options, Part::train, stop, builder));
    if (const auto valid = fileAmong(folder, kValid)) {
      MARCIE_TRY(readInteractionTable(*valid, options, Part::validation, stop, builder));
    }
    MARCIE_TRY(readInteractionTable(*test, options, Part::test, stop, builder));
  } else if (const auto whole = fileAmong(folder, kWhole)) {
    MARCIE_TRY(readInteractionTable(*whole, options, {}, stop, builder));
  } else {
    return Error{ErrorCode::notFound,
                 "there are no ratings of Allrecipes in " + folder.string(),
                 "It needs core-data-train_rating.csv and core-data-test_rating.csv, or raw-data_interaction.csv",
                 {}};
  }
  return builder.finish();
}

}  // namespace

const RecReader& allrecipesEntry() {
  static const RecReader entry{
      "allrecipes", MARCIE_TR("Data", "Allrecipes"),
      MARCIE_TR("Data",
                "core-data_recipe.csv with core-data-train_rating.csv, core-data-valid_rating.csv and "
                "core-data-test_rating.csv, or raw-data_interaction.csv; pictures in core-data-images."),
      recogniseAllrecipes, readAllrecipes};
  return entry;
}

}  // namespace marcie::rec
