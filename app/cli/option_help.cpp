#include "app/cli/option_help.h"

#include <sstream>

#include "core/base/strings.h"

namespace marcie::cli {
namespace {

std::string typeText(const Json& field) {
  const auto kind = field["kind"].get<std::string>();
  if (kind == "choice") {
    std::vector<std::string> keys;
    for (const auto& choice : field["choices"]) {
      const auto key = choice["key"].get<std::string>();
      keys.push_back(key.empty() ? "\"\"" : key);
    }
    return join(keys, " | ");
  }
  std::string text = kind == "bool" ? "true | false" : kind == "json" ? "list" : kind;
  const bool hasMin = field.contains("min");
  const bool hasMax = field.contains("max");
  if (hasMin && hasMax) {
    text += " from " + formatNumber(field["min"].get<double>()) + " to " + formatNumber(field["max"].get<double>());
  } else if (hasMin) {
    text += " from " + formatNumber(field["min"].get<double>());
  } else if (hasMax) {
    text += " up to " + formatNumber(field["max"].get<double>());
  }
  if (field.contains("unit")) text += " " + field["unit"].get<std::string>();
  return text;
}

void describe(const Json& group, const std::string& prefix, bool wholeSchema, std::string& out) {
  for (const auto& field : group["fields"]) {
    const std::string key = prefix + field["key"].get<std::string>();
    if (field["kind"] == "group") {
      out += "\n" + field["label"].get<std::string>() + "\n";
      describe(field, key + ".", wholeSchema, out);
      continue;
    }
    // In a run's spec task, preset and version have options of their own.
    if (prefix.empty() && !wholeSchema) continue;
    out += "  " + key + "\n" + wrapped(typeText(field) + "; default " + dumpJson(field["default"]), 6) +
           wrapped(field["help"].get<std::string>(), 6);
  }
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t indent, std::size_t width) {
  std::istringstream words(text);
  std::string out;
  std::string line;
  for (std::string word; words >> word;) {
    if (!line.empty() && indent + line.size() + 1 + word.size() > width) {
      out += std::string(indent, ' ') + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty()) out += std::string(indent, ' ') + line + "\n";
  return out;
}

std::string optionHelp(const Json& schema, bool wholeSchema) {
  std::string out = "Options for --set key=value\n";
  describe(schema, "", wholeSchema, out);
  return out;
}

}  // namespace marcie::cli
