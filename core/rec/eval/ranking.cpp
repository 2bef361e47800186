#include "core/rec/eval/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>

#include <torch/torch.h>

#include "core/base/strings.h"
#include "core/rec/eval/catalogue.h"
#include "core/rec/eval/popularity_recall.h"
#include "core/rec/eval/user_ranker.h"

namespace marcie::rec {
namespace {

constexpr int kPreferredRowK = 20;
constexpr int kPopularityGroups = 5;  // of items that somebody had in training

Result<void> checkRankingOptions(const RankingOptions& options) {
  Problems problems;
  validate(options, problems);
  if (options.ks.empty()) problems.add("ks", "must name at least one list length");
  for (const int k : options.ks) {
    if (k < 1 || k > 100000) problems.add("ks", "must be between 1 and 100000, has " + std::to_string(k));
  }
  return problems.toResult();
}

// Sums of one list, apart by group of users and by draw.
struct ListSums {
  explicit ListSums(const RankingOptions& options)
      : total(options),
        cold(options),
        dense(options),
        draws(static_cast<std::size_t>(options.candidates == RecCandidates::sampled ? options.draws : 0),
              ScoreSums(options)) {}
  ScoreSums total, cold, dense;
  std::vector<ScoreSums> draws;
};

// Mean over the draws of one user.
UserScores meanOf(const std::vector<std::array<UserScores, kLists>>& draws, ListKind kind) {
  UserScores mean = draws.front()[kind];
  if (!mean.judged || draws.size() == 1) return mean;
  for (std::size_t d = 1; d < draws.size(); ++d) {
    const UserScores& one = draws[d][kind];
    mean.auc += one.auc;
    mean.mrr += one.mrr;
    mean.map += one.map;
    for (std::size_t k = 0; k < mean.at.size(); ++k) {
      for (const auto figure : kFiguresAtK) mean.at[k].*figure += one.at[k].*figure;
    }
  }
  const auto n = static_cast<double>(draws.size());
  for (double* value : {&mean.auc, &mean.mrr, &mean.map}) *value /= n;
  for (AtK& at : mean.at) {
    for (const auto figure : kFiguresAtK) at.*figure /= n;
  }
  return mean;
}

class Evaluation {
 public:
  Evaluation(const RecData& data, const RecSplit& split, Part part, const RankingOptions& options, std::uint64_t seed)
      : data_(data), split_(split), part_(part), options_(options), order_(orderItems(split, part, seed)) {
    std::vector<Part> known;
    // A user's validation items are known by the time of the test; test items are not at the time of validation. What
    // is judged is never left out.
    if (options.excludeTrain && part != Part::train) known.push_back(Part::train);
    if (options.excludeTrain && part == Part::test) known.push_back(Part::validation);
    const std::vector<Part> all{Part::train, Part::validation, Part::test};
    positives_ = PositiveLists(data, split, part);
    training_ = PositiveLists(data, split, Part::train);
    known_ = PositiveLists(data, split, known);
    if (options.candidates == RecCandidates::sampled) everything_ = PositiveLists(data, split, all);
    world_ = {&options_, &positives_, &known_, &everything_, &order_, {}, seed};
    fillPool();
    for (std::int32_t u = 0; u < data.userCount(); ++u) {
      if (!positives_.of(u).empty()) users_.push_back(u);
    }
  }

  Result<RankingReport> run(const Scorer& scorer, const data::Progress& progress, const StopToken& stop);

 private:
  void fillPool();
  Result<void> runTile(ScoreTiles& tiles, std::span<const std::int32_t> users);
  void add(std::int32_t user, const UserOutcome& outcome);
  [[nodiscard]] bool isColdUser(std::int32_t user) const {
    return static_cast<std::int64_t>((options_.coldUserByTest ? positives_ : training_).of(user).size()) <=
           options_.coldUserAtMost;
  }
  [[nodiscard]] std::vector<std::int64_t> trainUsers() const;
  [[nodiscard]] CatalogueSums emptyCatalogue() const;
  [[nodiscard]] int rowLength() const;
  [[nodiscard]] RankingReport report() const;
  [[nodiscard]] ListReport listReport(ListKind kind, const char* name, std::int64_t candidates) const;
  [[nodiscard]] std::string setting() const;
  [[nodiscard]] Error unusable(std::int32_t user, const float* row) const;

