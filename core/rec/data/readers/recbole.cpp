// RecBole's atomic files (W. X. Zhao and others, CIKM 2021): <name>.inter and <name>.item, tabs, with a header that
// gives each column a type: "user_id:token  item_id:token  rating:float  timestamp:float". A column of type token_seq
// holds words with spaces between them: annotations. <name>.part1.inter, .part2 and .part3 are train, validation and
// test.
#include <array>
#include <filesystem>
#include <map>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/options/field.h"
#include "core/rec/data/reader.h"
#include "core/rec/data/tables.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

struct TypedHeader {
  TableHeader names;
  std::vector<std::string> types;
};

TypedHeader typedHeaderOf(std::string_view text) {
  TypedHeader header;
  header.names.separator = "\t";
  for (const std::string_view cell : split(text.substr(0, text.find('\n')), '\t')) {
    const std::string_view whole = trimmed(cell);
    const std::size_t colon = whole.rfind(':');
    header.names.names.emplace_back(whole.substr(0, colon));
    header.types.emplace_back(colon == std::string_view::npos ? std::string_view() : whole.substr(colon + 1));
  }
  return header;
}

std::vector<fs::path> filesOfKind(const RecDataOptions& options, std::string_view extension) {
  std::vector<fs::path> found;
  for (const auto& file : data::filesIn(folderOf(options))) {
    if (file.extension() == extension) found.push_back(file);
  }
  return found;
}

// .part1 …; nothing for a whole file.
std::optional<Part> partOfFile(const fs::path& file) {
  const std::string part = file.stem().extension().string();
  if (part == ".part1" || part == ".train") return Part::train;
  if (part == ".part2" || part == ".valid") return Part::validation;
  if (part == ".part3" || part == ".test") return Part::test;
  return {};
}

Recognition recogniseRecbole(const RecDataOptions& options) {
  const auto interactions = filesOfKind(options, ".inter");
  if (interactions.empty()) return {0, "no .inter file"};
  const TypedHeader header = typedHeaderOf(firstLine(interactions.front()));
  if (header.names.column("user_id") < 0 || header.names.column("item_id") < 0) {
    return {0.3, interactions.front().filename().string() + " has no user_id and item_id"};
  }
  return {0.95, interactions.front().filename().string()};
}

Result<void> readInter(const fs::path& file, const RecDataOptions& options, const StopToken& stop,
                       RecBuilder& builder) {
  MARCIE_ASSIGN(const std::string text, listText(file, builder));
  const TypedHeader header = typedHeaderOf(text);
  MARCIE_ASSIGN(const InteractionColumns columns, interactionColumns(header.names, options, file.filename().string()));
  if (!columns.usable()) {
    return Error{ErrorCode::format,
                 file.filename().string() + " has no columns for user and item",
                 "Its columns: " + join(header.names.names, ", "),
                 {}};
  }
  const auto part = partOfFile(file);
  return forEachRow(text, "\t", false, stop, [&](std::int64_t line, auto cells) {
    if (line == 1) return;
    const std::string where = RecBuilder::place(file, line);
    if (cells.size() < header.names.names.size()) {
      return builder.problem("row", "rows with fewer cells than the header: left out", where);
    }
    const auto rating =
        columns.rating < 0 ? std::optional<double>(1.0) : numberIn(cells[static_cast<std::size_t>(columns.rating)]);
    if (!rating) return builder.problem("rating", "ratings that are no numbers: left out", where);
    const auto time = columns.time < 0 ? std::nullopt : timeIn(cells[static_cast<std::size_t>(columns.time)]);
    builder.interaction(cells[static_cast<std::size_t>(columns.user)], cells[static_cast<std::size_t>(columns.item)],
                        *rating, time.value_or(kNoTime), where, part);
  });
}

Result<void> readItems(const fs::path& file, const RecDataOptions& options, const StopToken& stop,
                       RecBuilder& builder) {
  MARCIE_ASSIGN(const std::string text, listText(file, builder));
  const TypedHeader header = typedHeaderOf(text);
  const int id = header.names.column("item_id");
  if (id < 0) {
    return Error{ErrorCode::format,
                 file.filename().string() + " has no column item_id",
                 "Its columns: " + join(header.names.names, ", "),
                 {}};
  }
  constexpr std::array<std::string_view, 4> kTitles{"title", "movie_title", "name", "item_name"};
  const int title = header.names.column(kTitles);
  MARCIE_ASSIGN(const ItemColumns named, itemColumns(header.names, options, file.filename().string()));
  MARCIE_TRY(forEachRow(text, "\t", false, stop, [&](std::int64_t line, auto cells) {
    if (line == 1) return;
    const std::string where = RecBuilder::place(file, line);
    if (cells.size() < header.names.names.size()) {
      return builder.problem("row", "rows with fewer cells than the header: left out", where);
    }
    const auto item = builder.listItem(cells[static_cast<std::size_t>(id)], where);
    if (!item) return;
    if (title >= 0 && !cells[static_cast<std::size_t>(title)].empty()) {
      builder.data().items[static_cast<std::size_t>(*item)].title = cells[static_cast<std::size_t>(title)];
    }
    for (std::size_t c = 0; c < header.types.size(); ++c) {
      // A title is a sequence of words, too, but says what the item is called, not what it is like.
      const bool isWords = header.types[c] == "token_seq" && static_cast<int>(c) != title;
      const bool isAsked = !options.annotationColumn.empty() && static_cast<int>(c) == named.annotations;
      if (options.annotationColumn.empty() ? !isWords : !isAsked) continue;
      for (const std::string_view word : split(cells[c], ' ')) builder.annotate(*item, word);
    }
  }));
  builder.listOfItemsIsComplete();
  return {};
}

Result<RecData> readRecbole(const RecDataOptions& options, const StopToken& stop) {
  const auto interactions = filesOfKind(options, ".inter");
  if (interactions.empty()) {
    return Error{
        ErrorCode::notFound, "there is no .inter file at " + options.path, "Give the folder that holds it", {}};
  }
  RecBuilder builder(options);
  for (const auto& file : filesOfKind(options, ".item")) MARCIE_TRY(readItems(file, options, stop, builder));
  std::vector<fs::path> parts;
  for (const auto& file : interactions) {
    if (partOfFile(file)) parts.push_back(file);
  }
  const std::vector<fs::path> read = parts.empty() ? std::vector<fs::path>{interactions.front()} : parts;
  for (const auto& file : read) MARCIE_TRY(readInter(file, options, stop, builder));
  picturesByName(options, builder);
  return builder.finish();
}

}  // namespace

const RecReader& recboleEntry() {
  static const RecReader entry{
      "recbole", MARCIE_TR("Data", "RecBole's files"),
      MARCIE_TR("Data", "name.inter (user_id:token, item_id:token, rating:float, timestamp:float) and name.item."),
      recogniseRecbole, readRecbole};
  return entry;
}

}  // namespace marcie::rec
