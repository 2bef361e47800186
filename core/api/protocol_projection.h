// The part of the protocol (protocol.h) that is about maps: projections of a run's embeddings.
//
// "projection.start" answers at once; then, for its job, come
//   projection.points    once: what belongs to each point
//   projection.frame     the map as it is, a few times a second, the first one before any neighbour is searched
//   projection.finished  once: the quality of the last frame and the name of the snapshot that keeps it, or an error
// A newer start for the same pane ends the older job (finished with `cancelled`). A map that was made before with the
// same options from the same checkpoint is read from its snapshot: the same notifications, at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/embedding_space.h"
#include "core/api/projection_options.h"
#include "core/api/projection_result.h"
#include "core/options/json.h"

namespace marcie::protocol {

// A number for each point that it can be coloured by.
struct MapField {
  std::string name;                  // "loss", "cosine"
  std::vector<std::uint8_t> values;  // float32 each; NaN = none
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("values", self.values);
  }
};

// What belongs to the points of a map, in their order. Arrays are little-endian.
struct MapPoints {
  std::vector<std::string> paths;
  std::vector<std::string> classes;       // what labels and predictions count in
  std::vector<std::uint8_t> labels;       // int32 each; -1 = not known
  std::vector<std::uint8_t> predictions;  // int32 each
  std::vector<std::uint8_t> confidences;  // float32 each, of the prediction
  std::vector<std::uint8_t> splits;       // one byte each: 0 train, 1 val, 2 test
  // 0 the place of a picture, 1 that of its text; empty = pictures only. The texts come after all pictures, in the same
  // order.
  std::vector<std::uint8_t> modalities;
  std::vector<std::string> tags;        // annotations
  std::vector<std::uint8_t> tagStarts;  // int32 each, one more than points: where a point's annotations begin in
  std::vector<std::uint8_t> tagged;     // int32 each: index into tags
  std::vector<MapField> fields;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("paths", self.paths);
    v("classes", self.classes);
    v("labels", self.labels);
    v("predictions", self.predictions);
    v("confidences", self.confidences);
    v("splits", self.splits);
    v("modalities", self.modalities);
    v("tags", self.tags);
    v("tagStarts", self.tagStarts);
    v("tagged", self.tagged);
    v("fields", self.fields);
  }
};

// The nearest other points of each point in the space that the map is of (not in the map), nearest first.
struct MapNeighbours {
  std::int64_t count = 0;             // of each point
  std::vector<std::uint8_t> indices;  // [points, count] int32; -1 = none
  std::vector<std::uint8_t> cosines;  // [points, count] float32
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("count", self.count);
    v("indices", self.indices);
    v("cosines", self.cosines);
  }
};

// What a map is of and how good it is: the line of a list.
struct MapEntry {
  std::string name;  // of the snapshot, within its run
  EmbeddingSpace space = EmbeddingSpace::visual;
  std::string split;           // empty = all
  bool withTexts = false;      // the texts are points, too
  std::int64_t limit = 0;      // most pictures that were asked for; 0 = all
  std::int64_t available = 0;  // pictures that there were
  std::int64_t step = 0;
  std::string data;  // which pictures and annotations, data::contentKey
  ProjectionOptions options;
  std::int64_t points = 0, columns = 0;
  MapQuality quality;
  std::vector<std::string> notes;     // sentences for the reader of the map
  std::vector<std::int64_t> leftOut;  // rows whose coordinates are NaN
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("space", self.space);
    v("split", self.split);
    v("withTexts", self.withTexts);
    v("limit", self.limit);
    v("available", self.available);
    v("step", self.step);
    v("data", self.data);
    v("options", self.options);
    v("points", self.points);
    v("columns", self.columns);
    v("quality", self.quality);
    v("notes", self.notes);
    v("leftOut", self.leftOut);
  }
};
struct MapSnapshot {
  MapEntry entry;
  MapPoints points;
  std::vector<std::uint8_t> coordinates;  // [points, columns] float32
  MapNeighbours neighbours;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("entry", self.entry);
    v("points", self.points);
    v("coordinates", self.coordinates);
    v("neighbours", self.neighbours);
  }
};

