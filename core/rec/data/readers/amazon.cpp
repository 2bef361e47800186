// Amazon reviews (J. McAuley and others):
//   2014/2018: <Category>_5.json or reviews_<Category>_5.json, one JSON object a line (reviewerID, asin, overall,
//              unixReviewTime), meta_<Category>.json beside it (asin, title, categories; lines of JSON or of Python),
//              image_features_<Category>.b (10 bytes of asin and 4,096 floats a record)
//   2014:      ratings_<Category>.csv without a header: user, item, rating, time
//   2023:      <Category>.csv with user_id, parent_asin, rating, timestamp; <Category>.{train,valid,test}.csv
#include <array>
#include <filesystem>
#include <fstream>

#include "core/base/files.h"
#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/data/text_file.h"
#include "core/options/json.h"
#include "core/rec/data/reader.h"
#include "core/rec/data/tables.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

struct AmazonFiles {
  std::vector<fs::path> reviews;  // lines of JSON
  fs::path ratings;               // CSV without a header
  fs::path table;                 // CSV with a header
  fs::path train, validation, test;
  fs::path meta, features;
};

bool isReviewLine(const std::string& line) {
  return line.starts_with('{') && line.find("\"reviewerID\"") != std::string::npos &&
         line.find("\"asin\"") != std::string::npos;
}
bool isTableHeader(const std::string& line) {
  const TableHeader header = headerOf(line);
  return header.column("user_id") >= 0 && (header.column("parent_asin") >= 0 || header.column("asin") >= 0);
}
// "A39HTATAQ9V7YF,0205616461,5.0,1369699200"
bool isBareRating(const std::string& line) {
  const auto cells = split(line, ',');
  return cells.size() == 4 && trimmed(cells[1]).size() == 10 && numberIn(cells[2]) && timeIn(cells[3]) &&
         trimmed(cells[0]).starts_with('A');
}

void sortIn(const fs::path& file, AmazonFiles& files) {
  const std::string name = file.filename().string();
  if (name.starts_with("meta_") && name.ends_with(".json")) files.meta = file;
  if (name.starts_with("image_features") && name.ends_with(".b")) files.features = file;
  const bool isJson = name.ends_with(".json") || name.ends_with(".jsonl");
  const bool isCsv = name.ends_with(".csv");
  if (!isJson && !isCsv) return;
  const std::string line = firstLine(file);
  if (isJson && isReviewLine(line)) files.reviews.push_back(file);
  if (isCsv && isBareRating(line)) files.ratings = file;
  if (!isCsv || !isTableHeader(line)) return;
  if (name.ends_with(".train.csv")) {
    files.train = file;
  } else if (name.ends_with(".valid.csv")) {
    files.validation = file;
  } else if (name.ends_with(".test.csv")) {
    files.test = file;
  } else {
    files.table = file;
  }
}

AmazonFiles findAmazon(const RecDataOptions& options) {
  AmazonFiles files;
  const fs::path path = data::absolutePath(options.path);
  std::error_code error;
  if (fs::is_regular_file(path, error)) {
    sortIn(path, files);
    AmazonFiles beside;
    for (const auto& file : data::filesIn(path.parent_path())) {
      const std::string name = file.filename().string();
      if (name.starts_with("meta_") || name.starts_with("image_features")) sortIn(file, beside);
    }
    files.meta = beside.meta;
    files.features = beside.features;
    return files;
  }
  for (const auto& file : data::filesIn(path)) sortIn(file, files);
  return files;
}

Recognition recogniseAmazon(const RecDataOptions& options) {
  const AmazonFiles files = findAmazon(options);
  if (!files.reviews.empty()) return {0.92, files.reviews.front().filename().string() + ": reviews as lines of JSON"};
  if (!files.train.empty()) return {0.92, files.train.filename().string() + " and its other parts"};
  if (!files.table.empty()) return {0.85, files.table.filename().string() + ": ratings by parent_asin"};
  if (!files.ratings.empty()) return {0.85, files.ratings.filename().string() + ": ratings without a header"};
  return {0, "no reviews of Amazon"};
}

// The text of a JSON member, whatever its type.
std::string textOf(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  return found->is_number() ? found->dump() : std::string();
}

Result<void> readReviews(const fs::path& file, const StopToken& stop, RecBuilder& builder) {
  constexpr std::int64_t kLinesBetweenLooks = 1024;
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{ErrorCode::io, "cannot read " + file.string(), {}, {}};
  std::string line;
  for (std::int64_t number = 1; std::getline(in, line); ++number) {
    if (number % kLinesBetweenLooks == 0 && stop.stopRequested()) {
      return Error{ErrorCode::cancelled, "stopped while reading reviews", {}, {}};
    }
    if (trimmed(line).empty()) continue;
    const std::string where = RecBuilder::place(file, number);
    const auto json = parseJsonText(line);
    if (!json.ok() || !json->is_object()) {
      builder.problem("row", "lines that are no JSON: left out", where);
      continue;
    }
    const auto rating = numberIn(textOf(*json, "overall").empty() ? textOf(*json, "rating") : textOf(*json, "overall"));
    std::string user = textOf(*json, "reviewerID");
    if (user.empty()) user = textOf(*json, "user_id");
    std::string item = textOf(*json, "parent_asin");
    if (item.empty()) item = textOf(*json, "asin");
    const auto time = timeIn(textOf(*json, json->contains("unixReviewTime") ? "unixReviewTime" : "timestamp"));
    if (!rating) {
      builder.problem("rating", "ratings that are no numbers: left out", where);
      continue;
    }
    builder.interaction(user, item, *rating, time.value_or(kNoTime), where);
  }
  return {};
}

