// marcie-cli train: one run, from a new folder or on from an old one.
#include <cmath>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_help.h"
#include "app/cli/progress.h"
#include "core/engine/catalogs.h"
#include "core/train/run_training.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

std::string everyOption() {
  return optionHelp(engine::runSpecSchema()) + "\nWith --task cierec\n" +
         optionHelp(engine::runSpecSchema(kCierecTask));
}

struct TrainOptions {
  std::string task = "marnet";
  std::string data;
  std::string out;
  std::string preset;
  std::string name;
  std::vector<std::string> assignments;
  bool resume = false;
  bool start = false;  // train a folder that somebody else has made
  int moreEpochs = 0;
  bool json = false;
};

Result<RunSpec> specOf(const TrainOptions& options) {
  if (options.data.empty()) {
    return Error{ErrorCode::usage, "train needs --data PATH", "Or --resume to go on with the run in --out", {}};
  }
  Json patch = Json::object();
  Problems problems;
  for (const auto& assignment : options.assignments) {
    if (const auto added = addAssignment(assignment, patch); !added) problems.lines.push_back(added.error().message);
  }
  std::error_code failure;
  const std::string path = fs::absolute(options.data, failure).lexically_normal().string();
  if (!patch.contains("data")) patch["data"] = Json::object();
  if (patch["data"].is_object()) patch["data"]["path"] = path;
  patch["task"] = options.task;
  auto spec = engine::buildRunSpec(options.preset, patch);
  if (!spec && spec.error().code != ErrorCode::option) return spec;
  if (!spec) {
    for (const auto line : split(spec.error().message, '\n')) problems.lines.emplace_back(line);
  }
  if (const auto all = problems.toResult(); !all) {
    Error error = all.error();
    error.hint = "marcie-cli train --help-options lists every key with its range";
    return error;
  }
  if (!fs::exists(path, failure)) return Error{ErrorCode::notFound, path + " does not exist", {}, {}};
  return spec;
}

Result<RunFolder> makeFolder(const TrainOptions& options) {
  MARCIE_ASSIGN(const RunSpec spec, specOf(options));
  MARCIE_ASSIGN(RunFolder folder, RunFolder::create(options.out, spec));
  if (!options.name.empty()) MARCIE_TRY(folder.saveNotes({options.name, ""}));
  return folder;
}

Result<RunFolder> existingFolder(const TrainOptions& options) {
  if (!options.data.empty() || !options.preset.empty() || !options.assignments.empty()) {
    return Error{ErrorCode::usage,
                 "--data, --preset and --set belong to a new run; this one keeps its own",
                 "Leave them out, or train into another folder",
                 {}};
  }
  std::error_code failure;
  RunFolder folder(fs::absolute(options.out, failure));
  MARCIE_TRY(folder.spec());
  return folder;
}

Json namedValues(const std::vector<NamedValue>& values) {
  Json json = Json::object();
  for (const auto& value : values) json[value.name] = value.value;
  return json;
}

std::string_view endName(train::TrainEnd end) {
  switch (end) {
    case train::TrainEnd::completed:
      return "completed";
    case train::TrainEnd::stopped:
      return "stopped";
    case train::TrainEnd::discarded:
      return "discarded";
  }
  return "";
}

