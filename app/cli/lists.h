// Lists that people type on a command line: names with commas, severities.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace marcie::cli {

// "a, b" → {"a", "b"}; empty parts are left out.
[[nodiscard]] std::vector<std::string> splitNames(const std::string& text);
// "all", "3", "1,3" or "1..3" → ascending, each once. Errors: usage.
[[nodiscard]] Result<std::vector<int>> parseSeverities(const std::string& text);
// As parseSeverities(), with 0 (undamaged) and decimals: "2.5", "0,0.5,1", "0..5" (whole steps). Errors: usage.
[[nodiscard]] Result<std::vector<double>> parseRealSeverities(const std::string& text);

}  // namespace marcie::cli
