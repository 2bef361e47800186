#include "core/rec/data/item_features.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <system_error>

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/data/content_hash.h"
#include "core/data/safetensors.h"
#include "core/options/json.h"
#include "core/rec/data/edge_features.h"
#include "core/rec/data/feature_reducer.h"
#include "core/rec/data/matrix_features.h"
#include "core/rec/data/patch_features.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kPicturesInMemory = 256;
constexpr std::size_t kShownPictures = 5;
constexpr const char* kCacheVersion = "1";

// What makes one row out of one file, before the reducer. Thread-safe.
class RowMaker {
 public:
  virtual ~RowMaker() = default;
  // files → [n, D] float32 and which of them could be read. Errors: cancelled.
  [[nodiscard]] virtual Result<at::Tensor> rows(std::span<const std::string> files, std::vector<std::string>& failures,
                                                int threads, const StopToken& stop) const = 0;
  [[nodiscard]] virtual NamedTensors state() const = 0;
};

Error stoppedFeatures() {
  return Error{ErrorCode::cancelled, "stopped while computing features of items", {}, {}};
}

// failures[i]: what was wrong with file i; empty when nothing was.
template <class Work>
bool eachFile(std::span<const std::string> files, std::vector<std::string>& failures, int threads,
              const StopToken& stop, Work&& work) {
  failures.assign(files.size(), {});
  return data::parallelFor(static_cast<std::int64_t>(files.size()), threads, stop, {}, [&](std::int64_t i) {
    failures[static_cast<std::size_t>(i)] = work(files[static_cast<std::size_t>(i)], i);
  });
}

// [n, 3, H, W] uint8
Result<at::Tensor> loadPictures(std::span<const std::string> files, const PictureShape& shape,
                                std::vector<std::string>& failures, int threads, const StopToken& stop) {
  at::Tensor hwc = torch::zeros({static_cast<std::int64_t>(files.size()), shape.height, shape.width, 3}, torch::kUInt8);
  const std::int64_t bytes = std::int64_t{shape.height} * shape.width * 3;
  auto* out = hwc.data_ptr<std::uint8_t>();
  const bool complete = eachFile(files, failures, threads, stop, [&](const std::string& file, std::int64_t i) {
    const auto picture = pictureAs(file, shape);
    if (!picture.ok()) return picture.error().message;
    const cv::Mat whole = picture->isContinuous() ? *picture : picture->clone();
    std::copy_n(whole.data, bytes, out + i * bytes);
    return std::string();
  });
  if (!complete) return stoppedFeatures();
  return hwc.permute({0, 3, 1, 2}).contiguous();
}

class PatchRows : public RowMaker {
 public:
  explicit PatchRows(PatchDictionary dictionary) : dictionary_(std::move(dictionary)) {}
  Result<at::Tensor> rows(std::span<const std::string> files, std::vector<std::string>& failures, int threads,
                          const StopToken& stop) const override {
    MARCIE_ASSIGN(const at::Tensor pictures, loadPictures(files, dictionary_.shape(), failures, threads, stop));
    return dictionary_.features(pictures);
  }
  NamedTensors state() const override { return dictionary_.state(); }

 private:
  PatchDictionary dictionary_;
};

class EdgeRows : public RowMaker {
 public:
  explicit EdgeRows(PictureShape shape) : shape_(shape) {}
  Result<at::Tensor> rows(std::span<const std::string> files, std::vector<std::string>& failures, int threads,
                          const StopToken& stop) const override {
    const std::int64_t width = edgeFeatureCount(shape_);
    at::Tensor out = torch::zeros({static_cast<std::int64_t>(files.size()), width});
    auto* rows = out.data_ptr<float>();
    const bool complete = eachFile(files, failures, threads, stop, [&](const std::string& file, std::int64_t i) {
      const auto picture = pictureAs(file, shape_);
      if (!picture.ok()) return picture.error().message;
      const auto row = edgeFeatures(*picture, shape_);
      std::copy(row.begin(), row.end(), rows + i * width);
      return std::string();
    });
    if (!complete) return stoppedFeatures();
    return out;
  }
  NamedTensors state() const override {
    return {{"edges.shape", torch::tensor({shape_.width, shape_.height, shape_.rows, shape_.columns}, torch::kInt64)}};
  }

 private:
  PictureShape shape_;
};