  const RecData& data_;
  const RecSplit& split_;
  Part part_;
  RankingOptions options_;
  ItemOrder order_;
  PositiveLists positives_, training_, known_, everything_;
  RankingWorld world_;
  std::vector<std::int32_t> users_;
  std::vector<ListSums> sums_;
  std::unique_ptr<CatalogueSums> catalogue_;
  std::unique_ptr<PopularityRecallSums> byPopularity_;
  std::array<std::vector<UserRow>, kLists> rows_;
};

void Evaluation::fillPool() {
  if (options_.candidates != RecCandidates::sampled) return;
  std::vector<char> trained(data_.items.size(), options_.scope == RecDrawScope::any ? 1 : 0);
  for (const std::int32_t item : training_.items()) trained[static_cast<std::size_t>(item)] = 1;
  for (std::size_t i = 0; i < trained.size(); ++i) {
    if (trained[i] != 0) world_.pool.push_back(order_.place[i]);
  }
}

std::vector<std::int64_t> Evaluation::trainUsers() const {
  std::vector<std::int64_t> users(data_.items.size(), 0);
  for (const std::int32_t item : training_.items()) ++users[static_cast<std::size_t>(item)];
  return users;
}

// The K of what is told of each user.
int Evaluation::rowLength() const {
  const bool has = std::find(options_.ks.begin(), options_.ks.end(), kPreferredRowK) != options_.ks.end();
  return has ? kPreferredRowK : options_.ks.front();
}

CatalogueSums Evaluation::emptyCatalogue() const {
  std::vector<char> cold;
  for (const ItemState state : split_.ofItem) cold.push_back(isColdIn(state, part_) ? 1 : 0);
  return {options_.ks, trainUsers(), std::move(cold), data_.userCount()};
}

Result<RankingReport> Evaluation::run(const Scorer& scorer, const data::Progress& progress, const StopToken& stop) {
  const ThreadCount threads(options_.threads);
  sums_.assign(kLists, ListSums(options_));
  catalogue_ = std::make_unique<CatalogueSums>(emptyCatalogue());
  byPopularity_ = std::make_unique<PopularityRecallSums>(trainUsers(), kPopularityGroups);
  MARCIE_ASSIGN(ScoreTiles tiles, ScoreTiles::open(scorer, data_.userCount(), order_));
  const auto total = static_cast<std::int64_t>(users_.size());
  for (std::int64_t begin = 0; begin < total; begin += tiles.tileUsers()) {
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "stopped while ranking", {}, {}};
    const std::int64_t count = std::min(tiles.tileUsers(), total - begin);
    MARCIE_TRY(
        runTile(tiles, std::span(users_).subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(count))));
    if (progress) progress(begin + count, total);
  }
  return report();
}

Result<void> Evaluation::runTile(ScoreTiles& tiles, std::span<const std::int32_t> users) {
  MARCIE_ASSIGN(float* scores, tiles.scores(users));
  std::vector<UserOutcome> outcomes(users.size());
  std::vector<char> usable(users.size(), 1);
  at::parallel_for(0, static_cast<std::int64_t>(users.size()), 4, [&](std::int64_t from, std::int64_t to) {
    UserRanker ranker(world_);
    for (std::int64_t k = from; k < to; ++k) {
      float* row = scores + k * order_.size();
      usable[static_cast<std::size_t>(k)] = allUsable(row, order_.size()) ? 1 : 0;
      if (usable[static_cast<std::size_t>(k)] == 0) continue;
      outcomes[static_cast<std::size_t>(k)] = ranker.rank(users[static_cast<std::size_t>(k)], row);
    }
  });
  // In the order of users, so that sums do not depend on threads.
  for (std::size_t k = 0; k < users.size(); ++k) {
    if (usable[k] == 0) return unusable(users[k], scores + static_cast<std::int64_t>(k) * order_.size());
    add(users[k], outcomes[k]);
  }
  return {};
}

Error Evaluation::unusable(std::int32_t user, const float* row) const {
  std::int64_t place = 0;
  while (std::isfinite(row[place])) ++place;
  const auto item = static_cast<std::size_t>(order_.items[static_cast<std::size_t>(place)]);
  return Error{ErrorCode::data,
               "the score of user '" + data_.users[static_cast<std::size_t>(user)] + "' for item '" +
                   data_.items[item].id + "' is " + (std::isnan(row[place]) ? "not a number" : "infinite"),
               "Training has diverged, or the features hold such values: lower the learning rate, check the features",
               {}};
}

