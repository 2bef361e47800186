// The run folder is the protocol between trainer, engine and window:
//
//   run.json        name of the format, creation time, RunSpec            written once
//   dataset.json    classes and annotation vocabulary                     written once
//   notes.json      display name, note, tags, hidden or not               edited by people
//   status.json     RunStatus: what is happening now                      replaced often
//   events.jsonl    RunEvents, one a line                                 appended
//   metrics.csv     step,epoch,split,metric,value                         appended
//   log.txt         log of the trainer                                    appended
//   lock            held by the trainer while it lives (FileLock)
//   control/        pause · stop · discard: files that exist while they are requested
//   checkpoints/    step-<n>.safetensors, best.safetensors                written aside, synced, renamed
//   snapshots/      what views need: embeddings, predictions
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/api/run_event.h"
#include "core/api/run_spec.h"
#include "core/base/files.h"
#include "core/base/result.h"

namespace marcie {

enum class RunState { created, running, paused, completed, stopped, failed, interrupted };
template <>
struct EnumTable<RunState> {
  static constexpr std::array entries{EnumEntry{RunState::created, "created", MARCIE_TR("Run", "starting")},
                                      EnumEntry{RunState::running, "running", MARCIE_TR("Run", "running")},
                                      EnumEntry{RunState::paused, "paused", MARCIE_TR("Run", "paused")},
                                      EnumEntry{RunState::completed, "completed", MARCIE_TR("Run", "finished")},
                                      EnumEntry{RunState::stopped, "stopped", MARCIE_TR("Run", "stopped")},
                                      EnumEntry{RunState::failed, "failed", MARCIE_TR("Run", "failed")},
                                      EnumEntry{RunState::interrupted, "interrupted", MARCIE_TR("Run", "interrupted")}};
};
// True while a trainer process works on it.
[[nodiscard]] constexpr bool isLive(RunState state) {
  return state == RunState::created || state == RunState::running || state == RunState::paused;
}

struct RunStatus {
  RunState state = RunState::created;
  std::int64_t session = 0;  // counts trainer starts: a reader that sees it change re-reads events.jsonl from the start
  std::int64_t pid = 0;
  std::int64_t step = 0, totalSteps = 0;
  double epoch = 0;
  std::int64_t totalEpochs = 0;
  std::string phase;
  double imagesPerSecond = 0;
  double elapsedSeconds = 0;
  double remainingSeconds = -1;  // -1 = not known yet
  double learningRate = 0;
  std::int64_t memoryBytes = 0;
  std::string device;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("state", self.state);
    v("session", self.session);
    v("pid", self.pid);
    v("step", self.step);
    v("totalSteps", self.totalSteps);
    v("epoch", self.epoch);
    v("totalEpochs", self.totalEpochs);
    v("phase", self.phase);
    v("imagesPerSecond", self.imagesPerSecond);
    v("elapsedSeconds", self.elapsedSeconds);
    v("remainingSeconds", self.remainingSeconds);
    v("learningRate", self.learningRate);
    v("memoryBytes", self.memoryBytes);
    v("device", self.device);
  }
};

struct RunNotes {
  std::string name;
  std::string note;
  std::vector<std::string> tags;
  bool hidden = false;  // left out of lists until they are asked to show everything
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("note", self.note);
    v("tags", self.tags);
    v("hidden", self.hidden);
  }
};

// A row of the run list.
struct RunInfo {
  std::string path;
  RunNotes notes;
  std::string created;  // ISO 8601, UTC
  RunSpec spec;
  RunStatus status;
  std::vector<NamedValue> metrics;  // last validation metrics
  std::string message;              // of a failure
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("notes", self.notes);
    v("created", self.created);
    v("spec", self.spec);
    v("status", self.status);
    v("metrics", self.metrics);
    v("message", self.message);
  }
};

// Paths and small readers. Cheap to copy; every call reads the disk. Thread-safe.
class RunFolder {
 public:
  explicit RunFolder(std::filesystem::path root) : root_(std::move(root)) {}

