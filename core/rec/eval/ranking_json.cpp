#include <cmath>

#include "core/rec/eval/ranking.h"

namespace marcie::rec {
namespace {

// JSON has no NaN.
Json numberOrNull(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json figuresJson(const RankingScores& scores) {
  Json json{{"users", scores.users},
            {"positives", scores.positives},
            {"auc", numberOrNull(scores.auc)},
            {"mrr", numberOrNull(scores.mrr)},
            {"map", numberOrNull(scores.map)}};
  for (const AtK& at : scores.at) {
    const std::string k = "@" + std::to_string(at.k);
    json["precision" + k] = numberOrNull(at.precision);
    json["recall" + k] = numberOrNull(at.recall);
    json["f1" + k] = numberOrNull(at.f1);
    json["ndcg" + k] = numberOrNull(at.ndcg);
    json["hitRate" + k] = numberOrNull(at.hitRate);
  }
  return json;
}

Json listJson(const ListReport& list) {
  if (!list.empty.empty()) return {{"empty", list.empty}, {"candidates", list.candidates}};
  Json json = figuresJson(list.total);
  json["candidates"] = list.candidates;
  if (list.coldUsers.users > 0) json["coldUsers"] = figuresJson(list.coldUsers);
  if (list.denseUsers.users > 0) json["denseUsers"] = figuresJson(list.denseUsers);
  if (!list.draws.empty()) {
    json["draws"] = Json::array();
    for (const RankingScores& draw : list.draws) json["draws"].push_back(figuresJson(draw));
  }
  return json;
}

}  // namespace

Json rankingJson(const RankingReport& report) {
  Json json{{"part", report.part == Part::test         ? "test"
                     : report.part == Part::validation ? "validation"
                                                       : "train"},
            {"setting", report.setting},
            {"cold", listJson(report.cold)},
            {"warm", listJson(report.warm)},
            {"all", listJson(report.all)},
            {"coldInAll", listJson(report.coldInAll)},
            {"warnings", report.warnings},
            {"catalogue", Json::array()},
            {"byPopularity", Json::array()}};
  for (const CatalogueReport& one : report.catalogue) {
    json["catalogue"].push_back({{"k", one.k},
                                 {"coverage", numberOrNull(one.coverage)},
                                 {"novelty", numberOrNull(one.novelty)},
                                 {"popularity", numberOrNull(one.popularity)},
                                 {"popularityLift", numberOrNull(one.popularityLift)},
                                 {"coldExposure", numberOrNull(one.coldExposure)},
                                 {"gini", numberOrNull(one.gini)}});
  }
  for (const PopularityRecall& one : report.byPopularity) {
    json["byPopularity"].push_back({{"k", report.rowK},
                                    {"fromUsers", one.fromUsers},
                                    {"toUsers", one.toUsers},
                                    {"items", one.items},
                                    {"positives", one.positives},
                                    {"recall", numberOrNull(one.recall())}});
  }
  return json;
}

}  // namespace marcie::rec
