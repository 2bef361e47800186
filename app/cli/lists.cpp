#include "app/cli/lists.h"

#include <set>

#include "core/base/strings.h"
#include "core/image/corruption.h"

namespace marcie::cli {

std::vector<std::string> splitNames(const std::string& text) {
  std::vector<std::string> names;
  for (const auto part : split(text, ',')) {
    if (!trimmed(part).empty()) names.emplace_back(trimmed(part));
  }
  return names;
}

Result<std::vector<int>> parseSeverities(const std::string& text) {
  const auto digit = [](std::string_view part) {
    part = trimmed(part);
    return part.size() == 1 && part[0] >= '1' && part[0] <= '0' + image::kSeverities ? part[0] - '0' : 0;
  };
  std::set<int> severities;
  for (const auto part : split(text == "all" ? "1..5" : text, ',')) {
    const auto dots = part.find("..");
    const int first = digit(part.substr(0, dots));
    const int last = dots == std::string_view::npos ? first : digit(part.substr(dots + 2));
    if (first == 0 || last < first) {
      return Error{ErrorCode::usage, "'" + text + "' is not a list of severities", "Write all, 3, 1,3,5 or 1..3", {}};
    }
    for (int severity = first; severity <= last; ++severity) severities.insert(severity);
  }
  return std::vector<int>(severities.begin(), severities.end());
}

}  // namespace marcie::cli