// Lines of Python dictionaries differ from JSON in their quotes: 'it\'s' becomes "it's".
std::string jsonFromPython(const std::string& line) {
  std::string out;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == 0) {
      if (c == '\'' || c == '"') quote = c;
      out += quote != 0 && c == quote ? '"' : c;
    } else if (c == '\\' && i + 1 < line.size()) {
      const char next = line[++i];
      if (next == '\'') {
        out += '\'';
      } else if (next == 'x' && i + 2 < line.size()) {
        out += "\\u00";
      } else {
        out += c;
        out += next;
      }
    } else if (c == quote) {
      out += '"';
      quote = 0;
    } else {
      if (c == '"') out += '\\';
      out += c;
    }
  }
  return out;
}

// Nested lists of category names, flat. Without recursion: a line may nest as deep as it is long.
void annotateAll(const Json& json, std::int32_t item, RecBuilder& builder) {
  std::vector<const Json*> open{&json};
  while (!open.empty()) {
    const Json& one = *open.back();
    open.pop_back();
    if (one.is_string()) builder.annotate(item, one.get_ref<const std::string&>());
    if (!one.is_array()) continue;
    for (std::size_t i = one.size(); i-- > 0;) open.push_back(&one[i]);
  }
}

Result<void> readMeta(const fs::path& file, const StopToken& stop, RecBuilder& builder) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{ErrorCode::io, "cannot read " + file.string(), {}, {}};
  std::string line;
  for (std::int64_t number = 1; std::getline(in, line); ++number) {
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "stopped while reading products", {}, {}};
    if (trimmed(line).empty()) continue;
    auto json = parseJsonText(line);
    if (!json.ok()) json = parseJsonText(jsonFromPython(line));
    const std::string where = RecBuilder::place(file, number);
    if (!json.ok() || !json->is_object()) {
      builder.problem("row", "lines that are neither JSON nor Python: left out", where);
      continue;
    }
    std::string id = textOf(*json, "parent_asin");
    if (id.empty()) id = textOf(*json, "asin");
    // Products that nobody reviewed are not part of this data.
    if (const auto item = builder.findItem(id)) {
      if (const std::string title = textOf(*json, "title"); !title.empty()) {
        builder.data().items[static_cast<std::size_t>(*item)].title = title;
      }
      for (const char* key : {"categories", "category"}) {
        if (const auto found = json->find(key); found != json->end()) annotateAll(*found, *item, builder);
      }
    }
  }
  return {};
}

Result<void> readBareRatings(const fs::path& file, const StopToken& stop, RecBuilder& builder) {
  MARCIE_ASSIGN(const std::string text, listText(file, builder));
  return forEachRow(text, ",", true, stop, [&](std::int64_t line, auto cells) {
    const std::string where = RecBuilder::place(file, line);
    const auto rating = cells.size() == 4 ? numberIn(cells[2]) : std::nullopt;
    if (!rating) return builder.problem("row", "rows that are not user, item, rating, time: left out", where);
    builder.interaction(cells[0], cells[1], *rating, timeIn(cells[3]).value_or(kNoTime), where);
  });
}

Result<RecData> readAmazonReviews(const RecDataOptions& options, const StopToken& stop) {
  const AmazonFiles files = findAmazon(options);
  RecBuilder builder(options);
  builder.ratingScale(1, 5);
  if (!files.reviews.empty()) {
    for (const auto& file : files.reviews) MARCIE_TRY(readReviews(file, stop, builder));
  } else if (!files.train.empty()) {
    MARCIE_TRY(readInteractionTable(files.train, options, Part::train, stop, builder));
    if (!files.validation.empty()) {
      MARCIE_TRY(readInteractionTable(files.validation, options, Part::validation, stop, builder));
    }
    if (!files.test.empty()) MARCIE_TRY(readInteractionTable(files.test, options, Part::test, stop, builder));
  } else if (!files.table.empty()) {
    MARCIE_TRY(readInteractionTable(files.table, options, {}, stop, builder));
  } else if (!files.ratings.empty()) {
    MARCIE_TRY(readBareRatings(files.ratings, stop, builder));
  } else {
    return Error{ErrorCode::notFound,
                 "there are no reviews of Amazon at " + options.path,
                 "Unpack .gz files first; it needs a *_5.json, or a .csv of ratings",
                 {}};
  }
  if (!files.meta.empty()) MARCIE_TRY(readMeta(files.meta, stop, builder));
  picturesByName(options, builder);
  MARCIE_ASSIGN(RecData result, builder.finish());
  if (!files.features.empty()) result.features = files.features.string();
  return result;
}

}  // namespace

const RecReader& amazonEntry() {
  static const RecReader entry{
      "amazon", MARCIE_TR("Data", "Amazon reviews"),
      MARCIE_TR("Data",
                "Reviews as lines of JSON (*_5.json) or ratings as CSV, with meta_*.json and image_features_*.b beside "
                "them where there are."),
      recogniseAmazon, readAmazonReviews};
  return entry;
}

}  // namespace marcie::rec