class EncoderRows : public RowMaker {
 public:
  explicit EncoderRows(PictureEncoder encoder) : encoder_(std::move(encoder)) {}
  Result<at::Tensor> rows(std::span<const std::string> files, std::vector<std::string>& failures, int threads,
                          const StopToken& stop) const override {
    constexpr std::size_t kBatch = 32;
    at::Tensor out = torch::zeros({static_cast<std::int64_t>(files.size()), encoder_.width});
    std::vector<std::string> all;
    for (std::size_t begin = 0; begin < files.size(); begin += kBatch) {
      const auto some = files.subspan(begin, std::min(kBatch, files.size() - begin));
      std::vector<at::Tensor> pictures(some.size());
      std::vector<std::string> failed;
      const bool complete = eachFile(some, failed, threads, stop, [&](const std::string& file, std::int64_t i) {
        auto picture = encoder_.load(file);
        if (!picture.ok()) return picture.error().message;
        pictures[static_cast<std::size_t>(i)] = std::move(*picture);
        return std::string();
      });
      if (!complete) return stoppedFeatures();
      encodeSome(pictures, begin, out);
      all.insert(all.end(), failed.begin(), failed.end());
    }
    failures = std::move(all);
    return out;
  }
  NamedTensors state() const override { return {}; }

 private:
  void encodeSome(const std::vector<at::Tensor>& pictures, std::size_t begin, at::Tensor& out) const {
    std::vector<at::Tensor> usable;
    std::vector<std::int64_t> places;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      if (!pictures[i].defined()) continue;
      usable.push_back(pictures[i]);
      places.push_back(static_cast<std::int64_t>(begin + i));
    }
    if (usable.empty()) return;
    const std::lock_guard lock(mutex_);
    const torch::NoGradGuard noGrad;
    out.index_copy_(0, torch::tensor(places, torch::kInt64), encoder_.encode(torch::cat(usable)).to(torch::kFloat));
  }

  PictureEncoder encoder_;
  mutable std::mutex mutex_;  // a network is used by one thread at a time
};

class FittedFeaturizer : public PictureFeaturizer {
 public:
  FittedFeaturizer(std::shared_ptr<const RowMaker> maker, FeatureReducer reducer)
      : maker_(std::move(maker)), reducer_(std::move(reducer)) {}
  Result<at::Tensor> featurize(const fs::path& image) const override {
    const std::vector<std::string> file{image.string()};
    std::vector<std::string> failures;
    MARCIE_ASSIGN(const at::Tensor row, maker_->rows(file, failures, 1, {}));
    if (!failures.front().empty()) return Error{ErrorCode::format, failures.front(), "Choose another picture", {}};
    return reducer_.apply(row)[0];
  }
  std::vector<std::pair<std::string, at::Tensor>> state() const override {
    NamedTensors state = maker_->state();
    for (auto& entry : reducer_.state()) state.push_back(std::move(entry));
    return state;
  }

 private:
  std::shared_ptr<const RowMaker> maker_;
  FeatureReducer reducer_;
};

// Items with a picture, and which of these the fit may see.
struct Pictures {
  std::vector<std::int64_t> items;
  std::vector<std::string> files, warmFiles;
};

Pictures picturesOf(const FeatureRequest& request) {
  Pictures pictures;
  for (std::size_t i = 0; i < request.data->items.size(); ++i) {
    const std::string& file = request.data->items[i].image;
    if (file.empty()) continue;
    pictures.items.push_back(static_cast<std::int64_t>(i));
    pictures.files.push_back(file);
    if (request.warm[i] != 0) pictures.warmFiles.push_back(file);
  }
  return pictures;
}

Result<std::shared_ptr<const RowMaker>> makeRowMaker(const FeatureRequest& request, const Pictures& pictures,
                                                     const StopToken& stop) {
  const FeatureOptions& options = request.options;
  using Maker = std::shared_ptr<const RowMaker>;
  if (options.kind == RecFeatureKind::encoder) return Maker(std::make_shared<EncoderRows>(request.encoder));
  const PictureShape shape = commonShape(pictures.warmFiles, options.pictureSize);
  if (options.kind == RecFeatureKind::hogColour) return Maker(std::make_shared<EdgeRows>(shape));
  constexpr std::size_t kLearnedPictures = 4000;
  std::vector<std::string> some;
  const std::size_t step = std::max<std::size_t>(1, pictures.warmFiles.size() / kLearnedPictures);
  for (std::size_t i = 0; i < pictures.warmFiles.size(); i += step) some.push_back(pictures.warmFiles[i]);
  std::vector<std::string> failures;
  MARCIE_ASSIGN(const at::Tensor loaded, loadPictures(some, shape, failures, options.threads, stop));
  std::vector<std::int64_t> usable;
  for (std::size_t i = 0; i < failures.size(); ++i) {
    if (failures[i].empty()) usable.push_back(static_cast<std::int64_t>(i));
  }
  if (usable.empty()) {
    return Error{
        ErrorCode::data, "no picture of a training item can be read", "Check data.images and the image column", {}};
  }
  MARCIE_ASSIGN(PatchDictionary dictionary,
                PatchDictionary::learn(loaded.index_select(0, torch::tensor(usable, torch::kInt64)), shape,
                                       options.centroids, request.seed, stop));
  return Maker(std::make_shared<PatchRows>(std::move(dictionary)));
}

