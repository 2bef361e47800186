// Comma-separated values as RFC 4180 has them: quotes, doubled quotes, line breaks within quotes, CRLF. The separator
// (comma, semicolon or tab) is taken from the header line. Never fails: what does not parse becomes a problem.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/dataset_summary.h"

namespace marcie::data {

struct CsvRow {
  std::int64_t line = 0;  // of the file, from 1
  std::vector<std::string> cells;
};

struct CsvTable {
  std::vector<std::string> header;  // trimmed
  std::vector<CsvRow> rows;         // each has as many cells as the header
  std::vector<DataProblem> problems;
  // -1 when there is no such column. Exact spelling first, then without regard to case.
  [[nodiscard]] int column(std::string_view name) const;
};

// `path` is for the problems.
[[nodiscard]] CsvTable parseCsv(std::string_view text, const std::string& path);
// Only the header line.
[[nodiscard]] std::vector<std::string> parseCsvHeader(std::string_view text);

}  // namespace marcie::data
