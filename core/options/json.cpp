#include "core/options/json.h"

#include <cmath>
#include <cstdint>

namespace marcie {

Result<void> Problems::toResult(ErrorCode code) const {
  if (lines.empty()) return {};
  std::string message = lines.front();
  for (std::size_t i = 1; i < lines.size(); ++i) message += "\n" + lines[i];
  return Error{code, std::move(message), {}, {}};
}

namespace detail {

std::string inQuotes(std::string_view text) {
  return "'" + std::string(text) + "'";
}

std::string unknownKey(const std::string& key, const std::vector<std::string>& known) {
  const std::string near = nearestSpelling(key, known);
  if (!near.empty()) return "unknown option " + inQuotes(key) + "; did you mean " + inQuotes(near) + "?";
  return "unknown option " + inQuotes(key) + "; known here: " + join(known, ", ");
}

// 1000000 rather than 1e+06.
static std::string plainNumber(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  return std::abs(value) < 1e15 && static_cast<double>(whole) == value ? std::to_string(whole) : formatNumber(value);
}

std::string outOfRange(double value, const Field& field) {
  std::string text = "must be ";
  if (std::isinf(field.max)) {
    text += "at least " + plainNumber(field.min);
  } else if (std::isinf(field.min)) {
    text += "at most " + plainNumber(field.max);
  } else {
    text += "between " + plainNumber(field.min) + " and " + plainNumber(field.max);
  }
  return text + ", is " + plainNumber(value);
}

std::string wrongType(std::string_view expected, const Json& got) {
  std::string shown = dumpJson(got);
  if (shown.size() > 40) shown = shown.substr(0, 37) + "...";
  return "expected " + std::string(expected) + ", got " + shown;
}

}  // namespace detail

Result<Json> parseJsonText(std::string_view text) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& failure) {
    return Error{ErrorCode::format, "not valid JSON at byte " + std::to_string(failure.byte), {}, {}};
  }
}

std::string dumpJson(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json looseValue(std::string_view text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(std::string(text)) : value;
}

void setKey(Json& patch, std::string_view key, Json value) {
  Json* node = &patch;
  for (const auto part : split(key, '.')) {
    if (!node->is_object()) *node = Json::object();
    node = &(*node)[std::string(part)];
  }
  *node = std::move(value);
}

Result<void> addAssignment(std::string_view assignment, Json& patch) {
  const auto equals = assignment.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return Error{ErrorCode::usage,
                 "'" + std::string(assignment) + "' is not key=value",
                 "Write for example --set trainer.epochs=12",
                 {}};
  }
  const std::string_view valueText = trimmed(assignment.substr(equals + 1));
  setKey(patch, trimmed(assignment.substr(0, equals)), looseValue(valueText));
  return {};
}

Json differences(const Json& value, const Json& defaults) {
  if (!value.is_object() || !defaults.is_object()) return value;
  Json changed = Json::object();
  for (const auto& [key, member] : value.items()) {
    const auto it = defaults.find(key);
    if (it == defaults.end()) {
      changed[key] = member;
    } else if (member != *it) {
      changed[key] = member.is_object() ? differences(member, *it) : member;
    }
  }
  return changed;
}

}  // namespace marcie
