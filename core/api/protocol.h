// Requests and replies between window and engine: JSON-RPC 2.0 shapes in MessagePack frames (frames.h).
//
//   window → engine   {"jsonrpc":"2.0","id":7,"method":"data.inspect","params":{…}}
//   engine → window   {"jsonrpc":"2.0","id":7,"result":{…}}   or   {"jsonrpc":"2.0","id":7,"error":{…}} (see
//   errorToJson) engine → window   {"jsonrpc":"2.0","method":"run.events","params":{…}}   notifications, no id
//
// Every request struct names its method and its reply type. Requests marked "latest wins" are dropped unanswered-with
// `cancelled` when a newer one of the same method is waiting. "cancel" {"id":7} stops a long one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/api/protocol_data.h"
#include "core/api/protocol_explain.h"
#include "core/api/protocol_projection.h"
#include "core/api/protocol_recommend.h"
#include "core/api/run_event.h"
#include "core/api/run_folder.h"
#include "core/options/json.h"

namespace marcie::protocol {

[[nodiscard]] Json errorToJson(const Error& error);
[[nodiscard]] Error errorFromJson(const Json& json);
[[nodiscard]] Json makeRequest(std::int64_t id, std::string_view method, Json params);
[[nodiscard]] Json makeResult(const Json& id, Json result);
[[nodiscard]] Json makeFailure(const Json& id, const Error& error);
[[nodiscard]] Json makeNotification(std::string_view method, Json params);

struct Empty {
  template <class Self, class Visitor>
  static void visit(Self&, Visitor&) {}
};

// --- engine ---------------------------------------------------------------------------------------------------------
struct HelloReply {
  std::int64_t protocol = 0;
  std::string version;
  std::int64_t pid = 0;
  std::string device;  // "CPU, 2 threads" or the GPU's name
  std::int64_t threads = 0;
  std::int64_t memoryBytes = 0;
  std::string runsRoot;    // where new runs go
  std::string sampleRoot;  // where the built-in sample is (to be) made
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("protocol", self.protocol);
    v("version", self.version);
    v("pid", self.pid);
    v("device", self.device);
    v("threads", self.threads);
    v("memoryBytes", self.memoryBytes);
    v("runsRoot", self.runsRoot);
    v("sampleRoot", self.sampleRoot);
  }
};
struct Hello {
  static constexpr std::string_view kMethod = "hello";
  using Reply = HelloReply;
  std::int64_t protocol = 0;
  std::string runsRoot;  // empty = the engine's default
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("protocol", self.protocol);
    v("runsRoot", self.runsRoot);
  }
};

struct CatalogEntry {
  std::string name, title, help;
  Json options;  // presets: the patch over the defaults; else null
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("title", self.title);
    v("help", self.help);
    v("options", self.options);
  }
};
// What a run of one task can be made of.
struct TaskCatalog {
  Json schema;  // schemaOf<RunSpec>() of the task, with the choices of catalog-named options filled in
  std::vector<CatalogEntry> presets, readers;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("schema", self.schema);
    v("presets", self.presets);
    v("readers", self.readers);
  }
};
struct CatalogReply {
  std::map<std::string, TaskCatalog> tasks;                // by RunSpec::task
  std::map<std::string, std::vector<CatalogEntry>> kinds;  // "encoders", "alignmentLosses", …
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("tasks", self.tasks);
    v("kinds", self.kinds);
  }
};
struct Catalog {
  static constexpr std::string_view kMethod = "catalog";
  using Reply = CatalogReply;
  template <class Self, class Visitor>
  static void visit(Self&, Visitor&) {}
};

struct Cancel {
  static constexpr std::string_view kMethod = "cancel";
  using Reply = Empty;
  std::int64_t id = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("id", self.id);
  }
};

// Notification "progress" of a long request.
struct Progress {
  static constexpr std::string_view kMethod = "progress";
  std::int64_t id = 0;  // of the request
  std::int64_t done = 0, total = 0;
  std::string text;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("id", self.id);
    v("done", self.done);
    v("total", self.total);
    v("text", self.text);
  }
};

