#include "core/engine/experiment_runner.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/data/reader.h"
#include "core/engine/experiment_training.h"
#include "core/eval/evaluation_data.h"
#include "core/eval/experiment_table.h"
#include "core/eval/robustness.h"
#include "core/rec/data/interactions.h"

namespace marcie::engine {
namespace fs = std::filesystem;
namespace {

class Experiment {
 public:
  Experiment(const ExperimentPlan& plan, const ExperimentSettings& settings, const StopToken& stop,
             const ExperimentWatcher& watcher)
      : plan_(plan),
        out_(fs::absolute(settings.out).lexically_normal()),
        stop_(stop),
        watcher_(watcher),
        training_(plan, out_ / "runs", settings, watcher) {}

  Result<ExperimentOutcome> run() {
    MARCIE_TRY(prepareRobustness());
    MARCIE_TRY(makeFolders(out_ / "runs"));
    auto lock = FileLock::acquire(out_ / "lock");
    if (!lock) {
      if (lock.error().code != ErrorCode::busy) return std::move(lock).error();
      return Error{ErrorCode::busy, "another experiment works in " + out_.string(), "Wait for it, or stop it", {}};
    }
    MARCIE_TRY(training_.checkFolders());
    // Data that cannot be read would fail every run alike.
    MARCIE_TRY(checkData(plan_.runs.front().spec));
    const Json asked{{"command", plan_.command}, {"data", plan_.data.string()}, {"experiment", toJson(plan_.spec)}};
    MARCIE_TRY(writeFileAtomically(out_ / "experiment.json", dumpJson(asked, 2) + "\n"));
    MARCIE_TRY(training_.run(stop_));
    MARCIE_TRY(measure());
    MARCIE_TRY(writeTables());
    return outcome();
  }

 private:
  Result<void> checkData(const RunSpec& spec) const {
    if (spec.isCierec()) {
      MARCIE_TRY(rec::readRecData(spec.recData, stop_));
    } else {
      MARCIE_TRY(data::readDataset(spec.data, stop_));
    }
    return {};
  }

  Result<void> prepareRobustness() {
    if (!plan_.spec.robustness) return {};
    MARCIE_ASSIGN(robustness_.corruptions, image::findCorruptions(plan_.spec.robustness->corruptions));
    robustness_.severities = plan_.spec.robustness->severities;
    std::sort(robustness_.severities.begin(), robustness_.severities.end());
    robustness_.split = *data::splitNamed(plan_.spec.split);
    return {};
  }

  [[nodiscard]] std::vector<std::size_t> finishedRows() const {
    std::vector<std::size_t> finished;
    for (std::size_t i = 0; i < plan_.runs.size(); ++i) {
      if (plan_.runs[i].row && training_.isFinished(i)) finished.push_back(i);
    }
    return finished;
  }

  Result<void> measure() {
    const auto finished = finishedRows();
    std::int64_t done = 0;
    for (const std::size_t i : finished) {
      const PlannedRun& run = plan_.runs[i];
      if (watcher_.progress) {
        watcher_.progress("measured", done++, static_cast<std::int64_t>(finished.size()), "measuring " + run.title);
      }
      eval::RunScores scores{run.group, *run.row, run.seed, run.title, {}, {}, {}, {}};
      if (run.spec.isCierec()) {
        const auto part = plan_.spec.split == "val" ? rec::Part::validation : rec::Part::test;
        auto measured = eval::scoreRecommender(training_.folderOf(i), part, stop_);
        if (!measured) return std::move(measured).error().within("measuring " + run.title);
        scores.recommender = std::move(*measured);
        scores_.push_back(std::move(scores));
        continue;
      }
      MARCIE_TRY(addScores(i, {}, scores));
      for (const auto& set : plan_.sets) MARCIE_TRY(addScores(i, fileOf(set), scores));
      scores_.push_back(std::move(scores));
    }
    return plan_.spec.robustness ? measureDamage(finished) : Result<void>();
  }

  [[nodiscard]] fs::path fileOf(const ExperimentSet& set) const {
    std::error_code failure;
    return (fs::is_directory(plan_.data, failure) ? plan_.data : plan_.data.parent_path()) / set.file;
  }

