// A trained model in use: pictures in, classes, annotations and neighbours out. No text goes in.
//
// Works on any run that has a checkpoint, also while it trains. Used by one thread at a time.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/embedding_space.h"
#include "core/api/protocol.h"
#include "core/api/run_folder.h"
#include "core/base/stop_token.h"
#include "core/data/dataset.h"
#include "core/data/feature_table.h"
#include "core/nn/marnet_model.h"
#include "core/train/checkpoint.h"

namespace cv {
class Mat;
}

namespace marcie::eval {

class Predictor {
 public:
  enum class Weights { evaluation, live };  // averaged where the run has averages; or those that training goes on with
  // Loads `checkpoint`, or the run's current one (train::currentCheckpoint). On the CPU.
  // Errors: notFound (no run, or no checkpoint yet), format, checkpoint.
  [[nodiscard]] static Result<std::unique_ptr<Predictor>> open(const RunFolder& folder,
                                                               const std::filesystem::path& checkpoint = {},
                                                               Weights weights = Weights::evaluation);

  // Which checkpoint a fresh open() would load now; compare with checkpoint() to see whether this one is outdated.
  [[nodiscard]] static Result<std::filesystem::path> current(const RunFolder& folder);
  [[nodiscard]] const std::filesystem::path& checkpoint() const { return checkpoint_; }
  [[nodiscard]] std::int64_t step() const { return meta_.step; }
  [[nodiscard]] const std::string& phase() const { return meta_.phase; }
  [[nodiscard]] const RunSpec& spec() const { return meta_.spec; }
  [[nodiscard]] nn::MarnetModel& model() { return *model_; }
  [[nodiscard]] const std::vector<std::string>& classes() const { return classes_; }
  [[nodiscard]] const std::vector<std::string>& tags() const { return tags_; }

  // images [B, 3, S, S] as data::Batch, S = spec().data.imageSize, or features [B, d_v] that stand for them. Logits [B,
  // classes], fused embedding [B, d_f], annotation probabilities [B, tags] and the rest of nn::MarnetView.
  [[nodiscard]] nn::MarnetView view(const at::Tensor& images);
  // z_s [B, d] of texts [B, tags] in {0, 1}; undefined for a run without a text branch.
  [[nodiscard]] at::Tensor textEmbedding(const at::Tensor& texts);
  // One file as the network sees it, [1, 3, S, S]. Errors: those of image::decodeFile.
  [[nodiscard]] Result<at::Tensor> load(const std::filesystem::path& path) const;

  // The card of one picture. Neighbours need the run's data and, the first time, a pass over its training pictures;
  // when the data cannot be read the card comes without them. Errors: those of image::decodeFile; unavailable (the run
  // learned from a feature matrix that has no row for this picture), cancelled.
  [[nodiscard]] Result<protocol::PredictReply> predict(const std::string& path, std::int64_t top,
                                                       std::int64_t neighbours, const StopToken& stop = {});

  // The run's data; null when it cannot be read (which the log says once).
  [[nodiscard]] const data::Dataset* dataset(const StopToken& stop);
  // Index of a picture among the samples of the run's data; -1 when it is none of them.
  [[nodiscard]] std::int64_t sampleOf(const std::string& path, const StopToken& stop);
  // What view() takes for one picture: [1, 3, S, S], or its row of the feature matrix. `rgb` is the decoded file.
  [[nodiscard]] Result<at::Tensor> inputOf(const std::string& path, const cv::Mat& rgb, const StopToken& stop);
  // Training pictures nearest to a view's row 0, in the spaces that the model has, by cosine. Needs a pass over the
  // training pictures the first time; empty when the data cannot be read. Errors: cancelled, those of reading.
  [[nodiscard]] Result<std::map<EmbeddingSpace, std::vector<protocol::Neighbour>>> neighboursBySpace(
      const nn::MarnetView& seen, std::int64_t count, const StopToken& stop);

 private:
  // Training pictures as rows, in the spaces that the model has: fused always, the others where memory allows.
  struct Gallery {
    std::map<EmbeddingSpace, at::Tensor> spaces;  // [N, d] float32, unit rows
    std::vector<std::int64_t> samples;            // index into the data set
  };
  Predictor() = default;
  [[nodiscard]] Result<const Gallery*> gallery(const StopToken& stop);
  [[nodiscard]] Result<Gallery> embedTraining(const data::Dataset& dataset, const StopToken& stop);
  [[nodiscard]] std::optional<Gallery> readGallery(const data::Dataset& dataset) const;
  void saveGallery(const Gallery& gallery) const;
  [[nodiscard]] std::filesystem::path galleryPath() const;
  [[nodiscard]] Result<void> addNeighbours(const at::Tensor& fused, std::int64_t count, const StopToken& stop,
                                           protocol::PredictReply& reply);
  [[nodiscard]] Result<at::Tensor> rowOf(const std::string& path, const StopToken& stop);
  [[nodiscard]] std::vector<protocol::Neighbour> nearest(const at::Tensor& rows, const at::Tensor& query,
                                                         std::int64_t count) const;
  void addTruth(const std::string& path, const StopToken& stop, protocol::PredictReply& reply);

  std::optional<RunFolder> folder_;
  std::filesystem::path checkpoint_;
  train::CheckpointMeta meta_;
  std::vector<std::string> classes_, tags_;
  std::unique_ptr<nn::MarnetModel> model_;
  bool triedDataset_ = false;
  std::optional<data::Dataset> dataset_;
  std::unordered_map<std::string_view, std::int64_t> sampleAt_;  // path of a sample of dataset_ → its index
  std::shared_ptr<const data::FeatureTable> matrix_;             // opened when it is first needed
  std::optional<Gallery> gallery_;
};

}  // namespace marcie::eval