// --- runs -----------------------------------------------------------------------------------------------------------
struct RunPathReply {
  std::string run;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
  }
};
struct RunStart {
  static constexpr std::string_view kMethod = "run.start";
  using Reply = RunPathReply;
  RunSpec spec;
  std::string name;  // for people; the folder name is made from it
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("spec", self.spec);
    v("name", self.name);
  }
};
enum class RunAction { pause, unpause, stop, discard, resume, moreEpochs };
}  // namespace marcie::protocol
template <>
struct marcie::EnumTable<marcie::protocol::RunAction> {
  using A = marcie::protocol::RunAction;
  static constexpr std::array entries{
      EnumEntry{A::pause, "pause", "Pause"},    EnumEntry{A::unpause, "unpause", "Continue"},
      EnumEntry{A::stop, "stop", "Stop"},       EnumEntry{A::discard, "discard", "Discard"},
      EnumEntry{A::resume, "resume", "Resume"}, EnumEntry{A::moreEpochs, "moreEpochs", "More epochs"}};
};
namespace marcie::protocol {
struct RunControl {
  static constexpr std::string_view kMethod = "run.control";
  using Reply = Empty;
  std::string run;
  RunAction action = RunAction::pause;
  std::int64_t epochs = 0;  // of moreEpochs
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("action", self.action);
    v("epochs", self.epochs);
  }
};
struct RunsListReply {
  std::vector<RunInfo> runs;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("runs", self.runs);
  }
};
struct RunsList {
  static constexpr std::string_view kMethod = "runs.list";
  using Reply = RunsListReply;
  std::string root;  // empty = runsRoot
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("root", self.root);
  }
};
struct RunWatch {  // from now on: "run.events" and "run.status" notifications, beginning with the whole history
  static constexpr std::string_view kMethod = "run.watch";
  using Reply = RunInfo;
  std::string run;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
  }
};
struct RunUnwatch {
  static constexpr std::string_view kMethod = "run.unwatch";
  using Reply = Empty;
  std::string run;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
  }
};
struct RunEventsNote {
  static constexpr std::string_view kMethod = "run.events";
  std::string run;
  bool restarted = false;
  bool caughtUp = false;     // the history is complete
  std::vector<Json> events;  // runEventToJson
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("restarted", self.restarted);
    v("caughtUp", self.caughtUp);
    v("events", self.events);
  }
};
struct RunStatusNote {
  static constexpr std::string_view kMethod = "run.status";
  std::string run;
  RunStatus status;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("status", self.status);
  }
};
struct RunSetNotes {
  static constexpr std::string_view kMethod = "run.notes";
  using Reply = Empty;
  std::string run;
  RunNotes notes;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("notes", self.notes);
  }
};
struct RunDelete {  // moves it to the trash beside the runs; refused while it is live
  static constexpr std::string_view kMethod = "run.delete";
  using Reply = Empty;
  std::string run;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
  }
};

// --- predictions ----------------------------------------------------------------------------------------------------
struct Ranked {
  std::string name;
  double probability = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("probability", self.probability);
  }
};
struct Neighbour {
  std::string path;
  std::string label;
  double similarity = 0;  // cosine in the fused space
  Picture picture;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("label", self.label);
    v("similarity", self.similarity);
    v("picture", self.picture);
  }
};
struct PredictReply {
  std::string path;
  Picture picture;
  std::vector<Ranked> top;
  std::vector<Ranked> tags;           // predicted annotations, most probable first; empty when the run has none
  std::vector<Neighbour> neighbours;  // nearest training pictures
  std::string trueLabel;              // when the picture belongs to the run's data
  std::vector<std::string> trueTags;
  std::int64_t step = 0;  // of the checkpoint that answered
  double milliseconds = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("picture", self.picture);
    v("top", self.top);
    v("tags", self.tags);
    v("neighbours", self.neighbours);
    v("trueLabel", self.trueLabel);
    v("trueTags", self.trueTags);
    v("step", self.step);
    v("milliseconds", self.milliseconds);
  }
};
struct Predict {  // latest wins; works while the run trains, from its newest checkpoint
  static constexpr std::string_view kMethod = "predict";
  using Reply = PredictReply;
  std::string run;
  std::string path;
  std::int64_t top = 5;
  std::int64_t neighbours = 6;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("path", self.path);
    v("top", self.top);
    v("neighbours", self.neighbours);
  }
};

// What a model said about a few fixed pictures, then and now: the strip below the curves.
struct GlancePicture {
  std::string path;
  std::string label;  // the true one
  Picture picture;    // small
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("label", self.label);
    v("picture", self.picture);
  }
};
struct GlanceStep {
  std::int64_t step = 0;       // of the checkpoint that answered
  std::vector<Ranked> chosen;  // most probable class of each picture, in their order
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("step", self.step);
    v("chosen", self.chosen);
  }
};
struct GlanceReply {
  std::vector<GlancePicture> pictures;  // of validation, else of test, spread over the classes; the same every time
  std::vector<GlanceStep> steps;        // every checkpoint that was looked at while somebody watched, oldest first
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("pictures", self.pictures);
    v("steps", self.steps);
  }
};
struct Glance {  // latest wins; works while the run trains, from its newest checkpoint
  static constexpr std::string_view kMethod = "predict.glance";
  using Reply = GlanceReply;
  std::string run;
  std::int64_t count = 8;
  std::int64_t size = 96;  // px, longest side
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("count", self.count);
    v("size", self.size);
  }
};

}  // namespace marcie::protocol
