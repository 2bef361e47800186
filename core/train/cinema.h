// The film of a run: where a fixed set of validation pictures and their texts lie, recorded at each validation.
//
//   snapshots/probe.json               which pictures, written when a session begins
//   snapshots/frame-<step>.safetensors visual [n, k], aligned [n, k], semantic [n, k] float16, each only where the
//   model
//                                      has it; prediction [n] int32, confidence [n] float32; metadata: step, epoch,
//                                      phase
//
// Nothing is computed for it but a few small products: the rows are those that validation computes anyway. Matrices
// wider than kFrameWidth are turned onto their main directions through the origin (aligned and semantic onto the same
// ones), which keeps angles. What is recorded is a function of the weights, so that a resumed run writes the same
// bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/run_folder.h"
#include "core/base/result.h"
#include "core/data/batch.h"
#include "core/data/dataset.h"
#include "core/nn/marnet_model.h"

namespace marcie::train {

inline constexpr std::int64_t kFrameWidth = 48;

// Indices into dataset.samples, ascending: validation pictures, every class in its share (at least one while there is
// room), drawn by the seed and the pictures' names. At most `count`.
[[nodiscard]] std::vector<std::int64_t> chooseProbe(const data::Dataset& dataset, std::int64_t count,
                                                    std::uint64_t seed);

struct ProbePicture {
  std::string path, label;
  std::vector<std::int32_t> tags;  // indices into ProbeFile::tags
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("label", self.label);
    v("tags", self.tags);
  }
};
struct ProbeFile {
  std::vector<std::string> classes, tags;
  std::vector<ProbePicture> pictures;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("classes", self.classes);
    v("tags", self.tags);
    v("pictures", self.pictures);
  }
};
[[nodiscard]] std::filesystem::path probePath(const RunFolder& folder);
[[nodiscard]] std::filesystem::path framePath(const RunFolder& folder, std::int64_t step);

// Matrices [n, d], d the same → [n, k] each, k ≤ width: along the directions of largest Σ (x·w)² of all rows together.
// Rows that are not finite stay so. Deterministic.
[[nodiscard]] std::vector<at::Tensor> turnedNarrow(const std::vector<at::Tensor>& matrices, std::int64_t width);

// Used by the trainer's thread only.
class CinemaRecorder {
 public:
  // Writes probe.json. Errors: io, diskFull.
  [[nodiscard]] static Result<CinemaRecorder> open(const RunFolder& folder, const data::Dataset& dataset,
                                                   std::vector<std::int64_t> samples);

  // Keeps the rows of the probe; the batch's text is not looked at.
  void add(const data::Batch& batch, const nn::MarnetView& view);
  // [n, tags] float32 in {0, 1} of the probe's own texts; undefined when the data has none.
  [[nodiscard]] const at::Tensor& texts() const { return texts_; }
  // Writes the frame from what was added since the last one; `semantic` [n, d] may be undefined. False when a picture
  // of the probe was not seen. Errors: io, diskFull.
  [[nodiscard]] Result<bool> write(const RunFolder& folder, std::int64_t step, double epoch, const std::string& phase,
                                   const at::Tensor& semantic);

 private:
  CinemaRecorder() = default;
  std::vector<std::int64_t> samples_;
  at::Tensor texts_, hasText_;
  std::vector<std::int64_t> rows_;  // of the probe, in the order of what was added
  std::vector<at::Tensor> visual_, aligned_, logits_;
};

}  // namespace marcie::train
