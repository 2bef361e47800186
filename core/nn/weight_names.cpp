#include "core/nn/weight_names.h"

#include <cctype>
#include <optional>
#include <vector>

namespace marcie::nn {
namespace {

std::optional<std::string> applied(std::string_view name, const NameRule& rule) {
  std::vector<std::string_view> numbers;
  std::size_t at = 0;
  for (const char expected : rule.theirs) {
    if (expected == '#') {
      const std::size_t begin = at;
      while (at < name.size() && std::isdigit(static_cast<unsigned char>(name[at])) != 0) ++at;
      if (at == begin) return {};
      numbers.push_back(name.substr(begin, at - begin));
    } else if (at < name.size() && name[at] == expected) {
      ++at;
    } else {
      return {};
    }
  }
  std::string result;
  auto number = numbers.begin();
  for (const char c : rule.ours) {
    if (c == '#' && number != numbers.end()) {
      result += *number++;
    } else {
      result += c;
    }
  }
  return result.append(name.substr(at));
}

}  // namespace

std::string translatedName(std::string_view name, std::span<const NameRule> rules) {
  std::string result(name);
  for (const NameRule& rule : rules) {
    if (auto changed = applied(result, rule)) result = std::move(*changed);
  }
  return result;
}

}  // namespace marcie::nn
