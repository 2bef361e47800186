#include "core/data/pixel_cache.h"

#include <atomic>
#include <cstring>
#include <mutex>

#include "core/data/cache_file.h"
#include "core/data/parallel.h"
#include "core/image/decode.h"
#include "core/options/json.h"

namespace marcie::data {
namespace fs = std::filesystem;

// At the beginning of a cache file.
struct PixelCacheHeader {
  char magic[8] = {'M', 'A', 'R', 'C', 'P', 'I', 'X', '2'};
  std::uint64_t count = 0;
  std::uint64_t size = 0;
  std::uint64_t problemBytes = 0;  // JSON behind the pictures

  [[nodiscard]] std::uint64_t pictureBytes() const { return size * size * 3; }
  [[nodiscard]] std::uint64_t fileBytes() const { return kCacheHeaderBytes + count * pictureBytes() + problemBytes; }
};

namespace {

fs::path cachePath(const Dataset& dataset, int size) {
  Fingerprint hash;
  hash.add(static_cast<std::uint64_t>(size));
  addDataset(hash, dataset);
  return cacheFolder() / ("pixels-" + std::to_string(size) + "-" + hash.hex() + ".bin");
}

Result<void> build(const Dataset& dataset, int size, int threads, const Progress& progress, const StopToken& stop,
                   const fs::path& path) {
  PixelCacheHeader header;
  header.count = dataset.samples.size();
  header.size = static_cast<std::uint64_t>(size);
  MARCIE_ASSIGN(CacheWriter file, CacheWriter::create(path, header.fileBytes()));
  std::vector<std::string> reasons(dataset.samples.size());
  std::vector<ErrorCode> codes(dataset.samples.size());
  std::mutex mutex;
  std::atomic<bool> failed = false;
  Result<void> failure;
  const bool complete =
      parallelFor(static_cast<std::int64_t>(header.count), threads, stop, progress, [&](std::int64_t index) {
        const auto i = static_cast<std::size_t>(index);
        const Sample& sample = dataset.samples[i];
        if (failed) return;
        const auto rgb = image::decodeFile(sample.path, sample.split == Split::train ? size : 0);
        if (!rgb.ok()) {
          reasons[i] = rgb.error().message;
          codes[i] = rgb.error().code;
          return;  // the reserved place reads as black
        }
        const cv::Mat square = image::resizeAndCrop(*rgb, size);
        auto written = file.write(square.data, header.pictureBytes(),
                                  kCacheHeaderBytes + static_cast<std::uint64_t>(i) * header.pictureBytes());
        if (written) return;
        const std::lock_guard lock(mutex);
        failure = std::move(written);
        failed = true;
      });
  MARCIE_TRY(std::move(failure));
  if (!complete) return Error{ErrorCode::cancelled, "stopped while filling the picture cache", {}, {}};
  Json problems = Json::array();
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (!reasons[i].empty()) problems.push_back({i, std::string(image::problemKind(codes[i])), reasons[i]});
  }
  const std::string text = problems.dump();
  header.problemBytes = text.size();
  MARCIE_TRY(file.write(text.data(), text.size(), header.fileBytes() - text.size()));
  MARCIE_TRY(file.write(&header, sizeof header, 0));
  return file.keep();
}

}  // namespace

struct PixelCache::Impl {
  CacheMapping mapping;
  PixelCacheHeader header;
  std::vector<bool> readable;
  std::vector<DataProblem> problems;

  // False when the file is missing, of another version or damaged: then it is built anew.
  bool map(const fs::path& path, const Dataset& dataset, int size) {
    if (!mapping.open(path)) return false;
    std::memcpy(&header, mapping.data(), sizeof header);
    const PixelCacheHeader wanted;
    if (std::memcmp(header.magic, wanted.magic, sizeof header.magic) != 0 || header.count != dataset.samples.size() ||
        header.size != static_cast<std::uint64_t>(size) || header.fileBytes() != mapping.bytes()) {
      return false;
    }
    return readProblems(dataset);
  }

  bool readProblems(const Dataset& dataset) {
    readable.assign(dataset.samples.size(), true);
    const char* end = mapping.data() + mapping.bytes();
    const Json list = Json::parse(end - header.problemBytes, end, nullptr, false);
    if (!list.is_array()) return false;
    for (const Json& entry : list) {
      if (!entry.is_array() || entry.size() != 3 || !entry[0].is_number_unsigned() || !entry[1].is_string() ||
          !entry[2].is_string() || entry[0].get<std::size_t>() >= readable.size()) {
        return false;
      }
      const auto index = entry[0].get<std::size_t>();
      readable[index] = false;
      problems.push_back({entry[1].get<std::string>(), dataset.samples[index].path, 0, entry[2].get<std::string>()});
    }
    return true;
  }
};

PixelCache::PixelCache(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PixelCache::~PixelCache() = default;

Result<std::shared_ptr<const PixelCache>> PixelCache::open(
    const Dataset& dataset, int size, int threads,
    const std::function<void(std::int64_t done, std::int64_t total)>& progress, const StopToken& stop) {
  const fs::path path = cachePath(dataset, size);
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto impl = std::make_unique<Impl>();
    if (impl->map(path, dataset, size)) return std::shared_ptr<const PixelCache>(new PixelCache(std::move(impl)));
    if (attempt > 0) break;
    pruneCaches(kMaxCacheBytes);
    MARCIE_TRY(build(dataset, size, threads, progress, stop, path));
  }
  return Error{ErrorCode::io,
               "the picture cache " + path.string() + " cannot be read back",
               "Turn the cache off (data.useCache)",
               {}};
}

const std::uint8_t* PixelCache::pixels(std::int64_t index) const {
  return reinterpret_cast<const std::uint8_t*>(impl_->mapping.data()) + kCacheHeaderBytes +
         static_cast<std::uint64_t>(index) * impl_->header.pictureBytes();
}

int PixelCache::size() const {
  return static_cast<int>(impl_->header.size);
}

bool PixelCache::isReadable(std::int64_t index) const {
  return impl_->readable[static_cast<std::size_t>(index)];
}

const std::vector<DataProblem>& PixelCache::unreadable() const {
  return impl_->problems;
}

}  // namespace marcie::data
