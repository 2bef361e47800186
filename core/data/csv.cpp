#include "core/data/csv.h"

#include <algorithm>
#include <array>

#include "core/base/strings.h"

namespace marcie::data {

namespace {

char separatorOf(std::string_view text) {
  const std::string_view header = text.substr(0, text.find('\n'));
  constexpr std::array kSeparators{',', ';', '\t'};
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : kSeparators) {
    const auto count = std::count(header.begin(), header.end(), candidate);
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

class Parser {
 public:
  Parser(std::string_view text, char separator) : text_(text), separator_(separator) {}

  [[nodiscard]] bool atEnd() const { return at_ >= text_.size(); }

  // Reads one record, which may span lines; sets `unclosed` when the text ends within quotes.
  CsvRow record(bool& unclosed) {
    CsvRow row;
    row.line = line_;
    unclosed = false;
    for (;;) {
      row.cells.push_back(cell(unclosed));
      if (atEnd()) return row;
      const char next = text_[at_++];
      if (next == separator_) {
        if (atEnd()) row.cells.emplace_back();
        if (atEnd()) return row;
        continue;
      }
      if (next == '\r' && !atEnd() && text_[at_] == '\n') ++at_;
      ++line_;
      return row;
    }
  }

 private:
  std::string cell(bool& unclosed) {
    std::string value;
    if (at_ < text_.size() && text_[at_] == '"') {
      ++at_;
      bool closed = false;
      while (at_ < text_.size() && !closed) {
        const char c = text_[at_++];
        if (c == '\n') ++line_;
        if (c != '"') {
          value += c;
        } else if (at_ < text_.size() && text_[at_] == '"') {
          value += '"';
          ++at_;
        } else {
          closed = true;
        }
      }
      unclosed = unclosed || !closed;
    }
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') {
      value += text_[at_++];
    }
    return value;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
};

void trimAll(std::vector<std::string>& cells) {
  for (auto& cell : cells) cell = std::string(trimmed(cell));
}

bool isBlank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& c) { return c.empty(); });
}

}  // namespace

int CsvTable::column(std::string_view name) const {
  const auto exact = std::find(header.begin(), header.end(), name);
  if (exact != header.end()) return static_cast<int>(exact - header.begin());
  const std::string lower = toLower(name);
  const auto same = std::find_if(header.begin(), header.end(), [&](const auto& h) { return toLower(h) == lower; });
  return same == header.end() ? -1 : static_cast<int>(same - header.begin());
}

std::vector<std::string> parseCsvHeader(std::string_view text) {
  if (text.empty()) return {};
  Parser parser(text, separatorOf(text));
  bool unclosed = false;
  auto header = parser.record(unclosed).cells;
  trimAll(header);
  return header;
}

CsvTable parseCsv(std::string_view text, const std::string& path) {
  CsvTable table;
  if (text.empty()) return table;
  Parser parser(text, separatorOf(text));
  bool unclosed = false;
  table.header = parser.record(unclosed).cells;
  trimAll(table.header);
  while (!parser.atEnd()) {
    CsvRow row = parser.record(unclosed);
    trimAll(row.cells);
    if (unclosed) table.problems.push_back({"row", path, row.line, "a quote is opened here and never closed"});
    if (isBlank(row)) continue;
    while (row.cells.size() > table.header.size() && row.cells.back().empty()) row.cells.pop_back();
    if (row.cells.size() != table.header.size()) {
      table.problems.push_back({"row", path, row.line,
                                "has " + std::to_string(row.cells.size()) + " cells where the header has " +
                                    std::to_string(table.header.size())});
      continue;
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace marcie::data
