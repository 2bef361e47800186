// Lines of tables, one at a time: files of interactions are too long to be kept as cells.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/stop_token.h"

namespace marcie::rec {

// `cells` are trimmed and live until the call returns. `line` counts from 1.
using RowVisitor = std::function<void(std::int64_t line, std::span<const std::string_view> cells)>;

// Separator of one character: quotes, doubled quotes and line breaks within quotes as RFC 4180 has them (only where
// `quotes`). A longer separator ("::") splits plainly. Empty lines are skipped. Errors: cancelled.
[[nodiscard]] Result<void> forEachRow(std::string_view text, std::string_view separator, bool quotes,
                                      const StopToken& stop, const RowVisitor& visit);

// A table with a header: "," ";" or tab, whichever the header has most of.
struct TableHeader {
  std::vector<std::string> names;  // trimmed
  std::string separator;
  // Index of the first of `wanted` that is there, exact spelling before any case; -1 for none.
  [[nodiscard]] int column(std::span<const std::string_view> wanted) const;
  [[nodiscard]] int column(std::string_view wanted) const {
    return column(std::span<const std::string_view>(&wanted, 1));
  }
};
[[nodiscard]] TableHeader headerOf(std::string_view text);

// A plain number; nothing for anything else, NaN and infinity included.
[[nodiscard]] std::optional<double> numberIn(std::string_view text);
// Seconds since 1970 from an integer, a decimal number, "2018-01-31", "2018-01-31 12:34:56" or with a T between; other
// integers are taken as they are (any unit orders as well). Nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> timeIn(std::string_view text);

}  // namespace marcie::rec
