// A trained recommender in use: who gets what, why, and what would happen to an item that nobody has seen. No
// annotation goes in unless somebody supposes one.
//
// Works on any run of the task cierec that has a checkpoint, also while it trains. Used by one thread at a time, on the
// CPU.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/run_folder.h"
#include "core/base/stop_token.h"
#include "core/metrics/alignment.h"
#include "core/nn/rec/rec_model.h"
#include "core/rec/eval/ranking.h"
#include "core/train/checkpoint.h"
#include "core/train/rec/rec_world.h"

namespace marcie::eval {

// Which items compete for a place.
enum class RecList { all, cold, warm };

struct RecommendedItem {
  std::int64_t item = 0;  // in the catalogue
  double score = 0;
  bool isCold = false;     // training knew no interaction of it
  bool isHeldOut = false;  // the user chose it in the validation or test part
  // What the score is made of, as RecModel::ScoreParts says.
  double collaborative = 0, visual = 0, inferred = 0, bias = 0;
};
// A user who would get an item.
struct Receiver {
  std::int64_t user = 0;
  std::int64_t rank = 0;  // 1 = first among the items of the list that the user does not know
  double score = 0;
};
struct InferredTerm {
  std::string name;
  double probability = 0;
  bool isTrue = false;  // the item has it; only where that is known
};

// What a score must exceed to be better than `score`: the same product, summed in another order, differs in its last
// digits, and an item must not lose its place to its own copy.
[[nodiscard]] inline double aboveRounding(double score) {
  return score + 1e-5 * std::max(1.0, std::abs(score));
}

class Recommender {
 public:
  // Opens data, split and features as the run did, and `checkpoint` or the run's current one. Errors: notFound, format,
  // checkpoint, usage (the run is of another task); those of train::openRecWorld.
  [[nodiscard]] static Result<std::unique_ptr<Recommender>> open(const RunFolder& folder, const StopToken& stop = {},
                                                                 const std::filesystem::path& checkpoint = {},
                                                                 const rec::Progress& progress = {});

  [[nodiscard]] const train::RecRunWorld& world() const { return *world_; }
  [[nodiscard]] nn::rec::RecModel& model() { return *model_; }
  [[nodiscard]] const RunSpec& spec() const { return meta_.spec; }
  [[nodiscard]] std::int64_t step() const { return meta_.step; }
  [[nodiscard]] const std::filesystem::path& checkpoint() const { return checkpoint_; }

  // How well it ranks. Errors: those of rec::evaluateRanking.
  [[nodiscard]] Result<rec::RankingReport> judge(rec::Part part, const rec::RankingOptions& options,
                                                 const rec::Progress& progress = {}, const StopToken& stop = {});
  // How well annotations of the cold items of that part are inferred: mean AUC over terms and micro F1; nothing where
  // nothing is inferred or known.
  [[nodiscard]] std::optional<metrics::TagScores> judgeInference(rec::Part part);

