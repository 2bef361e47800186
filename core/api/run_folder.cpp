#include "core/api/run_folder.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

#include "core/base/log.h"

namespace marcie {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kFormat = "marcie-run";

std::string nowIso() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

fs::path runFile(const fs::path& root) {
  return root / "run.json";
}

const char* controlName(RunFolder::Control control) {
  switch (control) {
    case RunFolder::Control::pause:
      return "pause";
    case RunFolder::Control::stop:
      return "stop";
    case RunFolder::Control::discard:
      return "discard";
  }
  return "";
}

// A trainer takes its lock within seconds of the folder's creation; one that has not by now never will.
bool isOld(const fs::path& path) {
  std::error_code failure;
  const auto written = fs::last_write_time(path, failure);
  return !failure && fs::file_time_type::clock::now() - written > std::chrono::seconds(60);
}

Result<Json> readJsonFile(const fs::path& path) {
  MARCIE_ASSIGN(const std::string text, readFile(path, std::uint64_t{64} << 20U));
  return parseJsonText(text).within("reading " + path.filename().string());
}

Result<Json> readRunFile(const fs::path& root) {
  auto json = readJsonFile(runFile(root));
  if (!json) {
    if (json.error().code != ErrorCode::notFound) return json;
    return Error{ErrorCode::notFound, root.string() + " is not a run folder (it has no run.json)", {}, {}};
  }
  const auto holdsText = [&json](const char* key) { return json->contains(key) && (*json)[key].is_string(); };
  if (!json->is_object() || !holdsText("format") || (*json)["format"] != kFormat || !json->contains("spec") ||
      (json->contains("created") && !holdsText("created"))) {
    return Error{ErrorCode::format, runFile(root).string() + " is not a Marcie run file", {}, {}};
  }
  return json;
}

// The last events of a run, for the list: reads at most the last 256 kB.
struct Ending {
  std::vector<NamedValue> metrics;
  std::optional<RunFinished> finished;
};
Ending readEnding(const RunFolder& folder);

}  // namespace

Result<RunFolder> RunFolder::create(const fs::path& root, const RunSpec& spec) {
  std::error_code ignored;
  if (isRun(root)) {
    return Error{ErrorCode::exists,
                 root.string() + " already holds a run",
                 "Choose another folder, or continue that run with --resume or --more-epochs",
                 {}};
  }
  if (fs::exists(root, ignored) && (!fs::is_directory(root, ignored) || !fs::is_empty(root, ignored))) {
    return Error{ErrorCode::exists, root.string() + " exists and is not an empty folder", "Choose another folder", {}};
  }
  RunFolder folder(fs::absolute(root, ignored));
  for (const auto& sub :
       {folder.root_, folder.checkpointsFolder(), folder.snapshotsFolder(), folder.root_ / "control"}) {
    MARCIE_TRY(makeFolders(sub));
  }
  const Json json{{"format", kFormat}, {"version", 1}, {"created", nowIso()}, {"spec", toJson(spec)}};
  MARCIE_TRY(writeFileAtomically(runFile(folder.root_), dumpJson(json, 2) + "\n"));
  return folder;
}

bool RunFolder::isRun(const fs::path& root) {
  std::error_code ignored;
  return fs::is_regular_file(runFile(root), ignored);
}

Result<RunSpec> RunFolder::spec() const {
  MARCIE_ASSIGN(const Json json, readRunFile(root_));
  return parseStruct<RunSpec>(json["spec"], ErrorCode::format).within("reading " + runFile(root_).string());
}

Result<void> RunFolder::saveSpec(const RunSpec& spec) const {
  MARCIE_ASSIGN(Json json, readRunFile(root_));
  json["spec"] = toJson(spec);
  return writeFileAtomically(runFile(root_), dumpJson(json, 2) + "\n");
}