  Result<void> addScores(std::size_t run, const fs::path& elsewhere, eval::RunScores& scores) {
    std::optional<DataOptions> other;
    if (!elsewhere.empty()) other = eval::dataElsewhere(plan_.runs[run].spec.data, elsewhere);
    auto measured = eval::scoreRun(training_.folderOf(run), other, *data::splitNamed(plan_.spec.split), stop_);
    if (!measured) return std::move(measured).error().within("measuring " + plan_.runs[run].title);
    scores.sets.push_back(std::move(*measured));
    return {};
  }

  // Rows of one seed and group together: they see the same damaged pictures.
  Result<void> measureDamage(const std::vector<std::size_t>& finished) {
    std::map<std::pair<std::size_t, int>, std::vector<std::size_t>> together;  // → places in `finished`
    for (std::size_t i = 0; i < finished.size(); ++i) {
      const PlannedRun& run = plan_.runs[finished[i]];
      together[{run.group, run.seed}].push_back(i);
    }
    std::int64_t turn = 0;
    for (const auto& [key, places] : together) {
      std::vector<RunFolder> folders;
      for (const std::size_t place : places) folders.push_back(training_.folderOf(finished[place]));
      const std::string what = "damaged pictures, seed " + std::to_string(key.second) + " (" + std::to_string(++turn) +
                               " of " + std::to_string(together.size()) + ")";
      const auto progress = [&](std::int64_t done, std::int64_t total) {
        if (watcher_.progress) watcher_.progress("pictures", done, total, what);
      };
      MARCIE_ASSIGN(const auto snapshots, eval::measureRobustness(folders, robustness_, stop_, progress));
      for (std::size_t i = 0; i < places.size(); ++i) {
        eval::RunScores& scores = scores_[places[i]];
        scores.damaged = eval::corruptedScores(snapshots[i], robustness_);
        for (const auto& one : eval::robustnessReport({}, snapshots[i], robustness_).byCorruption) {
          scores.byCorruption.push_back(one.mean);
        }
      }
    }
    return {};
  }

  Result<void> writeTables() {
    if (scores_.empty()) {
      for (std::size_t i = 0; i < plan_.runs.size(); ++i) {
        if (!training_.failure(i).empty()) {
          return Error{ErrorCode::internal,
                       "every run failed; " + plan_.runs[i].title + ": " + training_.failure(i),
                       "log.txt of the run tells more",
                       {}};
        }
      }
    }
    eval::ExperimentFrame frame{plan_.spec, plan_.groups, plan_.sets, {}, plan_.spec.seeds, plan_.command, plan_.notes};
    for (const auto* corruption : robustness_.corruptions) frame.corruptions.emplace_back(corruption->title);
    for (std::size_t i = 0; i < plan_.runs.size(); ++i) {
      if (!training_.failure(i).empty()) {
        frame.notes.push_back(plan_.runs[i].title + " failed: " + training_.failure(i));
      }
    }
    MARCIE_ASSIGN(const auto table, eval::makeExperimentTable(std::move(frame), scores_));
    MARCIE_TRY(writeFileAtomically(out_ / "table.md", eval::tableMarkdown(table)));
    MARCIE_TRY(writeFileAtomically(out_ / "table.csv", eval::tableCsv(table)));
    MARCIE_TRY(writeFileAtomically(out_ / "table.tex", eval::tableTex(table)));
    return writeFileAtomically(out_ / "results.json", dumpJson(eval::tableJson(table), 2) + "\n");
  }

  [[nodiscard]] ExperimentOutcome outcome() const {
    ExperimentOutcome outcome{out_, {}, training_.trained(), 0};
    for (std::size_t i = 0; i < plan_.runs.size(); ++i) {
      if (!training_.failure(i).empty()) outcome.failures.push_back(plan_.runs[i].title + ": " + training_.failure(i));
      outcome.kept += training_.isFinished(i) ? 1 : 0;
    }
    outcome.kept -= outcome.trained;
    return outcome;
  }

  const ExperimentPlan& plan_;
  fs::path out_;
  StopToken stop_;
  ExperimentWatcher watcher_;
  ExperimentTraining training_;
  eval::RobustnessPlan robustness_;
  std::vector<eval::RunScores> scores_;
};

}  // namespace

Result<ExperimentOutcome> runExperiment(const ExperimentPlan& plan, const ExperimentSettings& settings,
                                        const StopToken& stop, const ExperimentWatcher& watcher) {
  return Experiment(plan, settings, stop, watcher).run();
}

}  // namespace marcie::engine
