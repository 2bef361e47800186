// What a run of a recommender stands on: interactions, their split, features of items, annotations that training may
// see. Training, evaluation and recommendation open it in the same way, so that they mean the same items.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/run_spec.h"
#include "core/base/stop_token.h"
#include "core/nn/rec/rec_model.h"
#include "core/rec/data/item_features.h"
#include "core/rec/data/split.h"

namespace marcie::train {

// Immutable once opened, thread-safe to read.
struct RecRunWorld {
  rec::RecData data;
  rec::RecSplit split;
  rec::ItemFeatures features;
  rec::PositiveLists chosen;            // by each user in training
  std::vector<std::uint8_t> warm;       // [I]
  std::vector<std::int32_t> terms;      // vocabulary of content inference: indices into data.vocabulary
  std::vector<std::int64_t> annotated;  // items whose annotations training may see, with at least one of the terms
  nn::rec::RecWorld model;              // on the CPU

  // Annotations of items over `terms`, [N, n_a] float32 in {0, 1}. Training asks for items of `annotated` only.
  [[nodiscard]] at::Tensor annotationsOf(const std::vector<std::int64_t>& items) const;
  // Names of `terms`.
  [[nodiscard]] std::vector<std::string> termNames() const;
  // Index of a user or item by its id; -1 when there is none.
  [[nodiscard]] std::int64_t userOf(const std::string& id) const;
  [[nodiscard]] std::int64_t itemOf(const std::string& id) const;
};

// Where a run keeps its split; read instead of made anew once it is there.
[[nodiscard]] std::filesystem::path splitFile(const std::filesystem::path& runFolder);

// Errors: those of readRecData, makeSplit, splitFromJson and openItemFeatures; data (nothing to train on).
[[nodiscard]] Result<std::shared_ptr<const RecRunWorld>> openRecWorld(const RunSpec& spec,
                                                                      const std::filesystem::path& runFolder,
                                                                      const rec::Progress& progress,
                                                                      const StopToken& stop);

// The picture network of a MARNet run, for features of kind `encoder`. Errors: notFound, format, checkpoint.
[[nodiscard]] Result<rec::PictureEncoder> pictureEncoderOf(const std::filesystem::path& runFolder);

// A model for the world with weights from torch's default generator. Errors: those of RecModel::create.
[[nodiscard]] Result<std::unique_ptr<nn::rec::RecModel>> makeRecModel(const RunSpec& spec, const RecRunWorld& world,
                                                                      c10::Device device);

}  // namespace marcie::train
