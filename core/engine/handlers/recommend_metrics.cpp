// "recommend.metrics": how well a recommender ranks, cold, warm and all, and for each user.
#include <limits>
#include <map>

#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::RecMetricsReply> answerRecMetrics(const protocol::RecMetrics& request, Query& query) {
  MARCIE_ASSIGN(LoadedRecommender * loaded, query.session.recommender(request.run, query));
  if (request.split != "test" && request.split != "val") {
    return Error{ErrorCode::usage, "a recommender is measured on val or test, not on " + request.split, {}, {}};
  }
  rec::RankingOptions options = loaded->model->spec().recRanking;
  options.perUser = true;
  const auto part = request.split == "test" ? rec::Part::test : rec::Part::validation;
  const auto progress = [&](std::int64_t done, std::int64_t total) { query.progress(done, total, "users"); };
  MARCIE_ASSIGN(const rec::RankingReport report, loaded->model->judge(part, options, progress, query.stop));
  protocol::RecMetricsReply reply;
  reply.report = rec::rankingJson(report);
  if (const auto inference = loaded->model->judgeInference(part)) {
    reply.report["inference"] = {{"tagAuc", inference->meanAuc}, {"tagF1", inference->microF1}};
  }
  reply.setting = report.setting;
  reply.k = report.rowK;
  std::map<std::int32_t, protocol::RecJudgedUser> users;
  const auto add = [&](const std::vector<rec::UserRow>& rows, double protocol::RecJudgedUser::*to,
                       double rec::UserRow::*from) {
    for (const rec::UserRow& row : rows) {
      constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
      const auto [it, isNew] =
          users.try_emplace(row.user, protocol::RecJudgedUser{{}, kNothing, kNothing, kNothing, kNothing, kNothing});
      if (isNew) it->second.user = loaded->user(row.user);
      it->second.*to = row.*from;
    }
  };
  add(report.coldRows, &protocol::RecJudgedUser::coldAuc, &rec::UserRow::auc);
  add(report.warmRows, &protocol::RecJudgedUser::warmAuc, &rec::UserRow::auc);
  add(report.allRows, &protocol::RecJudgedUser::allNdcg, &rec::UserRow::ndcg);
  add(report.allRows, &protocol::RecJudgedUser::allRecall, &rec::UserRow::recall);
  add(report.allRows, &protocol::RecJudgedUser::popularity, &rec::UserRow::listPopularity);
  for (auto& [number, user] : users) reply.users.push_back(std::move(user));
  return reply;
}

}  // namespace

const Handler& recommendMetricsEntry() {
  static const Handler entry = typedHandler<protocol::RecMetrics, answerRecMetrics>(Lane::recommend, true);
  return entry;
}

}  // namespace marcie::engine
