// How a run does on damaged pictures: what `marcie-cli robustness` keeps in a run folder and prints.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/options/json.h"

namespace marcie {

// One corruption at one severity; the undamaged pictures are corruption "" at severity 0.
struct RobustnessCell {
  std::string corruption;
  int severity = 0;
  std::string hits;  // '1' or '0' for each picture of the snapshot, in its order
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("corruption", self.corruption);
    v("severity", self.severity);
    v("hits", self.hits);
  }
};

inline constexpr int kRobustnessVersion = 1;

// snapshots/robustness-<split>-<data>.json of a run: every cell measured so far, of one checkpoint.
struct RobustnessSnapshot {
  int version = kRobustnessVersion;
  std::string checkpoint;  // what was measured, see eval::checkpointKey
  std::string split;
  std::string data;  // fingerprint of the pictures
  std::vector<std::string> classes;
  std::vector<std::string> pictures;  // relative names
  std::vector<std::int32_t> labels;   // of each picture, index into classes
  std::vector<RobustnessCell> cells;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("version", self.version);
    v("checkpoint", self.checkpoint);
    v("split", self.split);
    v("data", self.data);
    v("classes", self.classes);
    v("pictures", self.pictures);
    v("labels", self.labels);
    v("cells", self.cells);
  }
};

struct CorruptionScore {
  std::string corruption, title;
  std::vector<double> bySeverity;  // accuracy, in the order of RobustnessReport::severities
  double mean = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("corruption", self.corruption);
    v("title", self.title);
    v("bySeverity", self.bySeverity);
    v("mean", self.mean);
  }
};

struct ClassEffect {
  std::string name;
  std::int64_t n = 0;  // pictures
  double clean = 0, corrupted = 0, drop = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("n", self.n);
    v("clean", self.clean);
    v("corrupted", self.corrupted);
    v("drop", self.drop);
  }
};

// All accuracies are shares in [0, 1].
struct RobustnessReport {
  std::string run, split;
  std::int64_t pictures = 0;
  std::vector<int> severities;
  double clean = 0, corrupted = 0;  // corrupted: mean over corruptions and severities
  double drop = 0;                  // clean - corrupted
  double relative = 0;              // drop / clean; 0 where clean is
  std::vector<CorruptionScore> byCorruption;
  std::vector<ClassEffect> byClass;  // most affected first
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("split", self.split);
    v("pictures", self.pictures);
    v("severities", self.severities);
    v("clean", self.clean);
    v("corrupted", self.corrupted);
    v("drop", self.drop);
    v("relative", self.relative);
    v("byCorruption", self.byCorruption);
    v("byClass", self.byClass);
  }
};

// A run against another on the same pictures: difference run - against with a bootstrap over pictures.
struct RobustnessComparison {
  std::string run, against;
  double cleanDifference = 0, cleanLow = 0, cleanHigh = 0, cleanP = 0;
  double difference = 0, low = 0, high = 0, p = 0;  // of the mean over corruptions
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("run", self.run);
    v("against", self.against);
    v("cleanDifference", self.cleanDifference);
    v("cleanLow", self.cleanLow);
    v("cleanHigh", self.cleanHigh);
    v("cleanP", self.cleanP);
    v("difference", self.difference);
    v("low", self.low);
    v("high", self.high);
    v("p", self.p);
  }
};

}  // namespace marcie
