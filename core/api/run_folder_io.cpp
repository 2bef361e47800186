// Writing and following events.jsonl.
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/api/run_folder.h"

namespace marcie {
namespace fs = std::filesystem;
namespace {

Result<int> openAt(const fs::path& path, std::int64_t position) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0)
    return Error{ErrorCode::io, "cannot write " + path.string() + ": " + std::strerror(errno), {}, {}};
  struct stat info {};
  if (::fstat(descriptor, &info) == 0 && info.st_size < position) {
    ::close(descriptor);
    return Error{ErrorCode::checkpoint,
                 path.string() + " is shorter than its checkpoint says",
                 "The file was changed after the checkpoint; start the run again",
                 {}};
  }
  if (::ftruncate(descriptor, position) != 0 || ::lseek(descriptor, position, SEEK_SET) != position) {
    const int number = errno;
    ::close(descriptor);
    return Error{ErrorCode::io, "cannot cut " + path.string() + " back: " + std::strerror(number), {}, {}};
  }
  return descriptor;
}

// Returns 0 or errno; adds what was written to `position`.
int append(int descriptor, std::string_view bytes, std::int64_t& position) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    position += written;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

Result<RunFolderWriter> RunFolderWriter::open(const RunFolder& folder, const Position& position) {
  MARCIE_ASSIGN(const int events, openAt(folder.eventsFile(), position.eventsBytes));
  auto metrics = openAt(folder.metricsFile(), position.metricsBytes);
  if (!metrics) {
    ::close(events);
    return std::move(metrics).error();
  }
  return RunFolderWriter(events, *metrics, position);
}

RunFolderWriter::RunFolderWriter(int events, int metrics, Position position)
    : events_(events), metrics_(metrics), position_(position) {
  if (position_.metricsBytes == 0)
    failure_ = append(metrics_, "step,epoch,split,metric,value\n", position_.metricsBytes);
}

RunFolderWriter::RunFolderWriter(RunFolderWriter&& other) noexcept
    : events_(std::exchange(other.events_, -1)),
      metrics_(std::exchange(other.metrics_, -1)),
      position_(other.position_),
      failure_(other.failure_) {}

RunFolderWriter::~RunFolderWriter() {
  if (events_ >= 0) ::close(events_);
  if (metrics_ >= 0) ::close(metrics_);
}

void RunFolderWriter::onEvent(const RunEvent& event) {
  if (failure_ != 0) return;
  failure_ = append(events_, dumpJson(runEventToJson(event)) + "\n", position_.eventsBytes);
  const auto writeRows = [&](const std::string& split, const std::vector<NamedValue>& values) {
    std::string rows;
    const std::string head = std::to_string(event.step) + "," + formatNumber(event.epoch) + "," + split + ",";
    for (const auto& value : values) rows += head + value.name + "," + formatNumber(value.value) + "\n";
    if (failure_ == 0) failure_ = append(metrics_, rows, position_.metricsBytes);
  };
  if (const auto* epoch = std::get_if<EpochEnd>(&event.body)) writeRows("train", epoch->means);
  if (const auto* metrics = std::get_if<MetricsReady>(&event.body)) writeRows(metrics->split, metrics->values);
}

Result<RunFolderWriter::Position> RunFolderWriter::sync() {
  if (failure_ == 0 && (::fdatasync(events_) != 0 || ::fdatasync(metrics_) != 0)) failure_ = errno;
  if (failure_ != 0) {
    const ErrorCode code =
        failure_ == ENOSPC || failure_ == EDQUOT || failure_ == EFBIG ? ErrorCode::diskFull : ErrorCode::io;
    return Error{code,
                 std::string("cannot write the run's events: ") + std::strerror(failure_),
                 "Free some space on this disk, then resume the run",
                 {}};
  }
  return position_;
}

EventTail::Batch EventTail::poll(std::size_t limit) {
  Batch batch;
  const std::int64_t session = folder_.status().session;
  std::error_code failure;
  const auto size = static_cast<std::int64_t>(fs::file_size(folder_.eventsFile(), failure));
  if (failure) return batch;
  if (begun_ && (session != session_ || size < offset_)) {
    offset_ = 0;
    batch.restarted = true;
  }
  begun_ = true;
  session_ = session;
  if (size == offset_) return batch;
  std::ifstream file(folder_.eventsFile(), std::ios::binary);
  file.seekg(offset_);
  std::string line;
  while (batch.events.size() < limit && std::getline(file, line)) {
    if (file.eof()) break;  // the last line is still being written
    offset_ += static_cast<std::int64_t>(line.size()) + 1;
    auto json = parseJsonText(line);
    auto event = json ? runEventFromJson(*json) : Result<RunEvent>(std::move(json).error());
    if (event) {
      batch.events.push_back(std::move(*event));
    } else {
      ++batch.damagedLines;
    }
  }
  return batch;
}

}  // namespace marcie
