#include "core/base/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace marcie {
namespace fs = std::filesystem;
namespace {

Error systemError(int number, std::string what) {
  const ErrorCode code = number == ENOSPC || number == EDQUOT || number == EFBIG ? ErrorCode::diskFull
                         : number == ENOENT                                      ? ErrorCode::notFound
                                                                                 : ErrorCode::io;
  Error error{code, std::move(what) + ": " + std::strerror(number), {}, {}};
  if (code == ErrorCode::diskFull) error.hint = "Free some space on this disk and try again";
  return error;
}

// Closes a descriptor on every path.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  [[nodiscard]] int get() const { return value_; }
  [[nodiscard]] int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

bool writeAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<void> syncFolder(const fs::path& folder) {
  const Descriptor handle(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.get() < 0) return systemError(errno, "cannot open folder " + folder.string());
  if (::fsync(handle.get()) != 0 && errno != EINVAL) return systemError(errno, "cannot sync folder " + folder.string());
  return {};
}

Result<void> writeAside(const fs::path& path, const std::function<void(const ByteSink&)>& produce, bool sync) {
  const fs::path aside = path.string() + ".tmp" + std::to_string(::getpid());
  Descriptor file(::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.get() < 0) return systemError(errno, "cannot write " + path.string());
  int failure = 0;
  produce([&](std::string_view bytes) {
    if (failure == 0 && !writeAll(file.get(), bytes)) failure = errno;
    return failure == 0;
  });
  if (failure == 0 && sync && ::fsync(file.get()) != 0) failure = errno;
  if (::close(file.release()) != 0 && failure == 0) failure = errno;
  if (failure == 0 && ::rename(aside.c_str(), path.c_str()) != 0) failure = errno;
  if (failure != 0) {
    ::unlink(aside.c_str());
    return systemError(failure, "cannot write " + path.string());
  }
  if (sync) return syncFolder(path.parent_path());
  return {};
}

}  // namespace

Result<std::string> readFile(const fs::path& path, std::uint64_t maxBytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return systemError(errno, "cannot read " + path.string());
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return systemError(errno, "cannot read " + path.string());
  if (!S_ISREG(info.st_mode)) return Error{ErrorCode::io, path.string() + " is not a regular file", {}, {}};
  if (static_cast<std::uint64_t>(info.st_size) > maxBytes) {
    return Error{
        ErrorCode::format, path.string() + " is too large (" + std::to_string(info.st_size) + " bytes)", {}, {}};
  }
  std::string bytes;
  bytes.resize(static_cast<std::size_t>(info.st_size));
  std::size_t filled = 0;
  for (;;) {
    if (filled == bytes.size()) bytes.resize(bytes.size() + 4096);  // grows only if the file did
    const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return systemError(errno, "cannot read " + path.string());
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

Result<std::string> readFileTail(const fs::path& path, std::uint64_t maxBytes) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return systemError(errno, "cannot read " + path.string());
  const auto size = static_cast<std::uint64_t>(file.tellg());
  std::string bytes(std::min(size, maxBytes), '\0');
  file.seekg(static_cast<std::streamoff>(size - bytes.size()));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

Result<void> writeFileAtomically(const fs::path& path, std::string_view bytes) {
  return writeAside(
      path, [bytes](const ByteSink& put) { put(bytes); }, true);
}

Result<void> writeFileAtomically(const fs::path& path, const std::function<void(const ByteSink&)>& produce) {
  return writeAside(path, produce, true);
}

Result<void> replaceFile(const fs::path& path, std::string_view bytes) {
  return writeAside(
      path, [bytes](const ByteSink& put) { put(bytes); }, false);
}

Result<void> makeFolders(const fs::path& path) {
  std::error_code failure;
  fs::create_directories(path, failure);
  if (failure) return systemError(failure.value(), "cannot create folder " + path.string());
  return {};
}

namespace {

// Locks of the open file description: asking who holds one takes nothing, so that watching a run folder many times a
// second can never make its trainer find it busy.
struct flock wholeFile() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Result<FileLock> FileLock::acquire(const fs::path& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (file.get() < 0) return systemError(errno, "cannot open lock " + path.string());
  struct flock request = wholeFile();
  if (::fcntl(file.get(), F_OFD_SETLK, &request) != 0) {
    if (errno == EAGAIN || errno == EACCES)
      return Error{ErrorCode::busy, "another process is using " + path.parent_path().string(), {}, {}};
    return systemError(errno, "cannot lock " + path.string());
  }
  return FileLock(file.release());
}

bool FileLock::isHeld(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (file.get() < 0) return false;
  struct flock query = wholeFile();
  return ::fcntl(file.get(), F_OFD_GETLK, &query) == 0 && query.l_type != F_UNLCK;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace marcie
