// Why a recommender puts an item where it does, and what would change it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/eval/recommender.h"

namespace marcie::eval {

// Where items are near each other: what people chose together, what they look like, what they seem to mean.
enum class RecSpace { collaborative, visual, inferred };

struct NearItem {
  std::int64_t item = 0;
  double similarity = 0;  // cosine
};

// How much the score of an item that nobody knows would fall for a user if its picture did not say a term.
struct TermEffect {
  std::string name;
  double probability = 0, effect = 0;
};

// Used by the thread of its Recommender, which it must not outlive.
class Reasons {
 public:
  explicit Reasons(Recommender& recommender) : recommender_(recommender) {}

  // Rows of the space [I, d]; undefined where the run has no such space. Cold items have no place in the collaborative.
  [[nodiscard]] at::Tensor space(RecSpace space);
  // The items of `among` (all where empty) nearest to an item, best first, itself left out.
  [[nodiscard]] std::vector<NearItem> nearest(std::int64_t item, RecSpace space, std::int64_t count,
                                              const std::vector<std::int64_t>& among = {});
  // The same for a picture's feature [1, d_v], in the visual and the inferred space.
  [[nodiscard]] std::vector<NearItem> nearest(const at::Tensor& feature, RecSpace space, std::int64_t count);
  // Of the `count` most probable terms, for a user and a feature [1, d_v].
  [[nodiscard]] std::vector<TermEffect> termEffects(std::int64_t user, const at::Tensor& feature, std::int64_t count);
  // Rank (1 = first) of an item among those of the list that the user does not know, as they are.
  [[nodiscard]] std::int64_t rankOf(std::int64_t user, double score, RecList list, std::int64_t except = -1);
  // The item's score for the user.
  [[nodiscard]] double scoreOf(std::int64_t user, std::int64_t item);

  // The user with some items of the history forgotten: the vectors fitted again, by the run's own ranking loss on the
  // history that is left against fixed negatives, while everything else stays. What fitting alone does to them, with
  // the whole history, is taken off again, so that with nothing to forget they are the user's own and two results
  // differ by what is forgotten. A user whose whole history is forgotten is the
  // mean user.
  [[nodiscard]] nn::rec::UserVectors refitted(std::int64_t user, const std::vector<std::int64_t>& without);

 private:
  [[nodiscard]] nn::rec::UserVectors fitted(std::int64_t user, const std::vector<std::int64_t>& kept);
  Recommender& recommender_;
  std::optional<std::pair<std::int64_t, nn::rec::UserVectors>> whole_;  // the last user, fitted on all of the history
  at::Tensor spaces_[3];
};

}  // namespace marcie::eval
