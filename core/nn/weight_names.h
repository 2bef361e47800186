// The names of weights in files of other libraries → names here.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/nn/network.h"

namespace marcie::nn {

// Applies the rules one after the other, each to what the ones before made of the name. A rule applies when its
// `theirs` is the beginning of the name, with digits where it has '#'. Names that no rule knows come back as they are.
[[nodiscard]] std::string translatedName(std::string_view name, std::span<const NameRule> rules);

}  // namespace marcie::nn
