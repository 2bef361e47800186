#include "core/rec/data/tables.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/data/text_file.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 8> kUserNames{"user_id",    "user",        "userId",      "uid",
                                                     "reviewerID", "reviewer_id", "customer_id", "member_id"};
constexpr std::array<std::string_view, 11> kItemNames{"item_id",    "item",        "itemId",  "iid",
                                                      "movieId",    "parent_asin", "asin",    "recipe_id",
                                                      "product_id", "book_id",     "movie_id"};
constexpr std::array<std::string_view, 5> kRatingNames{"rating", "score", "overall", "stars", "value"};
constexpr std::array<std::string_view, 7> kTimeNames{
    "timestamp", "time", "unixReviewTime", "date", "datetime", "dateLastModified", "created_at"};
constexpr std::array<std::string_view, 4> kPartNames{"part", "split", "set", "fold"};
constexpr std::array<std::string_view, 4> kTitleNames{"title", "name", "recipe_name", "item_name"};
constexpr std::array<std::string_view, 6> kImageNames{"image", "image_path", "picture", "poster", "img", "path"};
constexpr std::array<std::string_view, 7> kAnnotationNames{"tags",   "annotations", "ingredients", "keywords",
                                                           "genres", "categories",  "attributes"};
constexpr std::array<std::string_view, 2> kColdNames{"cold", "is_cold"};

Result<int> columnFor(const TableHeader& header, const std::string& named, std::span<const std::string_view> usual,
                      const std::string& file) {
  if (named.empty()) return header.column(usual);
  const int column = header.column(named);
  if (column >= 0) return column;
  return Error{
      ErrorCode::format, file + " has no column '" + named + "'", "Its columns: " + join(header.names, ", "), {}};
}

std::string_view cellAt(std::span<const std::string_view> cells, int column) {
  return column >= 0 && static_cast<std::size_t>(column) < cells.size() ? cells[static_cast<std::size_t>(column)]
                                                                        : std::string_view();
}

bool says(std::string_view cell) {
  const std::string lower = toLower(cell);
  return lower == "1" || lower == "true" || lower == "yes" || lower == "cold";
}

// Everything behind the header line; line numbers of the rest start at 2.
std::string_view bodyOf(std::string_view text) {
  const std::size_t end = text.find('\n');
  return end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
}

}  // namespace

Result<InteractionColumns> interactionColumns(const TableHeader& header, const RecDataOptions& options,
                                              const std::string& file) {
  InteractionColumns columns;
  MARCIE_ASSIGN(columns.user, columnFor(header, options.userColumn, kUserNames, file));
  MARCIE_ASSIGN(columns.item, columnFor(header, options.itemColumn, kItemNames, file));
  MARCIE_ASSIGN(columns.rating, columnFor(header, options.ratingColumn, kRatingNames, file));
  MARCIE_ASSIGN(columns.time, columnFor(header, options.timeColumn, kTimeNames, file));
  MARCIE_ASSIGN(columns.part, columnFor(header, options.partColumn, kPartNames, file));
  return columns;
}

Result<ItemColumns> itemColumns(const TableHeader& header, const RecDataOptions& options, const std::string& file) {
  ItemColumns columns;
  MARCIE_ASSIGN(columns.item, columnFor(header, options.itemColumn, kItemNames, file));
  MARCIE_ASSIGN(columns.title, columnFor(header, options.titleColumn, kTitleNames, file));
  MARCIE_ASSIGN(columns.image, columnFor(header, options.imageColumn, kImageNames, file));
  MARCIE_ASSIGN(columns.annotations, columnFor(header, options.annotationColumn, kAnnotationNames, file));
  MARCIE_ASSIGN(columns.cold, columnFor(header, options.coldColumn, kColdNames, file));
  return columns;
}

std::optional<Part> partNamed(std::string_view name) {
  const auto split = data::splitFromName(name);
  if (!split) return {};
  return *split == data::Split::train ? Part::train : *split == data::Split::val ? Part::validation : Part::test;
}

