// What a run said of every picture of a split, and what follows from it: confusions, calibration, doubtful labels, and
// what another run does better. Plain numbers; window and command line share it. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/options/json.h"

namespace marcie {

inline constexpr int kSampleTableVersion = 1;

// A column each; row i of all of them is one picture. Kept in the run folder as snapshots/samples-<split>-<data>.json.
struct SampleTable {
  int version = kSampleTableVersion;
  std::string checkpoint;  // what was asked, see eval::checkpointKey
  std::int64_t step = 0;
  std::string split;
  std::string data;  // fingerprint of the pictures and their labels
  std::vector<std::string> classes;
  std::vector<std::string> paths;       // absolute
  std::vector<std::int32_t> labels;     // index into classes
  std::vector<std::int32_t> predicted;  // the most probable class
  std::vector<float> confidence;        // its probability
  std::vector<float> truth;             // probability of the label
  std::vector<float> loss;              // cross-entropy, nats
  [[nodiscard]] std::size_t size() const { return paths.size(); }
  [[nodiscard]] bool isRight(std::size_t row) const { return labels[row] == predicted[row]; }
  // Every column has as many rows, and indices lie within the classes.
  [[nodiscard]] bool isSound() const;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("version", self.version);
    v("checkpoint", self.checkpoint);
    v("step", self.step);
    v("split", self.split);
    v("data", self.data);
    v("classes", self.classes);
    v("paths", self.paths);
    v("labels", self.labels);
    v("predicted", self.predicted);
    v("confidence", self.confidence);
    v("truth", self.truth);
    v("loss", self.loss);
  }
};

// How often a class was taken for another: count of (label, predicted), row-major.
struct Confusion {
  std::size_t classes = 0;
  std::vector<std::int64_t> counts;  // classes · classes
  [[nodiscard]] std::int64_t at(std::size_t label, std::size_t predicted) const {
    return counts[label * classes + predicted];
  }
  [[nodiscard]] std::int64_t ofLabel(std::size_t label) const;           // row sum
  [[nodiscard]] std::int64_t ofPrediction(std::size_t predicted) const;  // column sum
};
[[nodiscard]] Confusion confusionOf(const SampleTable& table);

// In which order rows and columns of a confusion matrix are shown.
enum class ClassOrder { data, name, worst, alike };
// Indices of the classes: as the data has them; by name; lowest recall first; classes that are taken for each other
// side by side (from the worst pair on, the class that is confused most with the one before it).
[[nodiscard]] std::vector<std::size_t> classOrder(const SampleTable& table, const Confusion& confusion,
                                                  ClassOrder order);

struct ClassFigures {
  std::int64_t n = 0, predictions = 0;
  double precision = 0, recall = 0, f1 = 0;
  double loss = 0;  // mean
};
[[nodiscard]] std::vector<ClassFigures> figuresByClass(const SampleTable& table, const Confusion& confusion);

// How far confidence can be believed (Guo et al. 2017): pictures by confidence in bins of equal width.
struct CalibrationBin {
  double low = 0, high = 0;
  std::int64_t n = 0;
  double confidence = 0, accuracy = 0;  // means; 0 where n is
};
struct Calibration {
  std::vector<CalibrationBin> bins;
  double ece = 0;      // mean |accuracy - confidence|, weighted by n
  double largest = 0;  // of the bins that are not empty
  double accuracy = 0, confidence = 0;
};
[[nodiscard]] Calibration calibrationOf(const SampleTable& table, int bins = 15);

// A picture whose label is likely wrong: the run is at least as sure of another class as it usually is of that class's
// own pictures (confident learning, Northcutt et al. 2021).
struct LabelDoubt {
  std::size_t row = 0;
  double usual = 0;  // mean probability of that class on its own pictures
};
// Surest first.
[[nodiscard]] std::vector<LabelDoubt> doubtfulLabels(const SampleTable& table);

// What `b` does other than `a` on the same pictures.
struct SampleDifference {
  struct Pair {
    std::size_t a = 0, b = 0;  // rows
  };
  std::vector<Pair> gained, lost;    // right in b alone, right in a alone; surest of b first
  std::vector<Pair> otherwise;       // wrong in both, in another way
  std::vector<std::int64_t> counts;  // b's confusions less a's, classes · classes, in a's classes
};
// Pictures are matched by path. Errors: data, when classes or pictures are not the same; it says what differs.
[[nodiscard]] Result<SampleDifference> differenceOf(const SampleTable& a, const SampleTable& b);

// path,label,prediction,confidence,truth_probability,loss,right,doubtful_label and a row for each picture.
[[nodiscard]] std::string sampleCsv(const SampleTable& table);
// label,<class…> and a row for each label, in the given order.
[[nodiscard]] std::string confusionCsv(const SampleTable& table, const std::vector<std::int64_t>& counts,
                                       const std::vector<std::size_t>& order);

}  // namespace marcie
