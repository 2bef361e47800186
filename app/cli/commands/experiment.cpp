// marcie-cli experiment: a grid of runs over seeds, and the table that answers its question.
#include <filesystem>
#include <memory>
#include <optional>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/lists.h"
#include "app/cli/progress.h"
#include "core/base/files.h"
#include "core/engine/experiment_runner.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct ExperimentOptions {
  std::string spec, data, out, robustness, severity;
  int seeds = 0, jobs = 0;
  std::vector<std::string> assignments, axes, rows;
  bool json = false, list = false;
};

void printExperiments() {
  std::vector<std::vector<std::string>> table{{"EXPERIMENT", "ROWS", "ANSWERS"}};
  for (const auto& spec : experiments()) {
    table.push_back({spec.name, std::to_string(spec.rows.size()), spec.title + ". " + spec.help});
  }
  printTable(table);
}

Result<engine::ExperimentRequest> requestOf(const ExperimentOptions& options) {
  if (options.spec.empty() || options.data.empty() || options.out.empty()) {
    return Error{ErrorCode::usage,
                 "experiment needs SPEC, --data PATH and --out DIR",
                 "marcie-cli experiment --list names the shipped ones",
                 {}};
  }
  engine::ExperimentRequest request;
  MARCIE_ASSIGN(request.spec, findExperiment(options.spec));
  request.source = options.spec;
  request.data = options.data;
  if (options.seeds > 0) request.seeds = options.seeds;
  request.assignments = options.assignments;
  request.axes = options.axes;
  request.rows = options.rows;
  if (!options.robustness.empty()) {
    RobustnessRequest robustness;
    MARCIE_ASSIGN(robustness.severities, parseSeverities(options.severity));
    robustness.corruptions = splitNames(options.robustness);
    request.robustness = robustness;
  }
  return request;
}

Result<ExitCode> experiment(const ExperimentOptions& options) {
  if (options.list) {
    printExperiments();
    return ExitCode::done;
  }
  MARCIE_ASSIGN(const auto request, requestOf(options));
  MARCIE_ASSIGN(const auto plan, engine::makeExperimentPlan(request));
  StopToken stop;
  const InterruptGuard guard(stop, "stopping: runs under way are saved first (Ctrl-C again ends at once)");
  // Training, measuring and the pass over damaged pictures follow each other, each with a bar of its own.
  std::optional<ProgressLine> line;
  std::string phase;
  engine::ExperimentWatcher watcher;
  watcher.say = [&](const std::string& text) {
    if (line) line->finish();
    say(text);
  };
  watcher.progress = [&](const std::string& unit, std::int64_t done, std::int64_t total, const std::string& what) {
    if (!line || unit != phase) line.emplace(unit);
    phase = unit;
    line->update(done, total, what);
  };
  std::error_code failure;
  const engine::ExperimentSettings settings{fs::read_symlink("/proc/self/exe", failure), options.out, options.jobs};
  MARCIE_ASSIGN(const auto outcome, engine::runExperiment(plan, settings, stop, watcher));
  line.reset();
  if (options.json) {
    MARCIE_ASSIGN(const std::string results, readFile(outcome.out / "results.json"));
    print(trimmed(results));
  } else {
    MARCIE_ASSIGN(const std::string table, readFile(outcome.out / "table.md"));
    print(trimmed(table));
  }
  say(std::to_string(outcome.trained) + " runs trained, " + std::to_string(outcome.kept) + " kept; " +
      outcome.out.string() + " holds table.md, table.csv, table.tex, results.json and the runs");
  for (const auto& text : outcome.failures) say("failed: " + text);
  return outcome.failures.empty() ? ExitCode::done : ExitCode::failed;
}

}  // namespace

void addExperiment(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<ExperimentOptions>();
  auto* command = app.add_subcommand("experiment", "Train a grid of runs over seeds and compare them in a table");
  command->add_option("SPEC", options->spec, "Shipped experiment (see --list) or a JSON file of your own");
  command->add_option("--data", options->data, "Folder of pictures, CSV list or known data set");
  command->add_option("--out", options->out, "Folder for runs and tables; the same folder goes on where it stopped");
  command->add_option("--seeds", options->seeds, "Number of seeds (default: the experiment's)")
      ->check(CLI::Range(1, kMostSeeds));
  command->add_option("--jobs", options->jobs, "Runs side by side (default: one a core, one on a GPU)")
      ->check(CLI::Range(1, 256));
  command->add_option("--set", options->assignments, "key=value for every run; see train --help-options")
      ->allow_extra_args(false);
  command->add_option("--axis", options->axes, "key or key=a,b: a table for each value of an option")
      ->allow_extra_args(false);
  command->add_option("--rows", options->rows, "Only these rows, and the baseline");
  command->add_option("--robustness", options->robustness, "Measure on damaged pictures too: all, or names a,b");
  command->add_option("--severity", options->severity, "With --robustness: all, or numbers 1,3,5")->default_val("all");
  command->add_flag("--json", options->json, "Print results.json instead of table.md");
  command->add_flag("--list", options->list, "Name the shipped experiments");
  command->footer(
      "Finished runs are never trained again: after Ctrl-C or a crash the same command goes on and ends with the same\n"
      "table. Each run trains with one thread unless --set trainer.threads=N says otherwise, so that figures do not\n"
      "depend on --jobs. Writes table.md, table.csv, table.tex and results.json.");
  command->callback([options, &exit] { exit = report([&] { return experiment(*options); }); });
}

}  // namespace marcie::cli