Result<ItemFeatures> computeFeatures(const FeatureRequest& request, const Progress& progress, const StopToken& stop) {
  const Pictures pictures = picturesOf(request);
  if (pictures.warmFiles.empty()) {
    return Error{ErrorCode::data,
                 "no training item has a picture",
                 "Give pictures (data.images, the image column) or a matrix of features (features.kind=matrix)",
                 {}};
  }
  MARCIE_ASSIGN(const auto maker, makeRowMaker(request, pictures, stop));
  std::vector<at::Tensor> parts;
  std::vector<std::int64_t> usable;
  std::vector<std::int64_t> fitted;
  RecProblem unreadable{"unreadableImage", "items whose picture cannot be read: the mean stands for them", 0, {}};
  const auto total = static_cast<std::int64_t>(pictures.files.size());
  for (std::int64_t begin = 0; begin < total; begin += kPicturesInMemory) {
    const auto count = static_cast<std::size_t>(std::min(kPicturesInMemory, total - begin));
    const auto files = std::span(pictures.files).subspan(static_cast<std::size_t>(begin), count);
    std::vector<std::string> failures;
    MARCIE_ASSIGN(const at::Tensor rows, maker->rows(files, failures, request.options.threads, stop));
    parts.push_back(rows);
    for (std::size_t k = 0; k < count; ++k) {
      const std::int64_t at = begin + static_cast<std::int64_t>(k);
      if (!failures[k].empty()) {
        ++unreadable.count;
        if (unreadable.examples.size() < kShownPictures) unreadable.examples.push_back(failures[k]);
        continue;
      }
      usable.push_back(at);
      if (request.warm[static_cast<std::size_t>(pictures.items[static_cast<std::size_t>(at)])] != 0)
        fitted.push_back(at);
    }
    if (progress) progress(begin + static_cast<std::int64_t>(count), total);
  }
  if (fitted.empty()) {
    return Error{
        ErrorCode::data, "no picture of a training item can be read", "Check data.images and the image column", {}};
  }
  const at::Tensor rows = torch::cat(parts);
  FeatureReducer reducer = FeatureReducer::fit(rows.index_select(0, torch::tensor(fitted, torch::kInt64)),
                                               request.options.width, request.options.whiten);
  const at::Tensor places = torch::tensor(usable, torch::kInt64);
  const at::Tensor items = torch::tensor(pictures.items, torch::kInt64).index_select(0, places);
  ItemFeatures features;
  features.matrix = torch::zeros({request.data->itemCount(), reducer.width()});
  features.matrix.index_copy_(0, items, reducer.apply(rows.index_select(0, places)));
  features.featurizer = std::make_shared<FittedFeaturizer>(maker, std::move(reducer));
  if (unreadable.count > 0) features.problems.push_back(std::move(unreadable));
  return features;
}

fs::path cachePathOf(const FeatureRequest& request) {
  data::Fingerprint print;
  FeatureOptions options = request.options;
  options.threads = 0;
  print.add(kCacheVersion);
  print.add(dumpJson(toJson(options)));
  print.add(request.seed);
  print.add(request.encoder.fingerprint);
  for (std::size_t i = 0; i < request.data->items.size(); ++i) {
    const Item& item = request.data->items[i];
    std::error_code error;
    print.add(item.id);
    print.add(item.image);
    print.add(request.warm[i]);
    if (item.image.empty()) continue;
    print.add(static_cast<std::uint64_t>(fs::file_size(item.image, error)));
    print.add(static_cast<std::uint64_t>(fs::last_write_time(item.image, error).time_since_epoch().count()));
  }
  return request.cacheFolder /
         ("items-" + std::string(enumKey(request.options.kind)) + "-" + print.hex() + ".safetensors");
}

