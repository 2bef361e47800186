// The protocols of core/rec/data/split.h, each as one function. For split.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/rec/data/split.h"

namespace marcie::rec {

// Fills `split`, in which everything is training and warm, by split.protocol.
class SplitMaker {
 public:
  SplitMaker(const RecData& data, const SplitOptions& options, std::uint64_t seed, RecSplit& split)
      : data_(data), options_(options), seed_(seed), split_(split) {}
  // Errors: data.
  [[nodiscard]] Result<void> make();

 private:
  [[nodiscard]] double testShare(double own) const { return options_.testShare < 0 ? own : options_.testShare; }
  [[nodiscard]] double validationShare(double own) const {
    return options_.validationShare < 0 ? own : options_.validationShare;
  }

  Result<void> given();
  Result<void> markedCold();
  void lineage();
  void strictCold();
  void mtpr();
  void coldItems(bool fewShot);
  void leaveOneOut();
  Result<void> byTime();

  // Interactions of cold items go to the part of their item, except `shots` of each that stay in training.
  void sendColdAway(int shots);
  // The first half of `cold`, in an order drawn from the seed, becomes coldValidation, the rest coldTest.
  void halve(std::vector<std::int32_t> cold);
  [[nodiscard]] std::vector<std::int32_t> drawItems(double share) const;
  // Of each user's warm interactions the last ones: by time, or drawn. One of each user stays in training.
  void cutEachUser(double test, double validation, bool newest);
  void drawWarm(double test, double validation);
  // Items that training does not have become cold, in the parts that have them.
  void coldIsWhatTrainingLacks(int fewest);
  void markUnrated();

  const RecData& data_;
  const SplitOptions& options_;
  std::uint64_t seed_;
  RecSplit& split_;
};

}  // namespace marcie::rec
