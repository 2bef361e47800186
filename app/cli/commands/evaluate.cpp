// marcie-cli evaluate RUN: how good a run is on a split, from pictures alone.
#include "core/eval/evaluate.h"

#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/commands/evaluate_rec.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress.h"
#include "core/eval/evaluation_data.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct EvaluateOptions {
  std::string run;
  std::string data;
  std::string split = "test";
  std::string protocol;
  bool json = false;
};

void printReport(const eval::EvaluationReport& report) {
  printTable({{"pictures", std::to_string(report.n)},
              {"top-1", percent(report.top1)},
              {"top-5", percent(report.top5)},
              {"macro-F1", percent(report.macroF1)}});
  print("");
  std::vector<std::vector<std::string>> rows{{"CLASS", "PICTURES", "PRECISION", "RECALL", "F1"}};
  for (const auto& entry : report.perClass) {
    rows.push_back(
        {entry.name, std::to_string(entry.n), percent(entry.precision), percent(entry.recall), percent(entry.f1)});
  }
  printTable(rows);
}

Result<ExitCode> evaluate(const EvaluateOptions& options) {
  const RunFolder folder(fs::absolute(options.run));
  MARCIE_ASSIGN(const RunSpec spec, folder.spec());
  if (spec.isCierec()) {
    if (!options.data.empty()) {
      return Error{ErrorCode::usage, "a recommender is measured on its own data", "Leave --data out", {}};
    }
    return evaluateRecommender(folder, {options.split, options.protocol, options.json});
  }
  if (!options.protocol.empty()) {
    return Error{ErrorCode::usage, "--protocol is for runs of the task cierec", {}, {}};
  }
  std::optional<DataOptions> other;
  if (!options.data.empty()) {
    other = eval::dataElsewhere(spec.data, options.data);
  }
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  ProgressLine line("pictures");
  const auto progress = [&](std::int64_t done, std::int64_t total) { line.update(done, total, "evaluating"); };
  MARCIE_ASSIGN(const auto report, eval::evaluateRun(folder, other, *data::splitNamed(options.split), stop, progress));
  line.finish();
  if (options.json) {
    printJson(toJson(report));
  } else {
    printReport(report);
  }
  return ExitCode::done;
}

}  // namespace

void addEvaluate(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<EvaluateOptions>();
  auto* command = app.add_subcommand("evaluate", "Measure a run on a split of its data or of other data");
  command->add_option("RUN", options->run, "Run folder")->required();
  command->add_option("--data", options->data, "Other data with the same classes (default: the run's own)");
  command->add_option("--split", options->split, "Which pictures or interactions: train, val or test")
      ->check(CLI::IsMember({"train", "val", "test"}))
      ->capture_default_str();
  command->add_option("--protocol", options->protocol,
                      "Of a recommender: judge as this protocol does (lineage, strict_cold, mtpr, cold_items …)");
  command->add_flag("--json", options->json,
                    "Print JSON: top1, top5, macroF1, n, perClass; tagAuc with text. Of a recommender cold, warm, all");
  command->callback([options, &exit] { exit = report([&] { return evaluate(*options); }); });
}

}  // namespace marcie::cli
