// Visitors over declare-once structs: to and from JSON (or MessagePack), validation, schema, --set.
//
// The same code serves options (with ranges and help) and protocol messages (plain fields). Pure and thread-safe.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/base/strings.h"
#include "core/options/field.h"

namespace marcie {

using Json = nlohmann::json;

// Everything that was wrong, not just the first thing: "trainer.epochs: must be between 1 and 10000, is 0".
struct Problems {
  std::vector<std::string> lines;
  void add(const std::string& path, const std::string& text) {
    lines.push_back(path.empty() ? text : path + ": " + text);
  }
  [[nodiscard]] bool empty() const { return lines.empty(); }
  // All lines as one Error with code `option` (or `code`), empty Result when there is none.
  [[nodiscard]] Result<void> toResult(ErrorCode code = ErrorCode::option) const;
};

template <class T>
[[nodiscard]] Json toJson(const T& value);
template <class T>
void fromJson(const Json& json, T& value, Problems& problems, const std::string& path = {});

namespace detail {

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsStringMap : std::false_type {};
template <class T>
struct IsStringMap<std::map<std::string, T>> : std::true_type {};

[[nodiscard]] std::string inQuotes(std::string_view text);
// "unknown option 'x'; did you mean 'y'?" or the list of known keys.
[[nodiscard]] std::string unknownKey(const std::string& key, const std::vector<std::string>& known);
[[nodiscard]] std::string outOfRange(double value, const Field& field);
[[nodiscard]] std::string wrongType(std::string_view expected, const Json& got);
[[nodiscard]] inline std::string childPath(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

struct WriteVisitor {
  Json& out;
  template <class T>
  void operator()(std::string_view key, const T& member, const Field& = {}) {
    out[std::string(key)] = toJson(member);
  }
};

struct ReadVisitor {
  const Json& in;
  Problems& problems;
  const std::string& path;
  std::vector<std::string> known;
  template <class T>
  void operator()(std::string_view key, T& member, const Field& = {}) {
    known.emplace_back(key);
    if (const auto it = in.find(key); it != in.end()) fromJson(*it, member, problems, childPath(path, key));
  }
};

struct RangeVisitor {
  Problems& problems;
  std::string path;
  template <class T>
  void operator()(std::string_view key, const T& member, const Field& field = {}) {
    const std::string where = childPath(path, key);
    if constexpr (Visitable<T>) {
      RangeVisitor nested{problems, where};
      T::visit(member, nested);
    } else if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
      const auto value = static_cast<double>(member);
      const bool unbounded = std::isinf(field.min) && std::isinf(field.max);
      if (!unbounded && !(value >= field.min && value <= field.max)) problems.add(where, outOfRange(value, field));
    }
  }
};

template <class T>
Json schemaOfValue(const T& value);

struct SchemaVisitor {
  Json& fields;  // array, in declaration order
  template <class T>
  void operator()(std::string_view key, const T& member, const Field& field = {}) {
    Json entry = schemaOfValue(member);
    entry["key"] = key;
    entry["label"] = field.label;
    entry["help"] = field.help;
    if (!field.unit.empty()) entry["unit"] = field.unit;
    if (std::isfinite(field.min)) entry["min"] = field.min;
    if (std::isfinite(field.max)) entry["max"] = field.max;
    if (field.isPath) entry["kind"] = "path";
    entry["advanced"] = field.advanced;
    entry["hidden"] = field.hidden;
    fields.push_back(std::move(entry));
  }
};

template <class T>
Json schemaOfValue(const T& value) {
  Json entry;
  if constexpr (Visitable<T>) {
    entry["kind"] = "group";
    entry["fields"] = Json::array();
    SchemaVisitor nested{entry["fields"]};
    T::visit(value, nested);
    return entry;
  } else if constexpr (std::is_same_v<T, bool>) {
    entry["kind"] = "bool";
  } else if constexpr (NamedEnum<T>) {
    entry["kind"] = "choice";
    entry["choices"] = Json::array();
    for (const auto& choice : EnumTable<T>::entries) {
      entry["choices"].push_back({{"key", choice.key}, {"label", choice.label}});
    }
  } else if constexpr (std::is_integral_v<T>) {
    entry["kind"] = "integer";
    if constexpr (std::is_unsigned_v<T>) entry["min"] = 0;
  } else if constexpr (std::is_floating_point_v<T>) {
    entry["kind"] = "number";
  } else if constexpr (std::is_same_v<T, std::string>) {
    entry["kind"] = "text";
  } else {
    entry["kind"] = "json";
  }
  entry["default"] = toJson(value);
  return entry;
}

}  // namespace detail

template <class T>
Json toJson(const T& value) {
  if constexpr (std::is_same_v<T, Json>) {
    return value;
  } else if constexpr (std::is_same_v<T, std::vector<std::uint8_t>>) {
    return Json::binary(value);
  } else if constexpr (NamedEnum<T>) {
    return std::string(enumKey(value));
  } else if constexpr (detail::IsVector<T>::value) {
    Json out = Json::array();
    for (const auto& item : value) out.push_back(toJson(static_cast<const typename T::value_type&>(item)));
    return out;
  } else if constexpr (detail::IsOptional<T>::value) {
    return value ? toJson(*value) : Json(nullptr);
  } else if constexpr (detail::IsStringMap<T>::value) {
    Json out = Json::object();
    for (const auto& [key, item] : value) out[key] = toJson(item);
    return out;
  } else if constexpr (Visitable<T>) {
    Json out = Json::object();
    detail::WriteVisitor visitor{out};
    T::visit(value, visitor);
    return out;
  } else {
    return Json(value);
  }
}

template <class T>
void fromJson(const Json& json, T& value, Problems& problems, const std::string& path) {
  using detail::wrongType;
  if constexpr (std::is_same_v<T, Json>) {
    value = json;
  } else if constexpr (std::is_same_v<T, std::vector<std::uint8_t>>) {
    if (!json.is_binary()) return problems.add(path, wrongType("binary data", json));
    value = json.get_binary();
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean()) return problems.add(path, wrongType("true or false", json));
    value = json.get<bool>();
  } else if constexpr (NamedEnum<T>) {
    std::vector<std::string> known;
    for (const auto& entry : EnumTable<T>::entries) {
      if (json.is_string() && json.get_ref<const std::string&>() == entry.key) {
        value = entry.value;
        return;
      }
      known.emplace_back(entry.key);
    }
    const std::string got = json.is_string() ? json.get<std::string>() : json.dump();
    const std::string near = nearestSpelling(got, known);
    problems.add(path, "'" + got + "' is not one of " + join(known, ", ") +
                           (near.empty() ? std::string() : "; did you mean '" + near + "'?"));
  } else if constexpr (std::is_integral_v<T>) {
    if (json.is_number_float() && std::floor(json.get<double>()) == json.get<double>() &&
        std::abs(json.get<double>()) < 9e15) {  // 1e3 is how people write 1000
      const auto whole = static_cast<std::int64_t>(json.get<double>());
      if (!std::in_range<T>(whole))
        return problems.add(path, "the number " + json.dump() + " is too large or negative");
      value = static_cast<T>(whole);
      return;
    }
    if (!json.is_number_integer()) return problems.add(path, wrongType("a whole number", json));
    if (json.is_number_unsigned() ? !std::in_range<T>(json.get<std::uint64_t>())
                                  : !std::in_range<T>(json.get<std::int64_t>())) {
      return problems.add(path, "the number " + json.dump() + " is too large or negative");
    }
    value = json.is_number_unsigned() ? static_cast<T>(json.get<std::uint64_t>())
                                      : static_cast<T>(json.get<std::int64_t>());
  } else if constexpr (std::is_floating_point_v<T>) {
    if (json.is_null()) {  // how JSON text carries NaN
      value = std::numeric_limits<T>::quiet_NaN();
      return;
    }
    if (!json.is_number()) return problems.add(path, wrongType("a number", json));
    value = json.get<T>();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_string()) return problems.add(path, wrongType("a text", json));
    value = json.get<std::string>();
  } else if constexpr (detail::IsVector<T>::value) {
    if (!json.is_array()) return problems.add(path, wrongType("a list", json));
    T items;
    items.reserve(json.size());
    for (std::size_t i = 0; i < json.size(); ++i) {
      typename T::value_type item{};
      fromJson(json[i], item, problems, path + "[" + std::to_string(i) + "]");
      items.push_back(std::move(item));
    }
    value = std::move(items);
  } else if constexpr (detail::IsOptional<T>::value) {
    if (json.is_null()) {
      value.reset();
      return;
    }
    value.emplace();
    fromJson(json, *value, problems, path);
  } else if constexpr (detail::IsStringMap<T>::value) {
    if (!json.is_object()) return problems.add(path, wrongType("an object", json));
    value.clear();
    for (const auto& [key, item] : json.items()) fromJson(item, value[key], problems, detail::childPath(path, key));
  } else {
    static_assert(Visitable<T>, "give the type a static visit()");
    if (!json.is_object()) return problems.add(path, wrongType("an object", json));
    detail::ReadVisitor visitor{json, problems, path, {}};
    T::visit(value, visitor);
    for (const auto& [key, unused] : json.items()) {
      if (std::find(visitor.known.begin(), visitor.known.end(), key) == visitor.known.end()) {
        problems.add(path, detail::unknownKey(key, visitor.known));
      }
    }
  }
}