struct ProjectionStarted {
  std::int64_t job = 0;  // unique within the engine
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("job", self.job);
  }
};
struct ProjectionStart {
  static constexpr std::string_view kMethod = "projection.start";
  using Reply = ProjectionStarted;
  std::string run;
  std::string pane;  // any name: a view that shows one map at a time
  EmbeddingSpace space = EmbeddingSpace::visual;
  std::string split;       // train, val, test; empty = all
  bool withTexts = false;  // of the space `aligned`: the texts' places z_s are points, too
  // At most so many pictures, drawn with the map's seed, every class and split in its share; 0 = all.
  std::int64_t limit = 0;
  ProjectionOptions options;
  // A snapshot that every frame is laid over (Procrustes, by picture); of this run, or of alignRun.
  std::string alignTo, alignRun;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("pane", self.pane);
    v("space", self.space);
    v("split", self.split);
    v("withTexts", self.withTexts);
    v("limit", self.limit);
    v("options", self.options);
    v("alignTo", self.alignTo);
    v("alignRun", self.alignRun);
  }
};
enum class ProjectionAction { pause, unpause, cancel };
}  // namespace marcie::protocol
template <>
struct marcie::EnumTable<marcie::protocol::ProjectionAction> {
  using A = marcie::protocol::ProjectionAction;
  static constexpr std::array entries{EnumEntry{A::pause, "pause", "Pause"},
                                      EnumEntry{A::unpause, "unpause", "Continue"},
                                      EnumEntry{A::cancel, "cancel", "Cancel"}};
};
namespace marcie::protocol {
struct Empty;
struct ProjectionControl {  // of the pane's job; nothing happens when it has none
  static constexpr std::string_view kMethod = "projection.control";
  using Reply = Empty;
  std::string pane;
  ProjectionAction action = ProjectionAction::pause;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("pane", self.pane);
    v("action", self.action);
  }
};

struct ProjectionPointsNote {
  static constexpr std::string_view kMethod = "projection.points";
  std::int64_t job = 0;
  std::string pane;
  MapPoints points;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("job", self.job);
    v("pane", self.pane);
    v("points", self.points);
  }
};
struct ProjectionFrameNote {
  static constexpr std::string_view kMethod = "projection.frame";
  std::int64_t job = 0;
  std::string pane;
  ProjectionStage stage = ProjectionStage::start;
  std::int64_t done = 0, total = 0;  // within the stage
  std::int64_t columns = 0;
  std::vector<std::uint8_t> coordinates;  // [points, columns] float32; empty = as before (only the stage went on)
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("job", self.job);
    v("pane", self.pane);
    v("stage", self.stage);
    v("done", self.done);
    v("total", self.total);
    v("columns", self.columns);
    v("coordinates", self.coordinates);
  }
};
struct ProjectionFinishedNote {
  static constexpr std::string_view kMethod = "projection.finished";
  std::int64_t job = 0;
  std::string pane;
  MapEntry entry;  // its name is empty when no snapshot could be written
  MapNeighbours neighbours;
  Json error;  // null, or errorToJson
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("job", self.job);
    v("pane", self.pane);
    v("entry", self.entry);
    v("neighbours", self.neighbours);
    v("error", self.error);
  }
};

struct ProjectionListReply {
  std::vector<MapEntry> maps;  // newest first
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("maps", self.maps);
  }
};
struct ProjectionList {  // the maps that a run's folder keeps
  static constexpr std::string_view kMethod = "projection.list";
  using Reply = ProjectionListReply;
  std::string run;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
  }
};
struct ProjectionLoad {  // a map as it was, without computing anything
  static constexpr std::string_view kMethod = "projection.load";
  using Reply = MapSnapshot;
  std::string run, name;
  std::string alignTo, alignRun;  // as ProjectionStart
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("name", self.name);
    v("alignTo", self.alignTo);
    v("alignRun", self.alignRun);
  }
};

}  // namespace marcie::protocol
