// samples.csv (image,label,split,tags), or any CSV whose columns are named in the options.
#include <filesystem>
#include <unordered_set>

#include "core/base/files.h"
#include "core/base/strings.h"
#include "core/data/csv.h"
#include "core/data/layout.h"
#include "core/data/reader.h"
#include "core/data/text_file.h"
#include "core/options/field.h"

namespace marcie::data {
namespace fs = std::filesystem;

namespace {

bool isListName(const fs::path& path) {
  const std::string extension = toLower(path.extension().string());
  return extension == ".csv" || extension == ".tsv";
}

bool hasColumn(const std::vector<std::string>& header, std::string_view name) {
  CsvTable table;
  table.header = header;
  return table.column(name) >= 0;
}

std::vector<std::string> headerOf(const fs::path& path) {
  auto file = readTextFile(path);
  return file.ok() ? parseCsvHeader(file->text) : std::vector<std::string>{};
}

bool fits(const fs::path& path, const DataOptions& options) {
  const auto header = headerOf(path);
  return hasColumn(header, options.imageColumn) && hasColumn(header, options.labelColumn);
}

// The list file itself; in a folder samples.csv, else the only CSV or the first whose columns fit.
std::optional<fs::path> findList(const DataOptions& options) {
  const fs::path path = absolutePath(options.path);
  std::error_code error;
  if (fs::is_regular_file(path, error)) return isListName(path) ? std::optional(path) : std::nullopt;
  if (const auto samples = entryNamed(path, "samples.csv")) return samples;
  std::vector<fs::path> lists;
  for (const auto& file : filesIn(path)) {
    if (isListName(file)) lists.push_back(file);
  }
  for (const auto& list : lists) {
    if (fits(list, options)) return list;
  }
  return lists.size() == 1 ? std::optional(lists.front()) : std::nullopt;
}

Recognition recogniseCsvList(const DataOptions& options) {
  const auto list = findList(options);
  if (!list) return {0, "no samples.csv"};
  const bool isFile = absolutePath(options.path) == *list;
  if (fits(*list, options)) {
    const bool named = isFile || toLower(list->filename().string()) == "samples.csv";
    return {named ? 0.95 : 0.7, list->filename().string() + " with the columns that are needed"};
  }
  const auto header = headerOf(*list);
  return {isFile ? 0.5 : 0.3, list->filename().string() + " has the columns " + join(header, ", ")};
}

struct Columns {
  int image = -1, label = -1, split = -1, tags = -1;
};

Error noColumn(const CsvTable& table, const std::string& wanted, const std::string& option) {
  std::string hint = "Columns found: " + join(table.header, ", ");
  const std::string nearest = nearestSpelling(wanted, table.header);
  if (!nearest.empty()) hint += ". Did you mean '" + nearest + "'?";
  return Error{ErrorCode::format,
               "the list has no column '" + wanted + "'",
               hint + " Choose the column with data." + option,
               {}};
}

Result<Columns> mapColumns(const CsvTable& table, const DataOptions& options) {
  const DataOptions defaults;
  Columns columns;
  columns.image = table.column(options.imageColumn);
  columns.label = table.column(options.labelColumn);
  columns.split = table.column(options.splitColumn);
  columns.tags = table.column(options.tagsColumn);
  if (columns.image < 0) return noColumn(table, options.imageColumn, "imageColumn");
  if (columns.label < 0) return noColumn(table, options.labelColumn, "labelColumn");
  // These two may be missing, unless somebody asked for them by another name.
  if (columns.split < 0 && options.splitColumn != defaults.splitColumn && !options.splitColumn.empty()) {
    return noColumn(table, options.splitColumn, "splitColumn");
  }
  if (columns.tags < 0 && options.tagsColumn != defaults.tagsColumn && !options.tagsColumn.empty()) {
    return noColumn(table, options.tagsColumn, "tagsColumn");
  }
  return columns;
}

class Builder {
 public:
  Builder(fs::path list, const DataOptions& options, Columns columns)
      : list_(std::move(list)), options_(options), columns_(columns) {}

