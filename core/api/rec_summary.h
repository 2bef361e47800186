// What the preview found in data of users and items, before anything is used. Plain values that cross the process
// border.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/api/dataset_summary.h"
#include "core/options/json.h"

namespace marcie {

// Of a list of numbers.
struct RecSpread {
  double smallest = 0, lowerQuartile = 0, median = 0, upperQuartile = 0, largest = 0, mean = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("smallest", self.smallest);
    v("lowerQuartile", self.lowerQuartile);
    v("median", self.median);
    v("upperQuartile", self.upperQuartile);
    v("largest", self.largest);
    v("mean", self.mean);
  }
};

struct RecProblemCount {
  std::string kind, reason;
  std::int64_t count = 0;
  std::vector<std::string> examples;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("kind", self.kind);
    v("reason", self.reason);
    v("count", self.count);
    v("examples", self.examples);
  }
};

struct RecSummary {
  std::string path, reader;
  std::vector<ReaderScore> readers;
  std::int64_t users = 0, items = 0, interactions = 0;
  double density = 0;  // interactions / (users × items)
  RecSpread perUser, perItem, ratings, annotationsPerItem;
  // Histogram of histories: entry k counts users with 2^k … 2^(k+1) - 1 items.
  std::vector<std::int64_t> histories;
  // Entry k of 20: share of all interactions that the most popular (k + 1) · 5 % of the items have.
  std::vector<double> popularity;
  bool hasTimes = false;
  std::int64_t firstTime = 0, lastTime = 0;
  std::int64_t markedCold = 0;
  std::int64_t terms = 0;  // annotation vocabulary
  std::vector<TagCount> frequentTerms;
  std::int64_t withoutImage = 0, withoutAnnotation = 0, withNeither = 0, unreadableImages = 0;
  bool looksAtPictures = false;  // false when pictures were not looked at: the next three say nothing then
  std::int64_t duplicateImages = 0, duplicatesAcrossWarmAndCold = 0;
  std::vector<DuplicatePair> duplicates;  // across first; "warm" and "cold" instead of splits
  std::string protocol, splitOrigin;      // of the split that a run would make now
  std::int64_t train = 0, validation = 0, test = 0;
  std::int64_t warmItems = 0, coldValidation = 0, coldTest = 0, unratedItems = 0;
  std::int64_t cutTime = 0;        // from when one cut for everybody would have as large a warm test; 0 without times
  std::int64_t trainAfterCut = 0;  // training interactions from then on
  std::vector<RecProblemCount> problems;
  std::vector<std::string> warnings;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("reader", self.reader);
    v("readers", self.readers);
    v("users", self.users);
    v("items", self.items);
    v("interactions", self.interactions);
    v("density", self.density);
    v("perUser", self.perUser);
    v("perItem", self.perItem);
    v("ratings", self.ratings);
    v("annotationsPerItem", self.annotationsPerItem);
    v("histories", self.histories);
    v("popularity", self.popularity);
    v("hasTimes", self.hasTimes);
    v("firstTime", self.firstTime);
    v("lastTime", self.lastTime);
    v("markedCold", self.markedCold);
    v("terms", self.terms);
    v("frequentTerms", self.frequentTerms);
    v("withoutImage", self.withoutImage);
    v("withoutAnnotation", self.withoutAnnotation);
    v("withNeither", self.withNeither);
    v("unreadableImages", self.unreadableImages);
    v("looksAtPictures", self.looksAtPictures);
    v("duplicateImages", self.duplicateImages);
    v("duplicatesAcrossWarmAndCold", self.duplicatesAcrossWarmAndCold);
    v("duplicates", self.duplicates);
    v("protocol", self.protocol);
    v("splitOrigin", self.splitOrigin);
    v("train", self.train);
    v("validation", self.validation);
    v("test", self.test);
    v("warmItems", self.warmItems);
    v("coldValidation", self.coldValidation);
    v("coldTest", self.coldTest);
    v("unratedItems", self.unratedItems);
    v("cutTime", self.cutTime);
    v("trainAfterCut", self.trainAfterCut);
    v("problems", self.problems);
    v("warnings", self.warnings);
  }
};

}  // namespace marcie
