// The people of the built-in sample: items.csv and interactions.csv of the kitchen world, with the ingredients of each
// plate from samples.csv beside them.
#include <filesystem>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/options/field.h"
#include "core/rec/data/reader.h"
#include "core/rec/data/tables.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

Recognition recogniseKitchenWorld(const RecDataOptions& options) {
  const fs::path folder = folderOf(options);
  std::error_code error;
  for (const char* name : {"world.json", "items.csv", "interactions.csv", "samples.csv"}) {
    if (!fs::is_regular_file(folder / name, error)) return {0, std::string("no ") + name};
  }
  return {0.95, "world.json, samples.csv, items.csv and interactions.csv"};
}

Result<RecData> readKitchenWorld(const RecDataOptions& options, const StopToken& stop) {
  const fs::path folder = folderOf(options);
  RecBuilder builder(options);
  MARCIE_TRY(readItemTable(folder / "items.csv", options, stop, builder));
  const fs::path samples = folder / "samples.csv";
  MARCIE_ASSIGN(const std::string text, listText(samples, builder));
  const TableHeader header = headerOf(text);
  const int image = header.column("image");
  const int tags = header.column("tags");
  if (image < 0 || tags < 0) {
    return Error{ErrorCode::format, "samples.csv has no columns 'image' and 'tags'", "Make the sample again", {}};
  }
  std::unordered_map<std::string, std::int32_t> itemOf;
  for (std::size_t i = 0; i < builder.data().items.size(); ++i) {
    itemOf.emplace(builder.data().items[i].image, static_cast<std::int32_t>(i));
  }
  MARCIE_TRY(forEachRow(text, header.separator, true, stop, [&](std::int64_t line, auto cells) {
    if (line == 1 || cells.size() < header.names.size()) return;
    const fs::path path = data::absolutePath(folder / fs::path(cells[static_cast<std::size_t>(image)]));
    const auto found = itemOf.find(path.string());
    if (found == itemOf.end()) return;
    for (const std::string_view term : split(cells[static_cast<std::size_t>(tags)], '|')) {
      builder.annotate(found->second, term);
    }
  }));
  MARCIE_TRY(readInteractionTable(folder / "interactions.csv", options, {}, stop, builder));
  return builder.finish();
}

}  // namespace

const RecReader& kitchenWorldEntry() {
  static const RecReader entry{"kitchen_world", MARCIE_TR("Data", "People of the kitchen world"),
                               MARCIE_TR("Data", "A folder made by marcie-cli data synth kitchen."),
                               recogniseKitchenWorld, readKitchenWorld};
  return entry;
}

}  // namespace marcie::rec
