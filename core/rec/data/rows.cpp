#include "core/rec/data/rows.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <deque>

#include "core/base/strings.h"

namespace marcie::rec {
namespace {

constexpr std::int64_t kRowsBetweenLooks = 4096;

Error stoppedInRows() {
  return Error{ErrorCode::cancelled, "stopped while reading interactions", {}, {}};
}

// One record of a table with quotes. Cells without quotes are views into the text.
class QuotedRows {
 public:
  QuotedRows(std::string_view text, char separator) : text_(text), separator_(separator) {}
  [[nodiscard]] bool atEnd() const { return at_ >= text_.size(); }
  [[nodiscard]] std::int64_t line() const { return line_; }

  void next(std::vector<std::string_view>& cells) {
    cells.clear();
    unescaped_.clear();
    for (;;) {
      cells.push_back(trimmed(cell()));
      if (atEnd()) return;
      const char c = text_[at_++];
      if (c == separator_) {
        if (atEnd()) cells.emplace_back();
        if (atEnd()) return;
        continue;
      }
      ++line_;
      return;
    }
  }

 private:
  std::string_view cell() {
    if (at_ < text_.size() && text_[at_] == '"') return quoted();
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') ++at_;
    return text_.substr(begin, at_ - begin);
  }

  std::string_view quoted() {
    std::string& value = unescaped_.emplace_back();
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        value += c;
      } else if (at_ < text_.size() && text_[at_] == '"') {
        value += '"';
        ++at_;
      } else {
        break;
      }
    }
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') value += text_[at_++];
    return value;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  std::deque<std::string> unescaped_;  // a deque: views into its texts stay valid
};

void splitPlainly(std::string_view line, std::string_view separator, std::vector<std::string_view>& cells) {
  cells.clear();
  for (;;) {
    const std::size_t end = line.find(separator);
    cells.push_back(trimmed(line.substr(0, end)));
    if (end == std::string_view::npos) return;
    line.remove_prefix(end + separator.size());
  }
}

bool isBlankRow(const std::vector<std::string_view>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](std::string_view cell) { return cell.empty(); });
}

// Days since 1970-01-01 of a date in the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
std::int64_t daysOf(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto yearOfEra = static_cast<unsigned>(year - era * 400);
  const unsigned dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const unsigned dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + static_cast<std::int64_t>(dayOfEra) - 719468;
}

std::optional<int> digitsAt(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return {};
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return {};
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<std::int64_t> dateIn(std::string_view text) {
  constexpr std::size_t kDate = 10;  // "2018-01-31"
  if (text.size() < kDate || text[4] != '-' || text[7] != '-') return {};
  const auto year = digitsAt(text, 0, 4);
  const auto month = digitsAt(text, 5, 2);
  const auto day = digitsAt(text, 8, 2);
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return {};
  std::int64_t seconds = daysOf(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day)) * 86400;
  if (text.size() == kDate) return seconds;
  if (text[kDate] != ' ' && text[kDate] != 'T') return {};
  const auto hour = digitsAt(text, 11, 2);
  const auto minute = digitsAt(text, 14, 2);
  if (!hour || !minute) return {};
  return seconds + *hour * 3600 + *minute * 60 + digitsAt(text, 17, 2).value_or(0);
}

}  // namespace

Result<void> forEachRow(std::string_view text, std::string_view separator, bool quotes, const StopToken& stop,
                        const RowVisitor& visit) {
  std::vector<std::string_view> cells;
  std::int64_t rows = 0;
  if (quotes && separator.size() == 1) {
    QuotedRows reader(text, separator.front());
    while (!reader.atEnd()) {
      if (++rows % kRowsBetweenLooks == 0 && stop.stopRequested()) return stoppedInRows();
      const std::int64_t line = reader.line();
      reader.next(cells);
      if (!isBlankRow(cells)) visit(line, cells);
    }
    return {};
  }
  while (!text.empty()) {
    if (++rows % kRowsBetweenLooks == 0 && stop.stopRequested()) return stoppedInRows();
    const std::size_t end = text.find('\n');
    splitPlainly(text.substr(0, end), separator, cells);
    if (!isBlankRow(cells)) visit(rows, cells);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return {};
}

int TableHeader::column(std::span<const std::string_view> wanted) const {
  for (const std::string_view name : wanted) {
    if (const auto at = std::find(names.begin(), names.end(), name); at != names.end()) {
      return static_cast<int>(at - names.begin());
    }
  }
  for (const std::string_view name : wanted) {
    const std::string lower = toLower(name);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (toLower(names[i]) == lower) return static_cast<int>(i);
    }
  }
  return -1;
}

TableHeader headerOf(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  constexpr std::array<char, 3> kSeparators{',', ';', '\t'};
  const auto best = std::max_element(kSeparators.begin(), kSeparators.end(), [&](char a, char b) {
    return std::count(line.begin(), line.end(), a) < std::count(line.begin(), line.end(), b);
  });
  TableHeader header;
  header.separator = std::string(1, *best);
  if (line.empty()) return header;
  QuotedRows reader(line, *best);
  std::vector<std::string_view> cells;
  reader.next(cells);
  header.names.assign(cells.begin(), cells.end());
  return header;
}

std::optional<double> numberIn(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

std::optional<std::int64_t> timeIn(std::string_view text) {
  text = trimmed(text);
  std::int64_t whole = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (failure == std::errc() && end == text.data() + text.size()) return whole;
  if (const auto date = dateIn(text)) return date;
  const auto number = numberIn(text);
  if (!number || std::abs(*number) > 9e18) return {};
  return static_cast<std::int64_t>(*number);
}

}  // namespace marcie::rec
