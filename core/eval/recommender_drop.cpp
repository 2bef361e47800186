#include "core/eval/recommender_drop.h"

#include <algorithm>
#include <functional>

#include <torch/torch.h>

namespace marcie::eval {
namespace {

constexpr std::int64_t kDropTerms = 15;  // the most probable ones are tried

// The places of one item while parts of the user and of the item go.
class DropTrials {
 public:
  DropTrials(Recommender& recommender, Reasons& reasons, const DropQuestion& question)
      : recommender_(recommender), reasons_(reasons), question_(question) {
    feature_ = question.item < 0 ? question.feature
                                 : recommender.world().model.features.slice(0, question.item, question.item + 1);
  }

  Result<std::vector<DropCandidate>> candidates() {
    MARCIE_ASSIGN(present_, recommender_.termPlaces(question_.present));
    MARCIE_ASSIGN(absent_, recommender_.termPlaces(question_.absent));
    const auto has = [](const auto& all, const auto& one) {
      return std::find(all.begin(), all.end(), one) != all.end();
    };
    const auto [first, end] = recommender_.interactionsOf(question_.user);
    for (std::size_t i = first; i < end; ++i) {
      const std::int64_t item = recommender_.world().data.interactions[i].item;
      const bool isTraining = recommender_.world().split.ofInteraction[i] == rec::Part::train;
      if (isTraining && item != question_.item && !has(question_.without, item)) candidates_.push_back({item, {}});
    }
    auto terms = recommender_.inferredTerms(feature_, kDropTerms);
    for (const std::string& name : question_.present) {
      const auto same = [&](const InferredTerm& one) { return one.name == name; };
      if (recommender_.model().infers() && std::none_of(terms.begin(), terms.end(), same))
        terms.push_back({name, 1, false});
    }
    for (const InferredTerm& term : terms) {
      if (!has(question_.absent, term.name)) candidates_.push_back({-1, term});
    }
    return candidates_;
  }

  rec::PlaceInList place(std::span<const std::size_t> gone) {
    std::vector<std::int64_t> forgotten = question_.without;
    nn::rec::AnnotationEdit edit{present_, absent_};
    for (const std::size_t k : gone) {
      const DropCandidate& one = candidates_[k];
      if (!one.isTerm()) {
        forgotten.push_back(one.item);
        continue;
      }
      const std::int64_t term = recommender_.termPlaces({one.term.name})->front();
      std::erase(edit.present, term);
      edit.absent.push_back(term);
    }
    if (scores_.empty() || forgotten != forgotten_) {
      vectors_ = reasons_.refitted(question_.user, forgotten);
      scores_ = recommender_.scoresFor(vectors_);
      forgotten_ = forgotten;
    }
    return standing(scoreWith(edit), forgotten);
  }

 private:
  // An annotation of an item of the catalogue falls on the content's part of the score; identity and bias stay.
  double scoreWith(const nn::rec::AnnotationEdit& edit) {
    const auto asPicture = [&](const nn::rec::AnnotationEdit& supposed) {
      return recommender_.model().score(vectors_, recommender_.asItem(feature_, supposed)).item<double>();
    };
    if (question_.item < 0) return asPicture(edit);
    const double own = scores_[static_cast<std::size_t>(question_.item)];
    return edit.empty() ? own : own - (asPicture({}) - asPicture(edit));
  }

  rec::PlaceInList standing(double score, const std::vector<std::int64_t>& forgotten) const {
    const auto competes = recommender_.competing(question_.user, forgotten, question_.list);
    const bool isNew = question_.item < 0;
    const double bar = isNew ? aboveRounding(score) : score;
    std::vector<double> others;
    rec::PlaceInList result{1, score};
    for (std::size_t i = 0; i < competes.size(); ++i) {
      const auto item = static_cast<std::int64_t>(i);
      if (competes[i] == 0 || item == question_.item) continue;
      others.push_back(scores_[i]);
      result.place += scores_[i] > bar || (!isNew && scores_[i] == score && item < question_.item) ? 1 : 0;
    }
    const auto last = static_cast<std::size_t>(question_.count - 1);
    if (others.size() <= last) return result;
    std::nth_element(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(last), others.end(),
                     std::greater<>());
    result.margin = score - others[last];
    return result;
  }

  Recommender& recommender_;
  Reasons& reasons_;
  const DropQuestion& question_;
  at::Tensor feature_;
  std::vector<std::int64_t> present_, absent_;
  std::vector<DropCandidate> candidates_;
  // Of the last trial: terms alone leave the user as they are.
  std::vector<std::int64_t> forgotten_;
  nn::rec::UserVectors vectors_;
  std::vector<double> scores_;
};

}  // namespace

Result<DropAnswer> whatWouldDrop(Recommender& recommender, Reasons& reasons, const DropQuestion& question,
                                 const rec::Progress& progress, const StopToken& stop) {
  DropTrials trials(recommender, reasons, question);
  DropAnswer answer;
  MARCIE_ASSIGN(answer.candidates, trials.candidates());
  MARCIE_ASSIGN(answer.removal,
                rec::smallestRemoval(
                    answer.candidates.size(), question.count, question.most,
                    [&](std::span<const std::size_t> gone) { return trials.place(gone); }, progress, stop));
  return answer;
}

}  // namespace marcie::eval