// Nothing where there is no cache that fits.
std::optional<ItemFeatures> fromCache(const fs::path& path, const FeatureRequest& request) {
  const auto file = data::readTensors(path);
  if (!file.ok()) return {};
  ItemFeatures features;
  features.matrix = file->find("matrix");
  NamedTensors state;
  for (const auto& [name, tensor] : file->tensors) {
    if (name != "matrix") state.emplace_back(name, tensor);
  }
  if (!features.matrix.defined() || features.matrix.dim() != 2 ||
      features.matrix.size(0) != request.data->itemCount()) {
    return {};
  }
  auto featurizer = featurizerFrom(request.options, state, request.encoder);
  if (!featurizer.ok()) return {};
  features.featurizer = std::move(*featurizer);
  return features;
}

Result<void> checkRequest(const FeatureRequest& request) {
  Problems problems;
  validate(request.options, problems);
  if (request.options.kind == RecFeatureKind::encoder && !request.encoder.encode) {
    problems.add("kind", "'encoder' needs the folder of a run (features.encoder)");
  }
  MARCIE_TRY(problems.toResult());
  if (request.data == nullptr || request.warm.size() != request.data->items.size()) {
    return Error{ErrorCode::internal, "features were asked for without data or training items", {}, {}};
  }
  return {};
}

}  // namespace

Result<ItemFeatures> openItemFeatures(const FeatureRequest& request, const Progress& progress, const StopToken& stop) {
  MARCIE_TRY(checkRequest(request));
  if (request.options.kind == RecFeatureKind::matrix) {
    MARCIE_ASSIGN(FeatureMatrix matrix, openMatrix(*request.data, request.options));
    return ItemFeatures{std::move(matrix.rows), nullptr, std::move(matrix.problems)};
  }
  const bool keeps = !request.cacheFolder.empty();
  const fs::path path = keeps ? cachePathOf(request) : fs::path();
  if (keeps) {
    if (auto cached = fromCache(path, request)) return std::move(*cached);
  }
  MARCIE_ASSIGN(ItemFeatures features, computeFeatures(request, progress, stop));
  if (keeps) {
    MARCIE_TRY(makeFolders(request.cacheFolder));
    data::TensorFile file;
    file.tensors.emplace_back("matrix", features.matrix);
    for (auto& entry : features.featurizer->state()) file.tensors.push_back(std::move(entry));
    MARCIE_TRY(data::writeTensors(path, file));
  }
  return features;
}

Result<at::Tensor> itemFeatures(const RecData& data, const FeatureOptions& options, std::span<const std::uint8_t> warm,
                                std::uint64_t seed, const fs::path& cacheFolder, const Progress& progress) {
  FeatureRequest request;
  request.data = &data;
  request.options = options;
  request.warm = warm;
  request.seed = seed;
  request.cacheFolder = cacheFolder;
  MARCIE_ASSIGN(ItemFeatures features, openItemFeatures(request, progress));
  return std::move(features.matrix);
}

Result<std::shared_ptr<const PictureFeaturizer>> featurizerFrom(
    const FeatureOptions& options, const std::vector<std::pair<std::string, at::Tensor>>& state,
    const PictureEncoder& encoder) {
  std::shared_ptr<const RowMaker> maker;
  if (options.kind == RecFeatureKind::matrix) {
    return Error{
        ErrorCode::option, "features of a matrix say nothing about new pictures", "Choose features of pictures", {}};
  }
  if (options.kind == RecFeatureKind::kmeansPatches) {
    MARCIE_ASSIGN(PatchDictionary dictionary, PatchDictionary::from(state));
    maker = std::make_shared<PatchRows>(std::move(dictionary));
  } else if (options.kind == RecFeatureKind::hogColour) {
    MARCIE_ASSIGN(const PictureShape shape, savedShape(namedTensor(state, "edges.shape"), 1));
    maker = std::make_shared<EdgeRows>(shape);
  } else {
    if (!encoder.encode) return Error{ErrorCode::option, "these features need the network that made them", {}, {}};
    maker = std::make_shared<EncoderRows>(encoder);
  }
  MARCIE_ASSIGN(FeatureReducer reducer, FeatureReducer::from(state));
  return std::shared_ptr<const PictureFeaturizer>(
      std::make_shared<FittedFeaturizer>(std::move(maker), std::move(reducer)));
}

}  // namespace marcie::rec
