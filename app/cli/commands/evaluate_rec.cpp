// marcie-cli evaluate RUN, of a run that recommends: how well it ranks what people chose later.
#include "app/cli/commands/evaluate_rec.h"

#include <cmath>

#include "app/cli/commands/data_interactions.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress.h"
#include "core/base/strings.h"
#include "core/eval/recommender.h"

namespace marcie::cli {
namespace {

Result<rec::Part> partNamed(const std::string& split) {
  if (split == "test") return rec::Part::test;
  if (split == "val") return rec::Part::validation;
  return Error{ErrorCode::usage, "a recommender is measured on val or test, not on " + split, {}, {}};
}

Result<RecRankingOptions> rankingFor(const RecEvaluation& wish, const RunSpec& spec) {
  RecRankingOptions ranking = spec.recRanking;
  ranking.threads = spec.trainer.threads;
  if (wish.protocol.empty()) return ranking;
  MARCIE_ASSIGN(const RecProtocol protocol, protocolNamed(wish.protocol));
  return eval::rankingOf(protocol, ranking);
}

std::string figure(double value) {
  return std::isfinite(value) ? formatNumber(std::round(value * 1e4) / 1e4) : "-";
}

void printList(const rec::ListReport& list, std::vector<std::vector<std::string>>& rows) {
  if (!list.empty.empty()) {
    rows.push_back({list.name, list.empty});
    return;
  }
  std::vector<std::string> row{list.name, std::to_string(list.total.users), std::to_string(list.candidates),
                               figure(list.total.auc)};
  for (const rec::AtK& at : list.total.at) {
    row.push_back(figure(at.recall));
    row.push_back(figure(at.ndcg));
  }
  rows.push_back(row);
}

void printRanking(const rec::RankingReport& report, const std::optional<metrics::TagScores>& inference) {
  print(report.setting);
  std::vector<std::vector<std::string>> rows{{"LIST", "USERS", "ITEMS", "AUC"}};
  for (const rec::AtK& at : report.warm.total.at) {
    rows[0].push_back("RECALL@" + std::to_string(at.k));
    rows[0].push_back("NDCG@" + std::to_string(at.k));
  }
  for (const auto* list : {&report.cold, &report.warm, &report.all, &report.coldInAll}) printList(*list, rows);
  printTable(rows);
  if (inference) {
    print("inferred annotations of cold items: AUC " + figure(inference->meanAuc) + ", F1 " +
          figure(inference->microF1));
  }
  for (const std::string& warning : report.warnings) say("warning: " + warning);
}

}  // namespace

Result<ExitCode> evaluateRecommender(const RunFolder& folder, const RecEvaluation& wish) {
  MARCIE_ASSIGN(const RunSpec spec, folder.spec());
  MARCIE_ASSIGN(const rec::Part part, partNamed(wish.split));
  MARCIE_ASSIGN(const RecRankingOptions ranking, rankingFor(wish, spec));
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  ProgressLine line("users");
  const auto progress = [&](std::int64_t done, std::int64_t total) { line.update(done, total, "evaluating"); };
  MARCIE_ASSIGN(const auto recommender, eval::Recommender::open(folder, stop));
  MARCIE_ASSIGN(const auto report, recommender->judge(part, ranking, progress, stop));
  const auto inference = recommender->judgeInference(part);
  line.finish();
  if (!wish.json) {
    printRanking(report, inference);
    return ExitCode::done;
  }
  Json json = rec::rankingJson(report);
  json["step"] = recommender->step();
  if (inference) json["inference"] = {{"tagAuc", inference->meanAuc}, {"tagF1", inference->microF1}};
  if (spec.cierec.inference.transductive && learnsAnnotations(spec.cierec.cierec)) {
    json["leak"] = "trained with the annotations of cold items";
  }
  printJson(json);
  return ExitCode::done;
}

}  // namespace marcie::cli
