#include "core/data/pixel_cache.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/data/parallel.h"
#include "core/image/decode.h"
#include "core/options/json.h"

namespace marcie::data {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kHeaderBytes = 4096;
constexpr std::uint64_t kMaxCacheBytes = std::uint64_t{16} << 30U;

struct FileHeader {
  char magic[8] = {'M', 'A', 'R', 'C', 'P', 'I', 'X', '2'};
  std::uint64_t count = 0;
  std::uint64_t size = 0;
  std::uint64_t problemBytes = 0;  // JSON behind the pictures

  [[nodiscard]] std::uint64_t pictureBytes() const { return size * size * 3; }
  [[nodiscard]] std::uint64_t fileBytes() const { return kHeaderBytes + count * pictureBytes() + problemBytes; }
};

class Hash {
 public:
  void add(std::string_view bytes) {
    for (const char c : bytes) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    state_ = mix64(state_);
  }
  void add(std::uint64_t value) { state_ = mix64(state_ ^ value); }
  [[nodiscard]] std::string hex() const {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(state_));
    return text;
  }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

fs::path cachePath(const Dataset& dataset, int size) {
  Hash hash;
  hash.add(static_cast<std::uint64_t>(size));
  for (const Sample& sample : dataset.samples) {
    struct stat facts {};
    const bool there = ::stat(sample.path.c_str(), &facts) == 0;
    hash.add(sample.path);
    hash.add(there ? static_cast<std::uint64_t>(facts.st_size) : ~std::uint64_t{0});
    hash.add(there ? static_cast<std::uint64_t>(facts.st_mtim.tv_sec) * 1'000'000'000U +
                         static_cast<std::uint64_t>(facts.st_mtim.tv_nsec)
                   : 0);
    hash.add(sample.split == Split::train ? 1 : 0);
  }
  return cacheFolder() / ("pixels-" + std::to_string(size) + "-" + hash.hex() + ".bin");
}

Error writeFailed(int number, const fs::path& path) {
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return Error{
      full ? ErrorCode::diskFull : ErrorCode::io,
      "the picture cache " + path.string() + " cannot be written: " + std::strerror(number),
      full ? "Free some space, set MARCIE_CACHE_DIR to another disk, or turn the cache off (data.useCache)" : "",
      {}};
}

// A file that is removed unless it is kept: what a failed or stopped build leaves is nothing.
class ScratchFile {
 public:
  explicit ScratchFile(fs::path path)
      : path_(std::move(path)), descriptor_(::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {}
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] bool keepAs(const fs::path& target) {
    if (::rename(path_.c_str(), target.c_str()) != 0) return false;
    path_.clear();
    return true;
  }

 private:
  fs::path path_;
  int descriptor_;
};

// 0, or the errno of the write.
int writeAt(int descriptor, const void* bytes, std::uint64_t count, std::uint64_t at) {
  const auto* from = static_cast<const char*>(bytes);
  while (count > 0) {
    const ssize_t written = ::pwrite(descriptor, from, count, static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : ENOSPC;
    from += written;
    at += static_cast<std::uint64_t>(written);
    count -= static_cast<std::uint64_t>(written);
  }
  return 0;
}

Result<void> build(const Dataset& dataset, int size, int threads, const Progress& progress, const StopToken& stop,
                   const fs::path& path) {
  MARCIE_TRY(makeFolders(path.parent_path()));
  ScratchFile file(path.string() + "." + std::to_string(::getpid()) + ".part");
  if (file.descriptor() < 0) return writeFailed(errno, path);
  FileHeader header;
  header.count = dataset.samples.size();
  header.size = static_cast<std::uint64_t>(size);
  const int reserved = ::posix_fallocate(file.descriptor(), 0, static_cast<off_t>(header.fileBytes()));
  if (reserved != 0) return writeFailed(reserved, path);
  std::vector<std::string> reasons(dataset.samples.size());
  std::vector<ErrorCode> codes(dataset.samples.size());
  std::atomic<int> failure{0};
  const bool complete =
      parallelFor(static_cast<std::int64_t>(header.count), threads, stop, progress, [&](std::int64_t index) {
        const auto i = static_cast<std::size_t>(index);
        const Sample& sample = dataset.samples[i];
        if (failure != 0) return;
        const auto rgb = image::decodeFile(sample.path, sample.split == Split::train ? size : 0);
        if (!rgb.ok()) {
          reasons[i] = rgb.error().message;
          codes[i] = rgb.error().code;
          return;  // the reserved place reads as black
        }
        const cv::Mat square = image::resizeAndCrop(*rgb, size);
        const int code = writeAt(file.descriptor(), square.data, header.pictureBytes(),
                                 kHeaderBytes + static_cast<std::uint64_t>(i) * header.pictureBytes());
        if (code != 0) failure = code;
      });
  if (failure != 0) return writeFailed(failure, path);
  if (!complete) return Error{ErrorCode::cancelled, "stopped while filling the picture cache", {}, {}};
  Json problems = Json::array();
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (!reasons[i].empty()) problems.push_back({i, std::string(image::problemKind(codes[i])), reasons[i]});
  }
  const std::string text = problems.dump();
  header.problemBytes = text.size();
  int code = writeAt(file.descriptor(), text.data(), text.size(), header.fileBytes() - text.size());
  if (code == 0) code = writeAt(file.descriptor(), &header, sizeof header, 0);
  if (code != 0) return writeFailed(code, path);
  if (!file.keepAs(path)) return writeFailed(errno, path);
  return {};
}

}  // namespace