  // The best `count` items of the list that the user has not chosen in training, best first.
  [[nodiscard]] std::vector<RecommendedItem> recommend(std::int64_t user, std::int64_t count, RecList list);
  // The same for other vectors of the user [1, D]; items in `without` count as not chosen.
  [[nodiscard]] std::vector<RecommendedItem> recommendTo(const nn::rec::UserVectors& vectors, std::int64_t user,
                                                         const std::vector<std::int64_t>& without, std::int64_t count,
                                                         RecList list);
  // Of every item for a user. [I]
  [[nodiscard]] std::vector<double> scores(std::int64_t user);
  // The same for other vectors of a user [1, D]. What depends on items alone is kept: it costs one product.
  [[nodiscard]] std::vector<double> scoresFor(const nn::rec::UserVectors& vectors);
  // Places (1 = first) of `items` by such scores among the items of the list that the user does not know, as
  // recommend() would put them; 0 for an item that does not compete. Items in `without` count as not chosen.
  [[nodiscard]] std::vector<std::int64_t> placesOf(const std::vector<double>& scores, std::int64_t user,
                                                   const std::vector<std::int64_t>& without,
                                                   const std::vector<std::int64_t>& items, RecList list) const;
  // Which items compete for a place in a user's list. [I], 0 or 1
  [[nodiscard]] std::vector<std::uint8_t> competing(std::int64_t user, const std::vector<std::int64_t>& without,
                                                    RecList list) const;
  // The user's interactions: [first, end) of RecData::interactions, oldest first.
  [[nodiscard]] std::pair<std::size_t, std::size_t> interactionsOf(std::int64_t user) const;
  [[nodiscard]] bool isListed(std::int64_t item, RecList list) const;
  // The catalogue as the model sees it.
  [[nodiscard]] const nn::rec::ItemVectors& items();
  // What items of the catalogue say: terms by probability, at most `count`. Empty where nothing is inferred.
  [[nodiscard]] std::vector<InferredTerm> inferredTerms(std::int64_t item, std::int64_t count);

  // Feature [1, d_v] of a picture. Errors: those of decoding; unavailable (features came from a matrix).
  [[nodiscard]] Result<at::Tensor> featureOf(const std::filesystem::path& image) const;
  [[nodiscard]] std::vector<InferredTerm> inferredTerms(const at::Tensor& feature, std::int64_t count);
  // Places in the vocabulary. Errors: usage, with the nearest spelling of an unknown term.
  [[nodiscard]] Result<std::vector<std::int64_t>> termPlaces(const std::vector<std::string>& names) const;
  // A picture that is in no catalogue, as the model sees it.
  [[nodiscard]] nn::rec::ItemVectors asItem(const at::Tensor& feature, const nn::rec::AnnotationEdit& edit = {});
  // Its rank for every user among the items of the list they do not know. [U]
  [[nodiscard]] std::vector<Receiver> ranksOf(const nn::rec::ItemVectors& item, RecList list);
  // The same for an item of the catalogue, which does not compete with itself.
  [[nodiscard]] std::vector<Receiver> ranksOf(std::int64_t item, RecList list);

 private:
  Recommender() = default;
  // The items of a list, and what every user thinks of them where that fits into memory.
  struct Listed {
    std::vector<std::int64_t> items;
    std::vector<std::int64_t> place;  // [I] in `items`, -1: not of the list
    nn::rec::Factors factors;         // of the items, where the model is a product
    at::Tensor scores;                // [U, L] float32, -infinity where the user knows the item; or undefined
  };
  [[nodiscard]] std::vector<Receiver> ranksAgainst(const at::Tensor& scores, std::int64_t except, RecList list);
  [[nodiscard]] at::Tensor scoresOf(std::int64_t firstUser, std::int64_t count);
  [[nodiscard]] Listed& listed(RecList list);
  [[nodiscard]] at::Tensor listedScores(const Listed& listed, std::int64_t firstUser, std::int64_t count);
  void prepare();

  std::filesystem::path checkpoint_;
  train::CheckpointMeta meta_;
  std::shared_ptr<const train::RecRunWorld> world_;
  std::unique_ptr<nn::rec::RecModel> model_;
  // Of the weights as they are; filled by prepare().
  std::optional<nn::rec::ItemVectors> items_;
  std::optional<nn::rec::UserVectors> users_;
  std::optional<nn::rec::ItemVectors> oneItem_;  // any: the users' side of a product needs none in particular
  std::optional<nn::rec::Factors> itemFactors_;  // [I, d] and bias where the model is a product
  std::array<std::optional<Listed>, 3> listed_;  // by RecList
};

// How a protocol of the literature judges, on whatever split the run has: candidates, K and variants.
[[nodiscard]] RecRankingOptions rankingOf(RecProtocol protocol, RecRankingOptions own);

}  // namespace marcie::eval
