// What a recommender scored, in the form that experiments compare: one value a metric, with what it is the mean of.
#pragma once

#include <string>
#include <vector>

#include "core/api/run_folder.h"
#include "core/base/stop_token.h"
#include "core/rec/data/interactions.h"

namespace marcie::eval {

struct Measure {
  std::string name;  // coldAuc, coldRecall20, coldNdcg20, warm…, all…; tagAuc of inferred annotations
  double value = 0;
  std::vector<double> parts;  // one a user in the users' order, where the value is their mean; else empty
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("value", self.value);
    v("parts", self.parts);
  }
};

inline constexpr int kRecScoresVersion = 1;

struct RecScores {
  int version = kRecScoresVersion;
  std::string checkpoint;  // what was measured: file and step
  std::string setting;     // for people: "609 users, 180 cold and 1,614 warm items; full ranking …"
  std::string world;       // hash of users, items and split: figures of another one cannot be compared
  std::vector<Measure> measures;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("version", self.version);
    v("checkpoint", self.checkpoint);
    v("setting", self.setting);
    v("world", self.world);
    v("measures", self.measures);
  }
};

// On the validation or test part, the whole catalogue ranked, K = 20. Kept in the run folder
// (snapshots/rec-scores-<part>.json) and measured again only when the checkpoint is another one.
// Errors: those of Recommender::open and judge.
[[nodiscard]] Result<RecScores> scoreRecommender(const RunFolder& folder, rec::Part part, const StopToken& stop = {});

}  // namespace marcie::eval