struct PixelCache::Impl {
  void* memory = MAP_FAILED;
  std::uint64_t bytes = 0;
  FileHeader header;
  std::vector<bool> readable;
  std::vector<DataProblem> problems;

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (memory != MAP_FAILED) ::munmap(memory, bytes);
  }

  // False when the file is missing, of another version or damaged: then it is built anew.
  bool map(const fs::path& path, const Dataset& dataset, int size) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    struct stat facts {};
    const bool known = ::fstat(descriptor, &facts) == 0 && static_cast<std::uint64_t>(facts.st_size) >= kHeaderBytes;
    if (known) {
      bytes = static_cast<std::uint64_t>(facts.st_size);
      memory = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, descriptor, 0);
    }
    ::close(descriptor);
    if (memory == MAP_FAILED) return false;
    std::memcpy(&header, memory, sizeof header);
    const FileHeader wanted;
    if (std::memcmp(header.magic, wanted.magic, sizeof header.magic) != 0 || header.count != dataset.samples.size() ||
        header.size != static_cast<std::uint64_t>(size) || header.fileBytes() != bytes) {
      return false;
    }
    return readProblems(dataset);
  }

  bool readProblems(const Dataset& dataset) {
    readable.assign(dataset.samples.size(), true);
    const auto* end = static_cast<const char*>(memory) + bytes;
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
    if (impl->map(path, dataset, size)) {
      ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);  // opened now: pruned last
      return std::shared_ptr<const PixelCache>(new PixelCache(std::move(impl)));
    }
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
  return static_cast<const std::uint8_t*>(impl_->memory) + kHeaderBytes +
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

void pruneCaches(std::uint64_t maxBytes) {
  struct Entry {
    fs::file_time_type opened;
    std::uint64_t bytes;
    fs::path path;
  };
  std::vector<Entry> entries;
  std::uint64_t total = 0;
  std::error_code error;
  for (fs::directory_iterator it(cacheFolder(), error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::error_code ignored;
    if (!name.starts_with("pixels-") || !name.ends_with(".bin")) continue;
    entries.push_back({it->last_write_time(ignored), it->file_size(ignored), it->path()});
    total += entries.back().bytes;
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.opened < b.opened; });
  for (const Entry& entry : entries) {
    if (total <= maxBytes) return;
    std::error_code ignored;
    if (fs::remove(entry.path, ignored)) total -= entry.bytes;
  }
}

fs::path cacheFolder() {
  const auto value = [](const char* name) {
    const char* text = std::getenv(name);
    return std::string(text == nullptr ? "" : text);
  };
  if (const auto own = value("MARCIE_CACHE_DIR"); !own.empty()) return own;
  if (const auto xdg = value("XDG_CACHE_HOME"); !xdg.empty()) return fs::path(xdg) / "marcie";
  if (const auto home = value("HOME"); !home.empty()) return fs::path(home) / ".cache" / "marcie";
  return fs::temp_directory_path() / "marcie-cache";
}

}  // namespace marcie::data
