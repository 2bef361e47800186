// Which pictures and labels a split consists of, as a short text: two runs may be compared when theirs are equal.
#pragma once

#include <string>

#include "core/data/dataset.h"

namespace marcie::data {

// The name of a picture wherever the data lies: its path below the root, with '/' between the parts.
[[nodiscard]] std::string relativeName(const Dataset& dataset, const Sample& sample);
// A number per name, the same on every machine.
[[nodiscard]] std::uint64_t nameHash(std::string_view name);

struct SplitFingerprint {
  std::string split;
  std::int64_t pictures = 0;
  std::int64_t classes = 0;  // of the data set
  std::string hash;          // 16 hexadecimal digits: relative names, classes and file sizes, in any order
  friend bool operator==(const SplitFingerprint&, const SplitFingerprint&) = default;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("split", self.split);
    v("pictures", self.pictures);
    v("classes", self.classes);
    v("hash", self.hash);
  }
  // "480 test pictures of 12 classes (5f3a…)".
  [[nodiscard]] std::string toString() const;
};

// Looks at file sizes, not at pixels: a picture that was drawn again differs, one that was copied does not.
[[nodiscard]] SplitFingerprint fingerprintOf(const Dataset& dataset, Split split);
// The fingerprints of all splits, and what the annotations are.
[[nodiscard]] std::string contentKey(const Dataset& dataset);

}  // namespace marcie::data
