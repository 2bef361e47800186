// What the terms of MARNet's loss are, in words and in plain text formulas, as the options of a run make them.
#pragma once

#include <string>
#include <string_view>

#include "core/api/marnet_options.h"

namespace marcie::eval {

struct TermText {
  std::string title, formula;
};
// `term`: a name in nn::MarnetLoss::terms. One that is not known is its own title.
[[nodiscard]] TermText termText(std::string_view term, const MarnetOptions& options);

}  // namespace marcie::eval
