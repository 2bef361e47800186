#include "core/eval/rec_scores.h"

#include <cmath>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/eval/recommender.h"
#include "core/train/rec/cierec_task.h"

namespace marcie::eval {
namespace {

constexpr int kScoredLength = 20;

void addList(const std::string& name, const rec::ListReport& list, const std::vector<rec::UserRow>& rows,
             std::vector<Measure>& measures) {
  if (!list.empty.empty() || list.total.at.empty()) return;
  std::vector<double> auc, recall, ndcg;
  for (const rec::UserRow& row : rows) {
    if (std::isfinite(row.auc)) auc.push_back(row.auc);
    if (std::isfinite(row.recall)) recall.push_back(row.recall);
    if (std::isfinite(row.ndcg)) ndcg.push_back(row.ndcg);
  }
  const std::string length = std::to_string(kScoredLength);
  measures.push_back({name + "Auc", list.total.auc, std::move(auc)});
  measures.push_back({name + "Recall" + length, list.total.at.front().recall, std::move(recall)});
  measures.push_back({name + "Ndcg" + length, list.total.at.front().ndcg, std::move(ndcg)});
}

}  // namespace

Result<RecScores> scoreRecommender(const RunFolder& folder, rec::Part part, const StopToken& stop) {
  MARCIE_ASSIGN(const RunSpec spec, folder.spec());
  MARCIE_ASSIGN(const auto checkpoint, train::currentCheckpoint(folder, spec.trainer.selection));
  MARCIE_ASSIGN(const auto meta, train::readCheckpointMeta(checkpoint));
  const std::string key = checkpoint.filename().string() + " of step " + std::to_string(meta.step);
  const auto kept =
      folder.snapshotsFolder() / (part == rec::Part::test ? "rec-scores-test.json" : "rec-scores-val.json");
  if (const auto text = readFile(kept)) {
    const auto json = parseJsonText(*text);
    auto scores = json ? parseStruct<RecScores>(*json) : Result<RecScores>(Error(json.error()));
    if (scores && scores->version == kRecScoresVersion && scores->checkpoint == key) return scores;
  }
  MARCIE_ASSIGN(const auto recommender, Recommender::open(folder, stop, checkpoint));
  rec::RankingOptions options;
  options.ks = {kScoredLength};
  options.perUser = true;
  options.threads = spec.trainer.threads;
  MARCIE_ASSIGN(const rec::RankingReport report, recommender->judge(part, options, {}, stop));
  RecScores scores;
  scores.checkpoint = key;
  scores.world = train::cierecInfo(recommender->world()).ids;
  scores.setting = report.setting + "; " + recommender->world().split.origin;
  addList("cold", report.cold, report.coldRows, scores.measures);
  addList("warm", report.warm, report.warmRows, scores.measures);
  addList("all", report.all, report.allRows, scores.measures);
  if (const auto inference = recommender->judgeInference(part); inference && std::isfinite(inference->meanAuc)) {
    scores.measures.push_back({"tagAuc", inference->meanAuc, {}});
  }
  const auto written = makeFolders(folder.snapshotsFolder());
  const auto saved = written ? replaceFile(kept, dumpJson(toJson(scores)) + "\n") : written;
  if (!saved) log::warning("scores are not kept: " + saved.error().toString());
  return scores;
}

}  // namespace marcie::eval