  // Makes the folder and writes run.json. Errors: exists when it holds a run or other files, io.
  [[nodiscard]] static Result<RunFolder> create(const std::filesystem::path& root, const RunSpec& spec);
  // True when the folder has a run.json of ours.
  [[nodiscard]] static bool isRun(const std::filesystem::path& root);

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::filesystem::path eventsFile() const { return root_ / "events.jsonl"; }
  [[nodiscard]] std::filesystem::path metricsFile() const { return root_ / "metrics.csv"; }
  [[nodiscard]] std::filesystem::path statusFile() const { return root_ / "status.json"; }
  [[nodiscard]] std::filesystem::path datasetFile() const { return root_ / "dataset.json"; }
  [[nodiscard]] std::filesystem::path logFile() const { return root_ / "log.txt"; }
  [[nodiscard]] std::filesystem::path lockFile() const { return root_ / "lock"; }
  [[nodiscard]] std::filesystem::path checkpointsFolder() const { return root_ / "checkpoints"; }
  [[nodiscard]] std::filesystem::path snapshotsFolder() const { return root_ / "snapshots"; }

  // Errors: notFound (not a run), format (which member, nearest spelling).
  [[nodiscard]] Result<RunSpec> spec() const;
  // Replaces the spec: only for "train N more epochs".
  [[nodiscard]] Result<void> saveSpec(const RunSpec& spec) const;
  // status.json corrected by the lock: a run whose trainer is gone without RunFinished is `interrupted`.
  [[nodiscard]] RunStatus status() const;
  [[nodiscard]] Result<RunInfo> info() const;
  [[nodiscard]] Result<void> saveNotes(const RunNotes& notes) const;
  [[nodiscard]] RunNotes notes() const;

  // Control requests (level-triggered files).
  enum class Control { pause, stop, discard };
  void request(Control control) const;
  void withdraw(Control control) const;
  [[nodiscard]] bool isRequested(Control control) const;

 private:
  std::filesystem::path root_;
};

// Appends events to events.jsonl and metrics.csv. Used by the trainer's thread only.
class RunFolderWriter : public EventSink {
 public:
  // Where both files stand; kept in a checkpoint, so that a resumed run cuts off what came after it.
  struct Position {
    std::int64_t eventsBytes = 0;
    std::int64_t metricsBytes = 0;
    template <class Self, class Visitor>
    static void visit(Self& self, Visitor& v) {
      v("eventsBytes", self.eventsBytes);
      v("metricsBytes", self.metricsBytes);
    }
  };

  // Opens for appending after cutting both files back to `position`. Errors: io, diskFull; checkpoint when a file is
  // shorter than its position.
  [[nodiscard]] static Result<RunFolderWriter> open(const RunFolder& folder, const Position& position);
  RunFolderWriter(RunFolderWriter&& other) noexcept;
  RunFolderWriter& operator=(RunFolderWriter&&) = delete;
  ~RunFolderWriter() override;

  // Written to the system at once, so that readers see it; a write error is kept for sync().
  void onEvent(const RunEvent& event) override;
  // Forces both files to disk and says where they end. Errors: io, diskFull, also of earlier writes.
  [[nodiscard]] Result<Position> sync();

 private:
  RunFolderWriter(int events, int metrics, Position position);
  int events_ = -1;
  int metrics_ = -1;
  Position position_;
  int failure_ = 0;
};

// Follows events.jsonl of a run that may still be written. Not thread-safe.
class EventTail {
 public:
  explicit EventTail(RunFolder folder) : folder_(std::move(folder)) {}
  struct Batch {
    bool restarted = false;        // forget earlier events: these begin at the first again
    std::vector<RunEvent> events;  // complete lines only; damaged lines are left out and counted
    std::int64_t damagedLines = 0;
  };
  // At most `limit` new events; call again when `events` is full.
  [[nodiscard]] Batch poll(std::size_t limit = 5000);

 private:
  RunFolder folder_;
  std::int64_t session_ = -1;
  std::int64_t offset_ = 0;
  bool begun_ = false;
};

// Every run below `root` (one level), newest first; folders that cannot be read are left out and logged.
[[nodiscard]] std::vector<RunInfo> listRuns(const std::filesystem::path& root);

}  // namespace marcie
