// The options of a run, for people in a terminal: made from the same schema as the window's form.
#pragma once

#include <string>

#include "core/options/json.h"

namespace marcie::cli {

// A paragraph for every --set key: its type or choices, range, unit, default, and help. `schema` as runSpecSchema().
// `wholeSchema`: also the keys that stand in no group.
[[nodiscard]] std::string optionHelp(const Json& schema, bool wholeSchema = false);

// `text` broken into lines of at most `width` cells, each indented.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t indent, std::size_t width = 100);

}  // namespace marcie::cli
