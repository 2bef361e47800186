// Recommenders of runs that were asked, kept loaded with what was computed for them.
#pragma once

#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/api/protocol_recommend.h"
#include "core/eval/recommender_reasons.h"

namespace marcie::engine {

// What a run sees in a photo as it is, whatever is supposed of it afterwards.
struct SeenPhoto {
  at::Tensor feature;  // [1, d_v]
  std::vector<eval::InferredTerm> terms;
  std::vector<eval::NearItem> visual, inferred;
  std::vector<eval::Receiver> ranks;  // [U] among cold items
};

// One loaded recommender, its reasons, and pictures that were dropped on it.
struct LoadedRecommender {
  std::unique_ptr<eval::Recommender> model;
  std::unique_ptr<eval::Reasons> reasons;
  std::map<std::string, SeenPhoto> photos;  // by path, the last few

  // Valid until the next call. Errors: those of Recommender::featureOf.
  [[nodiscard]] Result<const SeenPhoto*> photo(const std::string& image);
  [[nodiscard]] protocol::RecItem item(std::int64_t index) const;
  [[nodiscard]] protocol::RecUserRow user(std::int64_t index) const;
  [[nodiscard]] std::vector<protocol::RecNear> near(const std::vector<eval::NearItem>& items) const;
  // The best `count` ranks first; `before` [U] are ranks to compare with, or empty.
  [[nodiscard]] std::vector<protocol::RecReceiver> receivers(std::vector<eval::Receiver> ranks,
                                                             const std::vector<eval::Receiver>& before,
                                                             std::int64_t count) const;
  // Errors: usage, when there is no such user or item.
  [[nodiscard]] Result<void> checkUser(std::int64_t index) const;
  [[nodiscard]] Result<void> checkItem(std::int64_t index) const;
};

// Used by the recommend lane's thread only.
class RecommenderPool {
 public:
  // The run's current model; loads it when the run has a newer checkpoint than the one in memory. Valid until the next
  // call but one: two models can be asked together. Errors: as eval::Recommender::open.
  [[nodiscard]] Result<LoadedRecommender*> get(const std::string& run, const StopToken& stop,
                                               const rec::Progress& progress);

 private:
  static constexpr std::size_t kMostLoaded = 2;  // two models side by side
  struct Entry {
    std::string run;
    LoadedRecommender loaded;
  };
  std::list<Entry> recent_;  // newest first
};

}  // namespace marcie::engine
