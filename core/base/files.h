// Reading and writing files without losing any: writes go aside, are synced and renamed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace marcie {

// The whole file as bytes. Errors: notFound, io; `format` when it is larger than `maxBytes`.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path,
                                           std::uint64_t maxBytes = std::uint64_t{1} << 31U);

// The last `maxBytes` bytes of a file (all of it when it is shorter). Errors: notFound, io.
[[nodiscard]] Result<std::string> readFileTail(const std::filesystem::path& path, std::uint64_t maxBytes);

// Hands out chunks to write; false from the callback's `put` means the write failed (the error is reported by the
// call).
using ByteSink = std::function<bool(std::string_view bytes)>;

// Writes to a temporary file beside `path`, syncs it, renames it over `path` and syncs the folder: after a crash at
// any moment `path` is either the old or the new content. Errors: io, diskFull (the temporary file is removed).
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& path,
                                               const std::function<void(const ByteSink& put)>& produce);
// As above without the two syncs: for small state that is rewritten often and may be lost with the power, never torn.
[[nodiscard]] Result<void> replaceFile(const std::filesystem::path& path, std::string_view bytes);

// Creates the folder and its parents. Errors: io.
[[nodiscard]] Result<void> makeFolders(const std::filesystem::path& path);

// An advisory lock on a file for the life of the object (an open-file-description lock): released by the system when
// the process dies, however it dies. Used to tell a running trainer from an interrupted one.
class FileLock {
 public:
  // Errors: busy when another process holds it, io.
  [[nodiscard]] static Result<FileLock> acquire(const std::filesystem::path& path);
  // True when some process holds the lock now.
  [[nodiscard]] static bool isHeld(const std::filesystem::path& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace marcie
