// What would drop an item from a user's list: the smallest part of the history, or of what the item's picture says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/eval/recommender_reasons.h"
#include "core/rec/eval/smallest_removal.h"

namespace marcie::eval {

struct DropQuestion {
  std::int64_t user = 0;
  std::int64_t item = -1;                    // of the catalogue; -1: the picture of `feature`, which is in none
  at::Tensor feature;                        // [1, d_v]; undefined for an item of the catalogue
  std::vector<std::string> present, absent;  // supposed of the picture already
  std::vector<std::int64_t> without;         // forgotten of the history already
  RecList list = RecList::all;
  std::int64_t count = 20;  // first places
  std::size_t most = 5;     // taken together
};
// An item of the history, or a term.
struct DropCandidate {
  std::int64_t item = -1;
  InferredTerm term;
  [[nodiscard]] bool isTerm() const { return item < 0; }
};
struct DropAnswer {
  std::vector<DropCandidate> candidates;  // history first, newest last; then the most probable terms
  rec::SmallestRemoval removal;           // places in `candidates`
};

// History is forgotten as Reasons::refitted does it, a term as an annotation that is supposed to be absent.
// Errors: usage (a supposed term that the run does not know), cancelled.
[[nodiscard]] Result<DropAnswer> whatWouldDrop(Recommender& recommender, Reasons& reasons, const DropQuestion& question,
                                               const rec::Progress& progress = {}, const StopToken& stop = {});

}  // namespace marcie::eval
