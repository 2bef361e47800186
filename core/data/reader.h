// Disk layout → Dataset. One file per reader in readers/, listed in core/data/CMakeLists.txt (recipe in
// CONTRIBUTING.md).
//
// Readers are pure parsing: they look at folders and list files, never at pixels, and never fail on a single bad row:
// that becomes a DataProblem. Stateless and thread-safe.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/dataset.h"

namespace marcie::data {

struct Recognition {
  double score = 0;    // 0 = certainly not, 1 = certainly this layout
  std::string reason;  // what was found or missing
};

struct DatasetReader {
  std::string_view name;     // catalog key
  std::string_view title;    // for people
  std::string_view expects;  // one sentence on the layout
  Recognition (*recognise)(const DataOptions& options);
  // Errors: notFound, data (nothing usable), format (columns that do not exist, lists of different length).
  Result<Dataset> (*read)(const DataOptions& options, const StopToken& stop);
};

// The catalog, generated from the list in core/data/CMakeLists.txt.
[[nodiscard]] std::span<const DatasetReader* const> readers();

// Scores of every reader for options.path, best first.
[[nodiscard]] std::vector<ReaderScore> scoreReaders(const DataOptions& options);

// Chooses the reader (options.reader or the best score), reads, and completes what the layout leaves open: seeded
// stratified splits, trainFraction, minTagCount (counted on training pictures only).
// Errors: as read(); `data` with what was found and what each reader expects when nobody recognises the layout.
[[nodiscard]] Result<Dataset> readDataset(const DataOptions& options, const StopToken& stop = {});

}  // namespace marcie::data
