// A data set in memory: what the pictures are called and what is said of them. No pixels.
//
// Immutable once built, thread-safe to read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/api/data_options.h"
#include "core/api/dataset_summary.h"

namespace marcie::data {

enum class Split : std::uint8_t { train, val, test };
inline constexpr std::array<Split, 3> kSplits{Split::train, Split::val, Split::test};
[[nodiscard]] std::string_view splitName(Split split);
[[nodiscard]] std::optional<Split> splitNamed(std::string_view name);

struct Sample {
  std::string path;        // absolute
  std::int32_t label = 0;  // index into Dataset::classes
  Split split = Split::train;
  std::vector<std::int32_t> tags;  // indices into Dataset::tags, ascending, without repeats
};

struct Dataset {
  std::string root;                  // the path it was read from
  std::string reader;                // catalog name
  std::vector<std::string> classes;  // sorted or in the data set's own order
  std::vector<std::string> tags;     // annotation vocabulary
  std::vector<Sample> samples;
  std::vector<DataProblem> problems;  // what was left out and why
  std::string splitOrigin;

  [[nodiscard]] std::vector<std::int64_t> indicesOf(Split split) const;
};

}  // namespace marcie::data