// Range checks of every member, recursively.
template <Visitable T>
void validate(const T& value, Problems& problems, const std::string& path = {}) {
  detail::RangeVisitor visitor{problems, path};
  T::visit(value, visitor);
}

// {kind:"group", fields:[{key,kind,label,help,default,min,max,unit,choices,advanced,hidden} | group …]}: see field.h.
template <Visitable T>
[[nodiscard]] Json schemaOf(const T& defaults = {}) {
  return detail::schemaOfValue(defaults);
}

// A whole struct from JSON, strict: every unknown key, wrong type and value out of range is reported at once.
template <Visitable T>
[[nodiscard]] Result<T> parseStruct(const Json& json, ErrorCode code = ErrorCode::option) {
  T value{};
  Problems problems;
  fromJson(json, value, problems);
  if (problems.empty()) validate(value, problems);
  if (!problems.empty()) return std::move(problems.toResult(code)).error();
  return value;
}

// Text to JSON without exceptions. Errors: format, with the byte position.
[[nodiscard]] Result<Json> parseJsonText(std::string_view text);

// One line of JSON; invalid UTF-8 is replaced, never thrown.
[[nodiscard]] std::string dumpJson(const Json& json, int indent = -1);

// Turns --set assignments into a JSON patch: "trainer.learningRate=1e-3" → {"trainer":{"learningRate":0.001}}.
// The value is read as JSON where it parses, else as text. Errors: usage when there is no '='.
[[nodiscard]] Result<void> addAssignment(std::string_view assignment, Json& patch);
// Its two halves: JSON where it parses, else text; and the value at a dotted key, with the objects on the way.
[[nodiscard]] Json looseValue(std::string_view text);
void setKey(Json& patch, std::string_view key, Json value);

// Only the members that differ from `defaults`, nested.
[[nodiscard]] Json differences(const Json& value, const Json& defaults);

}  // namespace marcie
