// The pictures that a run is measured on, with the labels that the run knows its classes by.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/run_spec.h"
#include "core/data/dataset.h"
#include "core/data/fingerprint.h"
#include "core/eval/predictor.h"

namespace marcie::eval {

struct EvaluationData {
  RunSpec spec;  // the run's, with the options of the data that is measured
  data::Dataset dataset;
  std::vector<std::int64_t> indices;  // of the split, into dataset.samples
  data::SplitFingerprint fingerprint;
};

// `other`: this data instead of the run's own; its classes are matched by name. Picture sizes are always the run's.
// Errors: those of data::readDataset; data (the split is empty, or a class is unknown to the run).
[[nodiscard]] Result<EvaluationData> openEvaluationData(const Predictor& predictor,
                                                        const std::optional<DataOptions>& other, data::Split split,
                                                        const StopToken& stop);

// [N, tags] of the run's vocabulary in {0, 1}, in the order of `indices`.
[[nodiscard]] at::Tensor textsOf(const data::Dataset& dataset, const std::vector<std::int64_t>& indices,
                                 const std::vector<std::string>& vocabulary);

// The run's data options with another path, read by whichever reader recognises it.
[[nodiscard]] DataOptions dataElsewhere(const DataOptions& own, const std::filesystem::path& path);

// Names what of a run is measured: the checkpoint's file and step.
[[nodiscard]] std::string checkpointKey(const Predictor& predictor);

}  // namespace marcie::eval
