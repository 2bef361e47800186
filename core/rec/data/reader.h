// Disk layout → RecData. One file per reader in readers/, listed in core/rec/data/CMakeLists.txt.
//
// Readers are pure parsing and never fail on a single bad row: that becomes a RecProblem. Stateless and thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/reader.h"
#include "core/rec/data/interactions.h"

namespace marcie::rec {

using data::Recognition;

struct RecReader {
  std::string_view name;     // catalog key
  std::string_view title;    // for people
  std::string_view expects;  // one sentence on the layout
  Recognition (*recognise)(const RecDataOptions& options);
  // Errors: notFound, data (nothing usable), format (columns that do not exist, files that contradict each other).
  Result<RecData> (*read)(const RecDataOptions& options, const StopToken& stop);
};

// The catalog, generated from the list in core/rec/data/CMakeLists.txt.
[[nodiscard]] std::span<const RecReader* const> readers();

// Scores of every reader for options.path, best first.
[[nodiscard]] std::vector<ReaderScore> scoreRecReaders(const RecDataOptions& options);

// How well the readers of pictures and those of interactions know what lies at a path; 0 where nothing does.
struct LayoutScores {
  double pictures = 0, interactions = 0;
  // Surely interactions, and rather those than pictures.
  [[nodiscard]] bool areInteractions() const;
};
[[nodiscard]] LayoutScores scoreLayout(const RecDataOptions& options);

}  // namespace marcie::rec
