#include "core/data/cache_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "core/base/files.h"
#include "core/data/pixel_cache.h"

namespace marcie::data {
namespace fs = std::filesystem;
namespace {

Error writeFailed(int number, const fs::path& path) {
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return Error{
      full ? ErrorCode::diskFull : ErrorCode::io,
      "the cache " + path.string() + " cannot be written: " + std::strerror(number),
      full ? "Free some space, set MARCIE_CACHE_DIR to another disk, or turn the cache off (data.useCache)" : "",
      {}};
}

}  // namespace

void addDataset(Fingerprint& fingerprint, const Dataset& dataset) {
  for (const Sample& sample : dataset.samples) {
    struct stat facts {};
    const bool there = ::stat(sample.path.c_str(), &facts) == 0;
    fingerprint.add(sample.path);
    fingerprint.add(there ? static_cast<std::uint64_t>(facts.st_size) : ~std::uint64_t{0});
    fingerprint.add(there ? static_cast<std::uint64_t>(facts.st_mtim.tv_sec) * 1'000'000'000U +
                                static_cast<std::uint64_t>(facts.st_mtim.tv_nsec)
                          : 0);
    fingerprint.add(sample.split == Split::train ? 1 : 0);
  }
}

Result<CacheWriter> CacheWriter::create(const fs::path& target, std::uint64_t bytes) {
  MARCIE_TRY(makeFolders(target.parent_path()));
  fs::path aside = target.string() + "." + std::to_string(::getpid()) + ".part";
  const int descriptor = ::open(aside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return writeFailed(errno, target);
  CacheWriter writer(target, std::move(aside), descriptor);
  const int reserved = ::posix_fallocate(descriptor, 0, static_cast<off_t>(bytes));
  if (reserved != 0) return writeFailed(reserved, target);
  return writer;
}

CacheWriter::CacheWriter(CacheWriter&& other) noexcept
    : target_(std::move(other.target_)),
      aside_(std::exchange(other.aside_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

CacheWriter::~CacheWriter() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!aside_.empty()) ::unlink(aside_.c_str());
}

Result<void> CacheWriter::write(const void* bytes, std::uint64_t count, std::uint64_t at) const {
  const auto* from = static_cast<const char*>(bytes);
  while (count > 0) {
    const ssize_t written = ::pwrite(descriptor_, from, count, static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return writeFailed(written < 0 ? errno : ENOSPC, target_);
    from += written;
    at += static_cast<std::uint64_t>(written);
    count -= static_cast<std::uint64_t>(written);
  }
  return {};
}

Result<void> CacheWriter::keep() {
  if (::rename(aside_.c_str(), target_.c_str()) != 0) return writeFailed(errno, target_);
  aside_.clear();
  return {};
}

bool CacheMapping::open(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  struct stat facts {};
  if (::fstat(descriptor, &facts) == 0 && static_cast<std::uint64_t>(facts.st_size) >= kCacheHeaderBytes) {
    bytes_ = static_cast<std::uint64_t>(facts.st_size);
    void* memory = ::mmap(nullptr, bytes_, PROT_READ, MAP_SHARED, descriptor, 0);
    if (memory != MAP_FAILED) memory_ = memory;
  }
  ::close(descriptor);
  if (memory_ == nullptr) return false;
  ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
  return true;
}

CacheMapping::~CacheMapping() {
  if (memory_ != nullptr) ::munmap(memory_, bytes_);
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
    if (!(name.starts_with("pixels-") || name.starts_with("features-")) || !name.ends_with(".bin")) continue;
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
