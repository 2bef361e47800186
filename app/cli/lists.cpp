#include "app/cli/lists.h"

#include <charconv>
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

Result<std::vector<double>> parseRealSeverities(const std::string& text) {
  const auto real = [](std::string_view part) {
    part = trimmed(part);
    double value = -1;
    const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), value);
    const bool isSeverity = failure == std::errc() && end == part.data() + part.size() && value >= 0;
    return isSeverity && value <= image::kSeverities ? value : -1;
  };
  std::set<double> severities;
  for (const auto part : split(text == "all" ? "1..5" : text, ',')) {
    const auto dots = part.find("..");
    const double first = real(part.substr(0, dots));
    const double last = dots == std::string_view::npos ? first : real(part.substr(dots + 2));
    if (first < 0 || last < first) {
      return Error{
          ErrorCode::usage, "'" + text + "' is not a list of severities", "Write all, 2.5, 0,0.5,1 or 0..5", {}};
    }
    for (double severity = first; severity <= last; severity += 1) severities.insert(severity);
  }
  return std::vector<double>(severities.begin(), severities.end());
}

}  // namespace marcie::cli
