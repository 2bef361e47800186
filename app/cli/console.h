// What commands say: results on stdout, everything else on stderr.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/options/json.h"

namespace marcie::cli {

// "error: <message>", then where it happened (innermost first) and what to do about it, a line each. A message of
// several lines lists several problems.
void printError(const Error& error);
// One plain line on stderr.
void say(std::string_view line);

// Results.
void print(std::string_view line);
// Two spaces of indentation; the order of keys is alphabetical, so the text is stable.
void printJson(const Json& json);
// Left-aligned columns, widths counted in code points; the first row is the header.
void printTable(const std::vector<std::vector<std::string>>& rows);

// "97.3 %" of a share in [0, 1].
[[nodiscard]] std::string percent(double share);

}  // namespace marcie::cli
