// How good a trained run is on a split, from pictures alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/run_folder.h"
#include "core/base/stop_token.h"
#include "core/data/dataset.h"
#include "core/data/fingerprint.h"
#include "core/eval/split_pass.h"

namespace marcie::eval {

struct ClassReport {
  std::string name;
  std::int64_t n = 0;  // pictures of the class
  double precision = 0, recall = 0, f1 = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("n", self.n);
    v("precision", self.precision);
    v("recall", self.recall);
    v("f1", self.f1);
  }
};

// Nothing in it depends on when or how fast it was made.
struct EvaluationReport {
  double top1 = 0, top5 = 0, macroF1 = 0;
  std::int64_t n = 0;
  std::vector<ClassReport> perClass;
  // Mean area under the ROC curve of the predicted annotations, where the pictures' own are known. A diagnostic: the
  // prediction has not seen them.
  std::optional<double> tagAuc;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("top1", self.top1);
    v("top5", self.top5);
    v("macroF1", self.macroF1);
    v("n", self.n);
    v("perClass", self.perClass);
    v("tagAuc", self.tagAuc);
  }
};

inline constexpr int kPictureScoresVersion = 2;

// The report with what stands behind it, so that runs can be compared picture by picture.
struct PictureScores {
  int version = kPictureScoresVersion;
  std::string checkpoint;       // what was measured
  data::SplitFingerprint data;  // on which pictures
  std::string annotations;      // what else the figures depend on: the pictures' order and their annotations, hashed
  EvaluationReport report;
  std::vector<int> ranks;  // of each picture, in the order of the split: classes that were put before the true one
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("version", self.version);
    v("checkpoint", self.checkpoint);
    v("data", self.data);
    v("annotations", self.annotations);
    v("report", self.report);
    v("ranks", self.ranks);
  }
};

// `other`: evaluate on this data instead of the run's; its classes are matched by name. Picture sizes are always the
// run's. Errors: notFound, format, checkpoint (the run); those of data::readDataset; data (the split is empty, or a
// class is unknown to the run); cancelled.
[[nodiscard]] Result<EvaluationReport> evaluateRun(const RunFolder& folder, const std::optional<DataOptions>& other,
                                                   data::Split split, const StopToken& stop = {},
                                                   const ProgressCallback& progress = {});

// As evaluateRun(), picture by picture. Kept in the run folder (snapshots/scores-<split>-<data>.json) and measured
// again only when checkpoint, pictures, their order or their annotations are others.
[[nodiscard]] Result<PictureScores> scoreRun(const RunFolder& folder, const std::optional<DataOptions>& other,
                                             data::Split split, const StopToken& stop = {},
                                             const ProgressCallback& progress = {});

}  // namespace marcie::eval
