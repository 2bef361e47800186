// Where the pictures of a run's data lie in the spaces of its model.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/embedding_space.h"
#include "core/api/run_folder.h"
#include "core/base/stop_token.h"
#include "core/data/dataset.h"
#include "core/eval/split_pass.h"

namespace marcie::eval {

// A row of every matrix.
struct EmbeddedPicture {
  std::string path, label, prediction;
  data::Split split = data::Split::train;
  double confidence = 0;           // probability of the prediction
  double loss = 0;                 // -log of the probability of its label
  std::vector<std::int32_t> tags;  // indices into Embeddings::tags
};

struct Embeddings {
  std::int64_t step = 0;          // of the checkpoint
  std::string data;               // data::contentKey
  std::int64_t available = 0;     // pictures that there were to choose from
  std::vector<std::string> tags;  // annotations of the data
  std::vector<EmbeddedPicture> pictures;
  std::map<EmbeddingSpace, at::Tensor> spaces;  // [N, d] float32; only those that the model has

  // Errors: unavailable, with what the run lacks.
  [[nodiscard]] Result<at::Tensor> of(EmbeddingSpace space) const;
};

// At most `limit` of `indices` (0 = all): every split and class in its share, drawn by the seed and the pictures'
// names, in the order given.
[[nodiscard]] std::vector<std::int64_t> drawSample(const data::Dataset& dataset,
                                                   const std::vector<std::int64_t>& indices, std::int64_t limit,
                                                   std::uint64_t seed);

struct EmbedChoice {
  std::optional<data::Split> split;  // none = all
  std::int64_t limit = 0;            // most pictures, as drawSample
  std::uint64_t seed = 1;
};

// All spaces in one pass over the chosen pictures, from the run's current checkpoint or the given one. `semantic` is of
// the pictures' own texts: a row without a text is NaN. No other space sees a text. Errors: those of Predictor::open
// and data::readDataset; data (no pictures), cancelled.
[[nodiscard]] Result<Embeddings> embedRun(const RunFolder& folder, const EmbedChoice& choice,
                                          const std::filesystem::path& checkpoint = {}, const StopToken& stop = {},
                                          const ProgressCallback& progress = {});

// path,label,split,prediction,confidence and a row for each picture.
[[nodiscard]] std::string indexCsv(const Embeddings& embeddings);

}  // namespace marcie::eval