RunStatus RunFolder::status() const {
  const auto read = [this] {
    RunStatus status;
    if (const auto json = readJsonFile(statusFile()); json.ok()) {
      Problems ignored;
      fromJson(*json, status, ignored);
    }
    return status;
  };
  // The lock and the file change at different moments: only a trainer that is gone both before and after the file was
  // read, and left a live state behind, is called interrupted.
  bool alive = FileLock::isHeld(lockFile());
  RunStatus status = read();
  if (alive || !isLive(status.state)) return status;
  alive = FileLock::isHeld(lockFile());
  if (alive) return status;
  status = read();
  if (status.state == RunState::running || status.state == RunState::paused) {
    status.state = RunState::interrupted;
  } else if (status.state == RunState::created && (status.session > 0 || isOld(runFile(root_)))) {
    status.state = RunState::interrupted;
  }
  return status;
}

Result<RunInfo> RunFolder::info() const {
  MARCIE_ASSIGN(const Json json, readRunFile(root_));
  RunInfo info;
  info.path = root_.string();
  info.created = json.value("created", "");
  MARCIE_ASSIGN(info.spec, parseStruct<RunSpec>(json["spec"], ErrorCode::format));
  info.status = status();
  info.notes = notes();
  Ending ending = readEnding(*this);
  info.metrics = std::move(ending.metrics);
  if (ending.finished) info.message = ending.finished->message;
  return info;
}

Result<void> RunFolder::saveNotes(const RunNotes& notes) const {
  return writeFileAtomically(root_ / "notes.json", dumpJson(toJson(notes), 2) + "\n");
}

RunNotes RunFolder::notes() const {
  RunNotes notes;
  if (const auto json = readJsonFile(root_ / "notes.json"); json.ok()) {
    Problems ignored;
    fromJson(*json, notes, ignored);
  }
  if (notes.name.empty()) notes.name = root_.filename().string();
  return notes;
}

void RunFolder::request(Control control) const {
  if (const auto made = replaceFile(root_ / "control" / controlName(control), ""); !made) {
    log::warning(made.error().toString());
  }
}

void RunFolder::withdraw(Control control) const {
  std::error_code ignored;
  fs::remove(root_ / "control" / controlName(control), ignored);
}

bool RunFolder::isRequested(Control control) const {
  std::error_code ignored;
  return fs::exists(root_ / "control" / controlName(control), ignored);
}

std::vector<RunInfo> listRuns(const fs::path& root) {
  std::vector<RunInfo> runs;
  std::error_code failure;
  for (fs::directory_iterator it(root, failure), end; !failure && it != end; it.increment(failure)) {
    if (!RunFolder::isRun(it->path())) continue;
    auto info = RunFolder(it->path()).info();
    if (info) {
      runs.push_back(std::move(*info));
    } else {
      log::warning("left out of the run list: " + info.error().toString());
    }
  }
  std::sort(runs.begin(), runs.end(), [](const RunInfo& a, const RunInfo& b) {
    return a.created != b.created ? a.created > b.created : a.path < b.path;
  });
  return runs;
}

namespace {

Ending readEnding(const RunFolder& folder) {
  Ending ending;
  constexpr std::uint64_t kTail = 256U << 10U;
  std::error_code failure;
  const auto size = fs::file_size(folder.eventsFile(), failure);
  if (failure) return ending;
  std::string bytes;
  if (auto all = readFileTail(folder.eventsFile(), kTail); all) bytes = std::move(*all);
  std::string_view text = bytes;
  if (size > kTail) text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
  for (const auto line : split(text, '\n')) {
    // Only these two kinds matter here; the others (most lines) are not parsed.
    const bool metrics = line.find("\"metricsReady\"") != std::string_view::npos;
    if (!metrics && line.find("\"runFinished\"") == std::string_view::npos) continue;
    const auto json = parseJsonText(line);
    if (!json) continue;
    const auto event = runEventFromJson(*json);
    if (!event) continue;
    if (const auto* ready = std::get_if<MetricsReady>(&event->body); ready != nullptr && ready->split == "val") {
      ending.metrics = ready->values;
    } else if (const auto* finished = std::get_if<RunFinished>(&event->body)) {
      ending.finished = *finished;
    }
  }
  return ending;
}

}  // namespace
}  // namespace marcie