ExitCode tell(const TrainOptions& options, const RunFolder& folder, const train::TrainOutcome& outcome,
              const std::vector<NamedValue>& metrics) {
  const std::vector<NamedValue>& best = outcome.best.empty() ? metrics : outcome.best;
  if (options.json) {
    printJson({{"run", folder.root().string()},
               {"outcome", endName(outcome.end)},
               {"step", outcome.step},
               {"epoch", outcome.epoch},
               {"validation", namedValues(best)}});
  } else if (outcome.end == train::TrainEnd::completed) {
    std::vector<std::vector<std::string>> rows{{"run", folder.root().string()},
                                               {"steps", std::to_string(outcome.step)}};
    for (const auto& value : best) {
      if (value.name == "top1" || value.name == "top5" || value.name == "macroF1") {
        rows.push_back({"validation " + value.name, percent(value.value)});
      } else if (value.name.ends_with("Auc")) {
        rows.push_back({"validation " + value.name, formatNumber(std::round(value.value * 1e4) / 1e4)});
      }
    }
    printTable(rows);
  }
  if (outcome.end == train::TrainEnd::completed) return ExitCode::done;
  say(outcome.end == train::TrainEnd::discarded
          ? "stopped; nothing was saved since the last checkpoint"
          : "stopped and saved at step " + std::to_string(outcome.step) + "; go on with: marcie-cli train --out " +
                folder.root().string() + " --resume");
  return ExitCode::interrupted;
}

// A folder that this command made for a run that could not even begin would only be in the way of the next try.
void removeIfUnused(const RunFolder& folder) {
  if (folder.status().totalSteps > 0) return;
  std::error_code ignored;
  fs::remove_all(folder.root(), ignored);
}

Result<ExitCode> train(const TrainOptions& options) {
  const bool fresh = !options.resume && options.moreEpochs == 0 && !options.start;
  MARCIE_ASSIGN(const RunFolder folder, fresh ? makeFolder(options) : existingFolder(options));
  MARCIE_ASSIGN(const RunSpec spec, folder.spec());
  train::TrainMode mode;
  if (options.resume) mode.kind = train::TrainMode::Kind::resume;
  if (options.moreEpochs != 0) mode = {train::TrainMode::Kind::moreEpochs, options.moreEpochs};
  StopToken stop;
  auto console = std::make_unique<TrainingConsole>(folder, spec.trainer.batchSize);
  Result<train::TrainOutcome> outcome = [&] {
    const InterruptGuard guard(stop, "stopping: the run is saved first (Ctrl-C again ends at once)");
    return train::runTraining(folder, mode, stop, console.get());
  }();
  const std::vector<NamedValue> metrics = console->metrics();
  console.reset();  // takes its bar off the terminal
  if (!outcome) {
    if (fresh) removeIfUnused(folder);
    return std::move(outcome).error();
  }
  return tell(options, folder, *outcome, metrics);
}

}  // namespace

void addTrain(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<TrainOptions>();
  auto* command = app.add_subcommand("train", "Train a model, or go on with a run");
  command->add_option("--task", options->task, "Method to train: marnet (pictures with text) or cierec (recommending)")
      ->capture_default_str();
  command->add_option("--data", options->data,
                      "Folder of pictures, CSV list or known data set; of cierec, who chose what");
  command->add_option("--out", options->out, "Run folder: made for a new run, must exist with --resume")->required();
  command->add_option("--preset", options->preset, "Starting point for all options: quick, standard, paper");
  command->add_option("--set", options->assignments, "key=value, any number of times; see --help-options")
      ->allow_extra_args(false);
  command->add_option("--name", options->name, "Name of the run for people (default: the folder's)");
  auto* resume = command->add_flag("--resume", options->resume, "Go on from the last checkpoint");
  command->add_option("--more-epochs", options->moreEpochs, "Add epochs to a run that has ended")
      ->check(CLI::Range(1, 10000))
      ->excludes(resume);
  command->add_flag("--start", options->start, "Train a run folder that was made by the window")->group("");
  command->add_flag("--json", options->json, "Print the outcome as JSON");
  command->add_flag_callback(
      "--help-options",
      [] {
        print(everyOption());
        throw CLI::Success();
      },
      "Print every --set key with type, range, default and help");
  command->footer([] {
    return "Ctrl-C stops, saves and exits with code 4; a second Ctrl-C ends at once. With --resume the run\n"
           "goes on as if it had never been interrupted.\n\n" +
           everyOption();
  });
  command->callback([options, &exit] { exit = report([&] { return train(*options); }); });
}

}  // namespace marcie::cli
