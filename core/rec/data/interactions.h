// Who chose what, in memory: users, items with what is known of them, and interactions. No pixels, no scores.
//
// Immutable once built, thread-safe to read.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/api/rec_options.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"

namespace marcie::rec {

inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

// Where an interaction belongs. `unused`: left out on purpose (protocols that judge cold items only).
enum class Part : std::uint8_t { train, validation, test, unused };

struct Interaction {
  std::int32_t user = 0;        // index into RecData::users
  std::int32_t item = 0;        // index into RecData::items
  float rating = 1;             // 1 where the data has none
  std::int64_t time = kNoTime;  // any unit, larger is later
};

struct Item {
  std::string id;
  std::string title;                      // the id where there is none
  std::string image;                      // absolute path, or empty
  std::vector<std::int32_t> annotations;  // indices into RecData::vocabulary, ascending, without repeats
  bool markedCold = false;                // the data asks to keep it out of training
};

// What was left out, changed or noticed, and why. One entry for each reason.
struct RecProblem {
  std::string kind;    // "duplicate", "unknownItem", "rating", "noImage", … for programs
  std::string reason;  // for people: "interactions of an item that the list of items does not have: kept as cold items"
  std::int64_t count = 0;
  std::vector<std::string> examples;  // the first few: "interactions.csv:12: 'abc'"
};

struct RecData {
  std::vector<std::string> users;  // ids
  std::vector<Item> items;
  std::vector<std::string> vocabulary;    // annotation terms, in the order in which they are first met
  std::vector<Interaction> interactions;  // by user, then time, then item; no (user, item) twice
  std::vector<Part> given;                // the data's own split: one per interaction, or empty
  std::string root;                       // absolute path it was read from
  std::string reader;                     // catalog name
  std::string features;                   // absolute path of a matrix that lies beside the data, or empty
  bool hasTimes = false;                  // every interaction has a time
  std::vector<RecProblem> problems;

  [[nodiscard]] std::int64_t userCount() const { return static_cast<std::int64_t>(users.size()); }
  [[nodiscard]] std::int64_t itemCount() const { return static_cast<std::int64_t>(items.size()); }
};

// Chooses the reader (options.reader or the best score), reads, removes duplicates, checks ratings, applies the cuts
// and sorts. Errors: as the readers'; `data` with what was found and what each reader expects when nobody recognises
// it.
[[nodiscard]] Result<RecData> readRecData(const RecDataOptions& options, const StopToken& stop = {});
// The same with a path first; options.path is replaced.
[[nodiscard]] Result<RecData> readRecData(const std::string& path, RecDataOptions options = {},
                                          const StopToken& stop = {});

}  // namespace marcie::rec
