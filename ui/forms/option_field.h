// One option as the form sees it: a leaf of the option schema (core/options/json.h, schemaOf), flattened with its path.
//
// Pure values and functions; GUI thread only because of translation.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/options/json.h"

namespace marcie::ui {

struct OptionChoice {
  std::string key;
  std::string label;  // untranslated
};

struct OptionField {
  enum class Kind { boolean, integer, number, text, path, choice };
  std::string path;   // "model.ema.weight"
  std::string group;  // path of the group it stands in: "model.ema"; empty at the top
  Kind kind = Kind::text;
  std::string label, help, unit;  // untranslated
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  Json defaultValue;
  std::vector<OptionChoice> choices;
  bool advanced = false;

  [[nodiscard]] bool hasRange() const;
  // Label in the language of the window.
  [[nodiscard]] QString title() const;
  // Help, range and key, as rich text.
  [[nodiscard]] QString toolTip() const;
  [[nodiscard]] QString rangeText() const;
  // What is wrong with a value of this option, empty when nothing is.
  [[nodiscard]] QString problemOf(const Json& value) const;
};

struct OptionGroup {
  std::string path;   // "model.ema"
  std::string label;  // untranslated
};

struct FlatSchema {
  std::vector<OptionField> fields;  // leaves that the form shows, in declaration order
  std::vector<OptionGroup> groups;  // in declaration order; the first is the top with an empty path
  Json defaults;                    // the whole struct, hidden members included
};

// Hidden members appear only in `defaults`. Kinds the form cannot show are treated as hidden.
[[nodiscard]] FlatSchema flattenSchema(const Json& schema);

// Members of nested objects by dotted path; null when missing.
[[nodiscard]] Json valueAt(const Json& object, const std::string& path);
void setValueAt(Json& object, const std::string& path, Json value);

// Text → number without losing precision: whole numbers stay whole, "1e-3" and a decimal comma are understood.
[[nodiscard]] std::optional<Json> parseNumber(const QString& text, bool integer);
[[nodiscard]] QString numberText(const Json& value);

// A text of the "Options" context in the language of the window, or of "Data": names of readers stand there.
[[nodiscard]] QString translatedOption(const std::string& text);

}  // namespace marcie::ui
