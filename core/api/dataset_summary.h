// What the preview job found in a data set, before anything is used. Plain values that cross the process border.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/options/json.h"

namespace marcie {

struct ReaderScore {
  std::string name;     // key of the catalog
  std::string title;    // for people
  double score = 0;     // 0 = certainly not, 1 = certainly
  std::string reason;   // what was found or missing: "no samples.csv"
  std::string expects;  // one sentence: the layout that this reader wants
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("title", self.title);
    v("score", self.score);
    v("reason", self.reason);
    v("expects", self.expects);
  }
};

// One thing that is wrong with the data; the run goes on without that file.
struct DataProblem {
  std::string
      kind;  // "missing", "corrupt", "notAnImage", "tooLarge", "unknownClass", "noAnnotation", "encoding", "row" …
  std::string path;
  std::int64_t line = 0;  // of a list file; 0 = none
  std::string reason;     // a sentence
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("kind", self.kind);
    v("path", self.path);
    v("line", self.line);
    v("reason", self.reason);
  }
};

struct ClassCount {
  std::string name;
  std::int64_t train = 0, val = 0, test = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("train", self.train);
    v("val", self.val);
    v("test", self.test);
  }
};

struct TagCount {
  std::string name;
  std::int64_t images = 0;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("images", self.images);
  }
};

// Two files with the same bytes.
struct DuplicatePair {
  std::string first, second;
  std::string firstSplit, secondSplit;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("first", self.first);
    v("second", self.second);
    v("firstSplit", self.firstSplit);
    v("secondSplit", self.secondSplit);
  }
};

// One thing that the leak check looked at, whether or not it found something.
struct LeakFinding {
  std::string kind;        // "duplicates", "text", "testAnnotations"
  bool leaks = false;      // true: results mean less than they seem
  std::int64_t count = 0;  // of the pictures that it is about
  std::string message;     // a sentence
  std::string hint;        // what to do about it; empty where nothing is wrong
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("kind", self.kind);
    v("leaks", self.leaks);
    v("count", self.count);
    v("message", self.message);
    v("hint", self.hint);
  }
};

struct DatasetSummary {
  std::string path;
  std::string reader;
  std::vector<ReaderScore> readers;  // best first
  std::int64_t images = 0;           // usable ones
  std::int64_t train = 0, val = 0, test = 0;
  std::string splitOrigin;  // "given", "seeded" (with the seed in words), "partly given"
  std::vector<ClassCount> classes;
  std::vector<TagCount> tags;  // most frequent first
  double tagsPerImage = 0;
  std::int64_t imagesWithoutTags = 0;
  std::int64_t distinctTexts = 0;
  bool textIdentifiesClass = false;   // then only image-only results mean anything
  std::vector<DataProblem> problems;  // at most 1,000; problemCount counts all
  std::int64_t problemCount = 0;
  std::vector<DuplicatePair> duplicates;  // across splits first
  std::int64_t duplicatesAcrossSplits = 0;
  std::int64_t duplicatesWithinSplit = 0;
  std::vector<LeakFinding> leaks;
  std::int64_t duplicatesAcrossClasses = 0;                     // the same bytes with two labels
  std::int64_t grey = 0, withAlpha = 0, cmyk = 0, rotated = 0;  // handled, for information
  std::int64_t smallestSide = 0, largestSide = 0;               // px
  std::vector<std::string> warnings;                            // the same in English sentences, for the command line
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("path", self.path);
    v("reader", self.reader);
    v("readers", self.readers);
    v("images", self.images);
    v("train", self.train);
    v("val", self.val);
    v("test", self.test);
    v("splitOrigin", self.splitOrigin);
    v("classes", self.classes);
    v("tags", self.tags);
    v("tagsPerImage", self.tagsPerImage);
    v("imagesWithoutTags", self.imagesWithoutTags);
    v("distinctTexts", self.distinctTexts);
    v("textIdentifiesClass", self.textIdentifiesClass);
    v("problems", self.problems);
    v("problemCount", self.problemCount);
    v("duplicates", self.duplicates);
    v("duplicatesAcrossSplits", self.duplicatesAcrossSplits);
    v("duplicatesWithinSplit", self.duplicatesWithinSplit);
    v("leaks", self.leaks);
    v("duplicatesAcrossClasses", self.duplicatesAcrossClasses);
    v("grey", self.grey);
    v("withAlpha", self.withAlpha);
    v("cmyk", self.cmyk);
    v("rotated", self.rotated);
    v("smallestSide", self.smallestSide);
    v("largestSide", self.largestSide);
    v("warnings", self.warnings);
  }
};

}  // namespace marcie
