#include <algorithm>

#include <opencv2/core/mat.hpp>
#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/eval/chunks.h"
#include "core/eval/picture_queries.h"
#include "core/eval/reply_parts.h"
#include "core/image/decode.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

constexpr double kTagPredicted = 0.5;

// Pictures on their way through the network together; rows are written in their order.
class FolderTable {
 public:
  FolderTable(Predictor& predictor, std::int64_t top) : predictor_(predictor), top_(top) {
    csv_ = "path,label";
    for (std::int64_t i = 1; i <= top; ++i) {
      const std::string suffix = i == 1 ? "" : "_" + std::to_string(i);
      csv_ += ",prediction" + suffix + ",probability" + suffix;
    }
    csv_ += ",annotations,error\n";
  }

  void add(const std::string& path, const StopToken& stop) {
    Row row{path, {}, {}};
    if (const std::int64_t index = predictor_.sampleOf(path, stop); index >= 0) {
      const data::Dataset& data = *predictor_.dataset(stop);
      row.label = data.classes[static_cast<std::size_t>(data.samples[static_cast<std::size_t>(index)].label)];
    }
    auto input = load(path, stop);
    if (input) {
      inputs_.push_back(std::move(*input));
    } else {
      row.error = input.error().toString();
      ++failed_;
    }
    rows_.push_back(std::move(row));
  }
  [[nodiscard]] std::int64_t waiting() const { return static_cast<std::int64_t>(inputs_.size()); }

  void flush() {
    at::Tensor probability, tags;
    if (!inputs_.empty()) {
      const nn::MarnetView seen = predictor_.view(torch::cat(inputs_));
      probability = torch::softmax(seen.logits, 1);
      tags = seen.tags;
    }
    std::int64_t at = 0;
    for (const Row& row : rows_) {
      const bool known = row.error.empty();
      write(row, known ? probability[at] : at::Tensor(), known && tags.defined() ? tags[at] : at::Tensor());
      if (known) ++at;
    }
    rows_.clear();
    inputs_.clear();
  }
  [[nodiscard]] const std::string& csv() const { return csv_; }
  [[nodiscard]] std::int64_t failed() const { return failed_; }

 private:
  struct Row {
    std::string path, label, error;
  };

  Result<at::Tensor> load(const std::string& path, const StopToken& stop) {
    MARCIE_ASSIGN(const cv::Mat rgb, image::decodeFile(path));
    return predictor_.inputOf(path, rgb, stop);
  }

  void write(const Row& row, const at::Tensor& probability, const at::Tensor& tags) {
    csv_ += csvField(row.path) + "," + csvField(row.label);
    const auto top =
        probability.defined() ? ranked(probability, predictor_.classes(), top_) : std::vector<protocol::Ranked>{};
    for (std::int64_t i = 0; i < top_; ++i) {
      const auto place = static_cast<std::size_t>(i);
      csv_ += place < top.size()
                  ? "," + csvField(top[place].name) + "," + formatNumber(top[place].probability, kFloatDigits)
                  : ",,";
    }
    std::vector<std::string> seen;
    if (tags.defined()) {
      for (const auto& tag : ranked(tags, predictor_.tags(), static_cast<std::int64_t>(predictor_.tags().size()))) {
        if (tag.probability >= kTagPredicted) seen.push_back(tag.name);
      }
    }
    csv_ += "," + csvField(join(seen, "; ")) + "," + csvField(row.error) + "\n";
  }

  Predictor& predictor_;
  std::int64_t top_;
  std::string csv_;
  std::vector<Row> rows_;
  std::vector<at::Tensor> inputs_;
  std::int64_t failed_ = 0;
};

}  // namespace

Result<protocol::PredictFolderReply> predictFolder(Predictor& predictor, const fs::path& folder, const fs::path& csv,
                                                   std::int64_t top, const StopToken& stop,
                                                   const ProgressCallback& progress) {
  const torch::NoGradGuard noGradients;
  std::error_code failure;
  if (!fs::exists(folder, failure)) return Error{ErrorCode::notFound, folder.string() + " does not exist", {}, {}};
  std::vector<fs::path> files = fs::is_directory(folder, failure) ? data::filesBelow(folder) : std::vector{folder};
  std::erase_if(files, [](const fs::path& file) { return !data::hasPictureName(file); });
  if (files.empty()) return Error{ErrorCode::data, "there are no pictures in " + folder.string(), {}, {}};
  const auto classes = static_cast<std::int64_t>(predictor.classes().size());
  FolderTable table(predictor, std::clamp<std::int64_t>(top, 1, classes));
  const std::int64_t atOnce = std::min<std::int64_t>(16, picturesAtOnce(predictor.spec().data.imageSize));
  std::int64_t done = 0;
  for (const fs::path& file : files) {
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
    table.add(data::absolutePath(file).string(), stop);
    if (table.waiting() >= atOnce) table.flush();
    if (progress) progress(++done, static_cast<std::int64_t>(files.size()));
  }
  table.flush();
  MARCIE_TRY(writeFileAtomically(csv, table.csv()));
  return protocol::PredictFolderReply{csv.string(), static_cast<std::int64_t>(files.size()), table.failed()};
}

}  // namespace marcie::eval
