#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "core/eval/robustness.h"

namespace marcie::eval {
namespace {

const RobustnessCell& cellOf(const RobustnessSnapshot& snapshot, std::string_view corruption, int severity) {
  for (const RobustnessCell& cell : snapshot.cells) {
    if (cell.corruption == corruption && cell.severity == severity) return cell;
  }
  throw std::logic_error("the snapshot lacks " + std::string(corruption) + " " + std::to_string(severity));
}

double accuracy(const RobustnessCell& cell) {
  if (cell.hits.empty()) return 0;
  return static_cast<double>(std::count(cell.hits.begin(), cell.hits.end(), '1')) /
         static_cast<double>(cell.hits.size());
}

double meanDamage(const std::vector<double>& values) {
  return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<ClassEffect> classEffects(const RobustnessSnapshot& snapshot, const std::vector<double>& clean,
                                      const std::vector<double>& corrupted) {
  std::vector<ClassEffect> effects(snapshot.classes.size());
  for (std::size_t c = 0; c < effects.size(); ++c) effects[c].name = snapshot.classes[c];
  for (std::size_t i = 0; i < snapshot.labels.size(); ++i) {
    ClassEffect& effect = effects[static_cast<std::size_t>(snapshot.labels[i])];
    ++effect.n;
    effect.clean += clean[i];
    effect.corrupted += corrupted[i];
  }
  std::erase_if(effects, [](const ClassEffect& effect) { return effect.n == 0; });
  for (ClassEffect& effect : effects) {
    effect.clean /= static_cast<double>(effect.n);
    effect.corrupted /= static_cast<double>(effect.n);
    effect.drop = effect.clean - effect.corrupted;
  }
  std::stable_sort(effects.begin(), effects.end(),
                   [](const ClassEffect& a, const ClassEffect& b) { return a.drop > b.drop; });
  return effects;
}

}  // namespace

std::vector<double> cleanScores(const RobustnessSnapshot& snapshot) {
  const std::string& hits = cellOf(snapshot, "", 0).hits;
  std::vector<double> scores(hits.size());
  std::transform(hits.begin(), hits.end(), scores.begin(), [](char hit) { return hit == '1' ? 1.0 : 0.0; });
  return scores;
}

std::vector<double> corruptedScores(const RobustnessSnapshot& snapshot, const RobustnessPlan& plan) {
  std::vector<double> scores(snapshot.pictures.size(), 0);
  const double share = 1.0 / static_cast<double>(plan.corruptions.size() * plan.severities.size());
  for (const auto* corruption : plan.corruptions) {
    for (const int severity : plan.severities) {
      const std::string& hits = cellOf(snapshot, corruption->name, severity).hits;
      for (std::size_t i = 0; i < hits.size(); ++i) scores[i] += hits[i] == '1' ? share : 0;
    }
  }
  return scores;
}

RobustnessReport robustnessReport(const std::string& run, const RobustnessSnapshot& snapshot,
                                  const RobustnessPlan& plan) {
  RobustnessReport report;
  report.run = run;
  report.split = snapshot.split;
  report.pictures = static_cast<std::int64_t>(snapshot.pictures.size());
  report.severities = plan.severities;
  report.clean = accuracy(cellOf(snapshot, "", 0));
  std::vector<double> means;
  for (const auto* corruption : plan.corruptions) {
    CorruptionScore score{std::string(corruption->name), std::string(corruption->title), {}, 0};
    for (const int severity : plan.severities) {
      score.bySeverity.push_back(accuracy(cellOf(snapshot, corruption->name, severity)));
    }
    score.mean = meanDamage(score.bySeverity);
    means.push_back(score.mean);
    report.byCorruption.push_back(std::move(score));
  }
  report.corrupted = meanDamage(means);
  report.drop = report.clean - report.corrupted;
  report.relative = report.clean > 0 ? report.drop / report.clean : 0;
  report.byClass = classEffects(snapshot, cleanScores(snapshot), corruptedScores(snapshot, plan));
  return report;
}

RobustnessComparison compareRobustness(const std::string& nameA, const RobustnessSnapshot& a, const std::string& nameB,
                                       const RobustnessSnapshot& b, const RobustnessPlan& plan) {
  const std::vector<metrics::PairedScores> clean{{cleanScores(a), cleanScores(b)}};
  const std::vector<metrics::PairedScores> corrupted{{corruptedScores(a, plan), corruptedScores(b, plan)}};
  const auto c = metrics::pairedBootstrap(clean);
  const auto d = metrics::pairedBootstrap(corrupted);
  return {nameA, nameB, c.difference, c.low, c.high, c.p, d.difference, d.low, d.high, d.p};
}

}  // namespace marcie::eval
