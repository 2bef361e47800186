#include "core/data/feature_cache.h"

#include <cstring>
#include <numeric>

#include "core/data/cache_file.h"
#include "core/data/pixel_cache.h"
#include "core/options/json.h"

namespace marcie::data {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kEncodedAtOnce = 64;

struct FileHeader {
  char magic[8] = {'M', 'A', 'R', 'C', 'F', 'E', 'A', '1'};
  std::uint64_t rows = 0;
  std::uint64_t width = 0;
  [[nodiscard]] std::uint64_t rowBytes() const { return width * sizeof(float); }
  [[nodiscard]] std::uint64_t fileBytes() const { return kCacheHeaderBytes + rows * rowBytes(); }
};

fs::path pathOf(const FeatureRequest& request) {
  Fingerprint key;
  for (const std::string* text : {&request.encoder, &request.weights, &request.device}) key.add(*text);
  const LoaderOptions& loader = request.loader;
  for (const std::int64_t number :
       {std::int64_t{loader.imageSize}, std::int64_t{loader.cachedSide}, std::int64_t{request.views}, request.width}) {
    key.add(static_cast<std::uint64_t>(number));
  }
  if (request.views > 1) {
    key.add(loader.seed);
    key.add(dumpJson(toJson(loader.augment)));
  }
  addDataset(key, *request.dataset);
  return cacheFolder() / ("features-" + request.encoder + "-" + key.hex() + ".bin");
}

std::vector<FeatureTable::Place> placesOf(const FeatureRequest& request, std::int64_t& rows) {
  std::vector<FeatureTable::Place> places;
  places.reserve(request.dataset->samples.size());
  rows = 0;
  for (const Sample& sample : request.dataset->samples) {
    const std::int32_t views = sample.split == Split::train ? request.views : 1;
    places.push_back({rows, views});
    rows += views;
  }
  return places;
}

// One pass over pictures for view `view` of each.
Result<void> encodeView(const FeatureRequest& request, const std::vector<FeatureTable::Place>& places,
                        std::int32_t view, const CacheWriter& file, const std::function<bool(std::int64_t)>& count) {
  std::vector<std::int64_t> indices;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (view < places[i].views) indices.push_back(static_cast<std::int64_t>(i));
  }
  LoaderOptions options = request.loader;
  options.batchSize = kEncodedAtOnce;
  options.training = false;
  options.withTags = false;
  options.features = nullptr;
  options.keepUnreadable = true;
  options.augmentInOrder = view > 0;
  DataLoader loader(request.dataset, request.cache, std::move(indices), options);
  loader.startEpoch(view);
  const std::uint64_t rowBytes = static_cast<std::uint64_t>(request.width) * sizeof(float);
  for (;;) {
    MARCIE_ASSIGN(const auto batch, loader.next());
    if (!batch) return {};
    const at::Tensor rows = request.encode(batch->images).contiguous();
    if (rows.dim() != 2 || rows.size(0) != batch->size() || rows.size(1) != request.width) {
      return Error{
          ErrorCode::internal, "the picture network '" + request.encoder + "' gave features of another size", {}, {}};
    }
    const auto* values = rows.const_data_ptr<float>();
    const auto* samples = batch->indices.const_data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < batch->size(); ++i) {
      const auto row = static_cast<std::uint64_t>(places[static_cast<std::size_t>(samples[i])].first + view);
      MARCIE_TRY(file.write(values + i * request.width, rowBytes, kCacheHeaderBytes + row * rowBytes));
    }
    if (!count(batch->size())) return Error{ErrorCode::cancelled, "stopped while computing features", {}, {}};
  }
}

Result<void> build(const FeatureRequest& request, const std::vector<FeatureTable::Place>& places, std::int64_t rows,
                   const Progress& progress, const StopToken& stop, const fs::path& path) {
  FileHeader header;
  header.rows = static_cast<std::uint64_t>(rows);
  header.width = static_cast<std::uint64_t>(request.width);
  MARCIE_ASSIGN(CacheWriter file, CacheWriter::create(path, header.fileBytes()));
  std::int64_t done = 0;
  const auto count = [&](std::int64_t more) {
    done += more;
    if (progress) progress(done, rows);
    return !stop.stopRequested();
  };
  for (std::int32_t view = 0; view < request.views; ++view) {
    MARCIE_TRY(encodeView(request, places, view, file, count));
  }
  MARCIE_TRY(file.write(&header, sizeof header, 0));
  return file.keep();
}

}  // namespace

Result<std::shared_ptr<const FeatureTable>> openFeatureCache(const FeatureRequest& request, const Progress& progress,
                                                             const StopToken& stop) {
  const fs::path path = pathOf(request);
  std::int64_t rows = 0;
  auto places = placesOf(request, rows);
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto mapping = std::make_shared<CacheMapping>();
    if (mapping->open(path)) {
      FileHeader header;
      std::memcpy(&header, mapping->data(), sizeof header);
      const FileHeader wanted;
      if (std::memcmp(header.magic, wanted.magic, sizeof header.magic) == 0 &&
          header.rows == static_cast<std::uint64_t>(rows) &&
          header.width == static_cast<std::uint64_t>(request.width) && header.fileBytes() == mapping->bytes()) {
        const auto* values = reinterpret_cast<const float*>(mapping->data() + kCacheHeaderBytes);
        return std::make_shared<const FeatureTable>(mapping, values, request.width, std::move(places));
      }
    }
    if (attempt > 0) break;
    pruneCaches(kMaxCacheBytes);
    MARCIE_TRY(build(request, places, rows, progress, stop, path));
  }
  return Error{ErrorCode::io,
               "the feature cache " + path.string() + " cannot be read back",
               "Set MARCIE_CACHE_DIR to another disk",
               {}};
}

}  // namespace marcie::data