void Evaluation::add(std::int32_t user, const UserOutcome& outcome) {
  const bool cold = isColdUser(user);
  const double popularity = byPopularity_->popularityOf(outcome.best, rowLength());
  for (const auto kind : {kColdList, kWarmList, kAllList, kColdInAllList}) {
    const UserScores mean = meanOf(outcome.draws, kind);
    sums_[kind].total.add(mean);
    (cold ? sums_[kind].cold : sums_[kind].dense).add(mean);
    for (std::size_t d = 0; d < sums_[kind].draws.size(); ++d) sums_[kind].draws[d].add(outcome.draws[d][kind]);
    if (!options_.perUser || kind == kColdInAllList || !mean.judged) continue;
    const auto own = std::find(options_.ks.begin(), options_.ks.end(), rowLength());
    const AtK& at = mean.at[static_cast<std::size_t>(own - options_.ks.begin())];
    rows_[kind].push_back({user, mean.positives, mean.auc, at.ndcg, at.recall, mean.mrr, popularity});
  }
  catalogue_->add(outcome.best, training_.of(user));
  byPopularity_->add(outcome.best, rowLength(), positives_.of(user));
}

ListReport Evaluation::listReport(ListKind kind, const char* name, std::int64_t candidates) const {
  ListReport list;
  list.name = name;
  list.candidates = candidates;
  list.total = sums_[kind].total.means();
  list.coldUsers = sums_[kind].cold.means();
  list.denseUsers = sums_[kind].dense.means();
  for (const ScoreSums& draw : sums_[kind].draws) list.draws.push_back(draw.means());
  const char* part = part_ == Part::test ? "test" : part_ == Part::validation ? "validation" : "training";
  if (candidates == 0) {
    list.empty = std::string("there are no ") + (kind == kWarmList ? "warm" : "cold") + " items in " + part;
  } else if (list.total.users == 0) {
    list.empty = std::string("nobody has ") +
                 (kind == kWarmList  ? "a warm item"
                  : kind == kAllList ? "an item"
                                     : "a cold item") +
                 " in " + part;
  }
  return list;
}

std::string Evaluation::setting() const {
  std::string text;
  if (options_.candidates == RecCandidates::full) {
    text = "full ranking of " + std::to_string(data_.itemCount()) + " items";
  } else {
    text = std::to_string(options_.negatives) + " drawn items " +
           (options_.scope == RecDrawScope::warm ? "of training" : "of all") + ", " + std::to_string(options_.draws) +
           (options_.draws == 1 ? " draw" : " draws") + " (not comparable with full ranking)";
  }
  if (!options_.excludeTrain) text += ", known items left in";
  if (options_.ndcg == NdcgVariant::lineage) text += ", NDCG as the lineage computes it";
  if (options_.tiesLose) text += ", ties lost";
  return text;
}

RankingReport Evaluation::report() const {
  RankingReport report;
  report.part = part_;
  const bool drawn = options_.candidates == RecCandidates::sampled;
  report.cold = listReport(kColdList, "cold", order_.size() - order_.coldBegin);
  report.warm = listReport(kWarmList, "warm", order_.warmEnd);
  report.all = listReport(kAllList, "all", order_.size());
  report.coldInAll = listReport(kColdInAllList, "coldInAll", order_.size() - order_.coldBegin == 0 ? 0 : order_.size());
  if (drawn) report.coldInAll.empty = "candidates are drawn: cold items compete with them already";
  report.catalogue = catalogue_->report();
  report.byPopularity = byPopularity_->report();
  report.setting = setting();
  report.rowK = rowLength();
  report.coldRows = rows_[kColdList];
  report.warmRows = rows_[kWarmList];
  report.allRows = rows_[kAllList];
  const auto mayLack = [&](std::int32_t user) {
    return world_.pool.size() < static_cast<std::size_t>(options_.negatives) + everything_.of(user).size();
  };
  if (drawn && std::any_of(users_.begin(), users_.end(), mayLack)) {
    report.warnings.push_back("Only " + std::to_string(world_.pool.size()) +
                              " items can be drawn from: some users may compete with fewer than " +
                              std::to_string(options_.negatives) + ".");
  }
  for (const ListReport* list : {&report.cold, &report.warm, &report.all}) {
    if (!list->empty.empty()) report.warnings.push_back("The list '" + list->name + "' is empty: " + list->empty + ".");
  }
  return report;
}

}  // namespace

Result<RankingReport> evaluateRanking(const Scorer& scorer, const RecData& data, const RecSplit& split, Part part,
                                      const RankingOptions& options, std::uint64_t seed, const data::Progress& progress,
                                      const StopToken& stop) {
  MARCIE_TRY(checkRankingOptions(options));
  if (split.ofInteraction.size() != data.interactions.size() || split.ofItem.size() != data.items.size()) {
    return Error{ErrorCode::data, "the split belongs to other data", "Make the split again", {}};
  }
  return Evaluation(data, split, part, options, seed).run(scorer, progress, stop);
}

}  // namespace marcie::rec
