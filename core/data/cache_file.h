// What the caches of pictures and of features share: their folder, how one is written, and what names it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/result.h"
#include "core/data/content_hash.h"
#include "core/data/dataset.h"

namespace marcie::data {

// The first page of each cache file is its header.
inline constexpr std::uint64_t kCacheHeaderBytes = 4096;
inline constexpr std::uint64_t kMaxCacheBytes = std::uint64_t{16} << 30U;

// Adds paths, sizes, times and splits of all pictures: a changed file makes another fingerprint.
void addDataset(Fingerprint& fingerprint, const Dataset& dataset);

// A file of known size that is written at any place and then renamed to `target`; removed unless it is kept.
class CacheWriter {
 public:
  // Errors: io, diskFull (the whole size is reserved at once).
  [[nodiscard]] static Result<CacheWriter> create(const std::filesystem::path& target, std::uint64_t bytes);
  CacheWriter(CacheWriter&& other) noexcept;
  CacheWriter& operator=(CacheWriter&&) = delete;
  CacheWriter(const CacheWriter&) = delete;
  CacheWriter& operator=(const CacheWriter&) = delete;
  ~CacheWriter();

  // Thread-safe for places that do not overlap. May go beyond the reserved size. Errors: io, diskFull.
  [[nodiscard]] Result<void> write(const void* bytes, std::uint64_t count, std::uint64_t at) const;
  // Errors: io.
  [[nodiscard]] Result<void> keep();

 private:
  CacheWriter(std::filesystem::path target, std::filesystem::path aside, int descriptor)
      : target_(std::move(target)), aside_(std::move(aside)), descriptor_(descriptor) {}
  std::filesystem::path target_, aside_;
  int descriptor_ = -1;
};

// A file that is mapped to be read.
class CacheMapping {
 public:
  CacheMapping() = default;
  // False when the file is missing or shorter than a header. Marks it as used now: it is then pruned last.
  [[nodiscard]] bool open(const std::filesystem::path& path);
  CacheMapping(const CacheMapping&) = delete;
  CacheMapping& operator=(const CacheMapping&) = delete;
  ~CacheMapping();
  [[nodiscard]] const char* data() const { return static_cast<const char*>(memory_); }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void* memory_ = nullptr;
  std::uint64_t bytes_ = 0;
};

}  // namespace marcie::data