  void add(const CsvRow& row) {
    const std::string& image = row.cells[static_cast<std::size_t>(columns_.image)];
    const std::string& label = row.cells[static_cast<std::size_t>(columns_.label)];
    if (image.empty()) return problem("row", row, "has no picture");
    if (label.empty()) return problem("row", row, "has no label");
    Split split = Split::train;
    if (columns_.split >= 0 && !parseSplit(row, split)) return;
    const fs::path path = absolutePath(list_.parent_path() / image);
    if (!seen_.insert(path.string()).second) return problem("row", row, "lists " + image + " a second time");
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
      dataset.problems.push_back(
          {"missing", path.string(), row.line, "the list names this picture, but it is not there"});
      return;
    }
    dataset.samples.push_back({path.string(), classes_.indexOf(label), split, parseTags(row)});
  }

  void finish() {
    dataset.classes = classes_.names();
    dataset.tags = tags_.names();
    dataset.splitOrigin = anySplit_ ? "given" : "";
    sortNames(dataset);
  }

  Dataset dataset;

 private:
  void problem(const char* kind, const CsvRow& row, std::string reason) {
    dataset.problems.push_back({kind, list_.string(), row.line, std::move(reason)});
  }

  bool parseSplit(const CsvRow& row, Split& split) {
    const std::string& name = row.cells[static_cast<std::size_t>(columns_.split)];
    if (name.empty()) return true;
    const auto known = splitFromName(name);
    if (!known) {
      problem("row", row, "has the split '" + name + "', which is none of train, val and test");
      return false;
    }
    anySplit_ = true;
    split = *known;
    return true;
  }

  std::vector<std::int32_t> parseTags(const CsvRow& row) {
    std::vector<std::int32_t> tags;
    if (columns_.tags < 0) return tags;
    std::string_view rest = row.cells[static_cast<std::size_t>(columns_.tags)];
    const std::string& separator = options_.tagSeparator;
    while (!rest.empty()) {
      const std::size_t end = separator.empty() ? std::string_view::npos : rest.find(separator);
      const std::string_view tag = trimmed(rest.substr(0, end));
      if (!tag.empty()) tags.push_back(tags_.indexOf(tag));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + separator.size());
    }
    return tags;
  }

  fs::path list_;
  const DataOptions& options_;
  Columns columns_;
  Vocabulary classes_, tags_;
  std::unordered_set<std::string> seen_;
  bool anySplit_ = false;
};

Result<Dataset> readCsvList(const DataOptions& options, const StopToken& stop) {
  const auto list = findList(options);
  if (!list) {
    return Error{ErrorCode::notFound,
                 "there is no samples.csv in " + options.path,
                 "Add one with the columns image, label, split and tags, or open the CSV file itself",
                 {}};
  }
  const std::string where = "reading " + list->filename().string();
  MARCIE_ASSIGN(const TextFile file, readTextFile(*list).within(where));
  const CsvTable table = parseCsv(file.text, list->string());
  MARCIE_ASSIGN(const Columns columns, mapColumns(table, options).within(where));
  Builder builder(*list, options, columns);
  builder.dataset.problems = table.problems;
  if (file.encoding) builder.dataset.problems.insert(builder.dataset.problems.begin(), *file.encoding);
  for (const CsvRow& row : table.rows) {
    if (stop.stopRequested()) return stoppedReading();
    builder.add(row);
  }
  if (builder.dataset.samples.empty()) {
    const auto& problems = builder.dataset.problems;
    std::string why = table.rows.empty() ? "the list has no rows" : "no row of the list can be used";
    if (!problems.empty()) {
      why += "; the first problem is in line " + std::to_string(problems.front().line) + ": " + problems.front().path +
             " " + problems.front().reason;
    }
    return Error{ErrorCode::data, why, "Paths in the list are taken relative to the list's own folder", {where}};
  }
  builder.finish();
  return std::move(builder.dataset);
}

}  // namespace

const DatasetReader& csvListEntry() {
  static const DatasetReader entry{
      "csv_list", MARCIE_TR("Data", "CSV list"),
      MARCIE_TR("Data",
                "A file samples.csv with the columns image, label and, where known, split (train, val, test) and tags "
                "(separated by |); paths are relative to the file."),
      recogniseCsvList, readCsvList};
  return entry;
}

}  // namespace marcie::data
