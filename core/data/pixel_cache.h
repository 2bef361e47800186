// Memory-mapped uint8 pictures of one size, so that the second epoch never decodes a file.
//
// Lives in the user's cache folder under a name made of paths, size and file times: a changed file is decoded again.
// Built once by several threads, written aside and renamed; then read-only and thread-safe. Training pictures may be
// decoded at reduced size; validation and test pictures are decoded exactly, so that they equal what prediction sees.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/dataset.h"

namespace marcie::data {

class PixelCache {
 public:
  // Opens the cache of (dataset, size), building it first when it is missing or stale. Pictures that cannot be decoded
  // are left black and listed in `unreadable()`. Errors: io, diskFull, cancelled.
  [[nodiscard]] static Result<std::shared_ptr<const PixelCache>> open(
      const Dataset& dataset, int size, int threads,
      const std::function<void(std::int64_t done, std::int64_t total)>& progress, const StopToken& stop);
  ~PixelCache();

  // size × size × 3 bytes, RGB, row-major: the picture resized so that its short side fits, centre-cropped square.
  [[nodiscard]] const std::uint8_t* pixels(std::int64_t index) const;
  [[nodiscard]] int size() const;
  [[nodiscard]] bool isReadable(std::int64_t index) const;
  [[nodiscard]] const std::vector<DataProblem>& unreadable() const;

 private:
  struct Impl;
  explicit PixelCache(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Removes the caches that were opened longest ago until all together are at most `maxBytes`.
void pruneCaches(std::uint64_t maxBytes);

// Where caches live: $MARCIE_CACHE_DIR, else $XDG_CACHE_HOME/marcie, else ~/.cache/marcie.
[[nodiscard]] std::filesystem::path cacheFolder();

}  // namespace marcie::data
