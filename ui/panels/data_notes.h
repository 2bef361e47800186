// What a person should know about data before using it, in the window's language: made from the counts of the summary,
// because the engine's own sentences are English.
#pragma once

#include <vector>

#include <QString>

#include "core/api/dataset_summary.h"
#include "core/api/rec_summary.h"

namespace marcie::ui {

struct DataNote {
  enum class Kind { problem, warning, fact };
  Kind kind = Kind::warning;
  QString text;
};

// Worst first.
[[nodiscard]] std::vector<DataNote> dataNotes(const DatasetSummary& summary);
[[nodiscard]] std::vector<DataNote> dataNotes(const RecSummary& summary);
// Where the splits come from, e.g. "given by the data"; empty when it is not known.
[[nodiscard]] QString splitOriginText(const DatasetSummary& summary);

}  // namespace marcie::ui
