#include "core/data/dataset.h"

namespace marcie::data {

std::string_view splitName(Split split) {
  switch (split) {
    case Split::train:
      return "train";
    case Split::val:
      return "val";
    case Split::test:
      return "test";
  }
  return "?";
}

std::optional<Split> splitNamed(std::string_view name) {
  for (const Split split : kSplits) {
    if (splitName(split) == name) return split;
  }
  return {};
}

std::vector<std::int64_t> Dataset::indicesOf(Split split) const {
  std::vector<std::int64_t> indices;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].split == split) indices.push_back(static_cast<std::int64_t>(i));
  }
  return indices;
}

}  // namespace marcie::data
