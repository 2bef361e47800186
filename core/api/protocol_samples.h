// The part of the protocol (protocol.h) about a run's predictions: of all pictures of a split, of a folder, and of one
// picture looked at closely.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/protocol.h"
#include "core/api/robustness.h"
#include "core/api/sample_table.h"

namespace marcie::protocol {

// Sends progress; kept in the run folder and made again only when checkpoint or pictures are others.
struct SamplesTable {  // latest wins
  static constexpr std::string_view kMethod = "samples.table";
  using Reply = SampleTable;
  std::string run;
  std::string split = "test";  // test, val or train
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("split", self.split);
  }
};

struct PredictFolderReply {
  std::string file;
  std::int64_t pictures = 0;  // rows of the table
  std::int64_t failed = 0;    // of them those that could not be read; their row says why
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("file", self.file);
    v("pictures", self.pictures);
    v("failed", self.failed);
  }
};
// Every picture of a folder and its subfolders → a CSV file. Sends progress.
struct PredictFolder {
  static constexpr std::string_view kMethod = "predict.folder";
  using Reply = PredictFolderReply;
  std::string run;
  std::string folder;
  std::string file;      // where the CSV goes
  std::int64_t top = 5;  // classes a row
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("folder", self.folder);
    v("file", self.file);
    v("top", self.top);
  }
};

// One classifier inside the model, on its own.
struct HeadOpinion {
  std::string name;  // "backbone", "ema", "cdr", "full"
  std::vector<Ranked> top;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("top", self.top);
  }
};
struct SpaceNeighbours {
  std::string space;  // key of EmbeddingSpace
  std::vector<Neighbour> neighbours;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("space", self.space);
    v("neighbours", self.neighbours);
  }
};
struct PredictPartsReply {
  std::string path;
  std::int64_t step = 0;
  std::vector<HeadOpinion> heads;       // the parts that the run has, the whole model last
  std::vector<SpaceNeighbours> spaces;  // nearest training pictures; empty when the run's data cannot be read
  double milliseconds = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("step", self.step);
    v("heads", self.heads);
    v("spaces", self.spaces);
    v("milliseconds", self.milliseconds);
  }
};
struct PredictParts {  // latest wins
  static constexpr std::string_view kMethod = "predict.parts";
  using Reply = PredictPartsReply;
  std::string run;
  std::string path;
  std::int64_t top = 5;
  std::int64_t neighbours = 3;  // a space
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("path", self.path);
    v("top", self.top);
    v("neighbours", self.neighbours);
  }
};

// A rectangle of a picture, as shares of its width and height.
struct PictureArea {
  double x = 0, y = 0, width = 0, height = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("x", self.x);
    v("y", self.y);
    v("width", self.width);
    v("height", self.height);
  }
};
struct OcclusionReply {
  bool flips = false;
  PictureArea area;                  // the smallest square that was found to change the prediction
  double share = 0;                  // of what the network sees
  std::vector<Ranked> before;        // without it
  std::vector<Ranked> after;         // with it
  std::int64_t tried = 0;            // squares
  double smallest = 0, largest = 0;  // sides of the squares tried, as shares of what the network sees
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("flips", self.flips);
    v("area", self.area);
    v("share", self.share);
    v("before", self.before);
    v("after", self.after);
    v("tried", self.tried);
    v("smallest", self.smallest);
    v("largest", self.largest);
  }
};
// What would change its mind. Sends progress.
struct PredictOcclusion {  // latest wins
  static constexpr std::string_view kMethod = "predict.occlusion";
  using Reply = OcclusionReply;
  std::string run;
  std::string path;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("path", self.path);
  }
};

// --- robustness -----------------------------------------------------------------------------------------------------
struct LensPlace {
  double severity = 0;
  double x = 0, y = 0;  // of x_CDR on the map of diffusion.scene
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("severity", self.severity);
    v("x", self.x);
    v("y", self.y);
  }
};
struct LensReply {
  std::int64_t step = 0;
  std::string corruption;
  double severity = 0;
  Picture picture;                                      // damaged, as the network gets it
  std::vector<HeadOpinion> heads;                       // all of them about the same classes, in the same order
  std::string trueLabel, prediction;                    // of the undamaged picture
  double toLabel = -1, toPrediction = -1, toText = -1;  // of x_CDR, see DiffusionPosition
  double toClean = -1;                                  // from x_CDR of the undamaged picture
  std::vector<LensPlace> places;  // of the severities that were looked at so far, ascending; empty without diffusion
  std::vector<std::string> notes;
  double milliseconds = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("step", self.step);
    v("corruption", self.corruption);
    v("severity", self.severity);
    v("picture", self.picture);
    v("heads", self.heads);
    v("trueLabel", self.trueLabel);
    v("prediction", self.prediction);
    v("toLabel", self.toLabel);
    v("toPrediction", self.toPrediction);
    v("toText", self.toText);
    v("toClean", self.toClean);
    v("places", self.places);
    v("notes", self.notes);
    v("milliseconds", self.milliseconds);
  }
};
// One picture at one severity of one corruption.
struct Lens {  // latest wins; works while the run trains
  static constexpr std::string_view kMethod = "robustness.lens";
  using Reply = LensReply;
  std::string run;
  std::string path;
  std::string corruption;  // name in the catalog
  double severity = 0;     // 0 (undamaged) … 5, whole or not
  std::int64_t top = 5;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("path", self.path);
    v("corruption", self.corruption);
    v("severity", self.severity);
    v("top", self.top);
  }
};
struct CorruptionsReply {
  std::vector<CatalogEntry> corruptions;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("corruptions", self.corruptions);
  }
};
struct Corruptions {
  static constexpr std::string_view kMethod = "robustness.corruptions";
  using Reply = CorruptionsReply;
  template <class Self, class Visitor>
  static void visit(Self&, Visitor&) {}
};
struct RobustnessReply {
  std::string split;
  std::vector<std::string> corruptions;  // with a figure at every one of the severities
  std::vector<std::int64_t> severities;
  bool isOutdated = false;                // the run has a newer checkpoint than the one that was measured
  std::vector<RobustnessReport> reports;  // one, or none where nothing has been measured
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("split", self.split);
    v("corruptions", self.corruptions);
    v("severities", self.severities);
    v("isOutdated", self.isOutdated);
    v("reports", self.reports);
  }
};
// What the run folder keeps of `marcie-cli robustness`.
struct RobustnessRead {  // latest wins
  static constexpr std::string_view kMethod = "robustness.read";
  using Reply = RobustnessReply;
  std::string run;
  std::string split = "test";
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("split", self.split);
  }
};
// Measures what is not kept yet, and keeps it; cancelled, it goes on from there the next time. Sends progress.
struct RobustnessMeasure {
  static constexpr std::string_view kMethod = "robustness.measure";
  using Reply = RobustnessReply;
  std::string run;
  std::string split = "test";
  std::vector<std::string> corruptions;  // names; empty = all
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("split", self.split);
    v("corruptions", self.corruptions);
  }
};

}  // namespace marcie::protocol