Result<void> readInteractionTable(const fs::path& path, const RecDataOptions& options, std::optional<Part> part,
                                  const StopToken& stop, RecBuilder& builder) {
  MARCIE_ASSIGN(const std::string text, listText(path, builder));
  const std::string file = path.filename().string();
  const TableHeader header = headerOf(text);
  MARCIE_ASSIGN(const InteractionColumns columns, interactionColumns(header, options, file));
  if (!columns.usable()) {
    return Error{ErrorCode::format,
                 file + " has no column for " + (columns.user < 0 ? "the user" : "the item"),
                 "Its columns: " + join(header.names, ", ") + ". Name them with data.userColumn and data.itemColumn",
                 {}};
  }
  return forEachRow(bodyOf(text), header.separator, true, stop, [&](std::int64_t line, auto cells) {
    const std::string where = RecBuilder::place(path, line + 1);
    if (cells.size() < header.names.size()) {
      return builder.problem("row", "rows with fewer cells than the header: left out", where);
    }
    double rating = 1;
    if (columns.rating >= 0) {
      const auto number = numberIn(cellAt(cells, columns.rating));
      if (!number) return builder.problem("rating", "ratings that are no numbers: left out", where);
      rating = *number;
    }
    std::optional<Part> own = part;
    if (!own && columns.part >= 0) {
      own = partNamed(cellAt(cells, columns.part));
      if (!own) return builder.problem("part", "parts other than train, validation and test: left out", where);
    }
    const auto time = timeIn(cellAt(cells, columns.time));
    builder.interaction(cellAt(cells, columns.user), cellAt(cells, columns.item), rating, time.value_or(kNoTime), where,
                        own);
  });
}

Result<void> readItemTable(const fs::path& path, const RecDataOptions& options, const StopToken& stop,
                           RecBuilder& builder) {
  MARCIE_ASSIGN(const std::string text, listText(path, builder));
  const std::string file = path.filename().string();
  const TableHeader header = headerOf(text);
  MARCIE_ASSIGN(const ItemColumns columns, itemColumns(header, options, file));
  if (columns.item < 0) {
    return Error{ErrorCode::format,
                 file + " has no column for the item",
                 "Its columns: " + join(header.names, ", ") + ". Name it with data.itemColumn",
                 {}};
  }
  const char separator = options.annotationSeparator.empty() ? '|' : options.annotationSeparator.front();
  MARCIE_TRY(forEachRow(bodyOf(text), header.separator, true, stop, [&](std::int64_t line, auto cells) {
    const std::string where = RecBuilder::place(path, line + 1);
    const std::string_view id = cellAt(cells, columns.item);
    if (id.empty()) return builder.problem("row", "items without an id: left out", where);
    const auto index = builder.listItem(id, where);
    if (!index) return;
    if (const auto title = cellAt(cells, columns.title); !title.empty()) {
      builder.data().items[static_cast<std::size_t>(*index)].title = title;
    }
    if (const auto image = cellAt(cells, columns.image); !image.empty()) {
      builder.picture(*index, data::absolutePath(path.parent_path() / fs::path(image)));
    }
    for (const std::string_view term : split(cellAt(cells, columns.annotations), separator)) {
      builder.annotate(*index, term);
    }
    builder.data().items[static_cast<std::size_t>(*index)].markedCold = says(cellAt(cells, columns.cold));
  }));
  builder.listOfItemsIsComplete();
  return {};
}

void picturesByName(const RecDataOptions& options, RecBuilder& builder) {
  if (options.images.empty()) return;
  constexpr std::array<const char*, 4> kExtensions{".jpg", ".jpeg", ".png", ".webp"};
  std::error_code error;
  for (Item& item : builder.data().items) {
    for (const char* extension : kExtensions) {
      if (!item.image.empty()) break;
      const fs::path path = data::absolutePath(fs::path(options.images) / (item.id + extension));
      if (fs::is_regular_file(path, error)) item.image = path.string();
    }
  }
}

Result<std::string> listText(const fs::path& path, RecBuilder& builder) {
  MARCIE_ASSIGN(data::TextFile file, data::readTextFile(path));
  if (file.encoding) builder.problem("encoding", "lists that are not UTF-8: read as Latin-1", path.filename().string());
  return std::move(file.text);
}

std::optional<fs::path> fileAmong(const fs::path& folder, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto found = data::entryNamed(folder, name)) {
      std::error_code error;
      if (fs::is_regular_file(*found, error)) return found;
    }
  }
  return {};
}

std::string firstLine(const fs::path& path) {
  constexpr std::streamsize kMost = 65536;
  std::ifstream file(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(kMost), '\0');
  file.read(text.data(), kMost);
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  text.resize(std::min(text.size(), text.find('\n')));
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

fs::path folderOf(const RecDataOptions& options) {
  const fs::path path = data::absolutePath(options.path);
  std::error_code error;
  return fs::is_directory(path, error) ? path : path.parent_path();
}

}  // namespace marcie::rec
