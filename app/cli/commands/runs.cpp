// marcie-cli runs DIR: every run in a folder.
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/api/run_folder.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct RunsOptions {
  std::string folder;
  bool json = false;
};

std::string metricText(const RunInfo& run, std::string_view name) {
  for (const auto& metric : run.metrics) {
    if (metric.name == name) return percent(metric.value);
  }
  return "-";
}

std::string epochText(const RunStatus& status) {
  if (status.totalEpochs == 0) return "-";
  return std::to_string(static_cast<std::int64_t>(status.epoch)) + "/" + std::to_string(status.totalEpochs);
}

// Times and machine loads are left out, so that the text of a finished run never changes.
Json stableJson(const RunInfo& run) {
  Json metrics = Json::object();
  for (const auto& metric : run.metrics) metrics[metric.name] = metric.value;
  return {{"path", run.path},
          {"name", run.notes.name},
          {"note", run.notes.note},
          {"created", run.created},
          {"task", run.spec.task},
          {"variant", run.spec.variantName()},
          {"preset", run.spec.preset},
          {"data", run.spec.data.path},
          {"seed", run.spec.trainer.seed},
          {"state", enumKey(run.status.state)},
          {"step", run.status.step},
          {"totalSteps", run.status.totalSteps},
          {"epoch", run.status.epoch},
          {"totalEpochs", run.status.totalEpochs},
          {"metrics", std::move(metrics)},
          {"message", run.message}};
}

Result<ExitCode> listRunsIn(const RunsOptions& options) {
  std::error_code failure;
  if (!fs::is_directory(options.folder, failure)) {
    return Error{ErrorCode::notFound, options.folder + " is not a folder", {}, {}};
  }
  // A run folder itself is a list of one.
  std::vector<RunInfo> runs;
  if (RunFolder::isRun(options.folder)) {
    MARCIE_ASSIGN(RunInfo info, RunFolder(options.folder).info());
    runs.push_back(std::move(info));
  } else {
    runs = listRuns(options.folder);
  }
  if (options.json) {
    Json list = Json::array();
    for (const auto& run : runs) list.push_back(stableJson(run));
    printJson(list);
    return ExitCode::done;
  }
  if (runs.empty()) {
    say("no runs in " + options.folder);
    return ExitCode::done;
  }
  std::vector<std::vector<std::string>> rows{
      {"NAME", "STATE", "EPOCH", "TOP-1", "MACRO-F1", "COLD AUC", "WARM AUC", "CREATED", "FOLDER"}};
  for (const auto& run : runs) {
    rows.push_back({run.notes.name, std::string(enumKey(run.status.state)), epochText(run.status),
                    metricText(run, "top1"), metricText(run, "macroF1"), metricText(run, "coldAuc"),
                    metricText(run, "warmAuc"), run.created, fs::path(run.path).filename().string()});
  }
  printTable(rows);
  return ExitCode::done;
}

}  // namespace

void addRuns(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<RunsOptions>();
  auto* command = app.add_subcommand("runs", "List the runs of a folder with their state and validation metrics");
  command->add_option("DIR", options->folder, "Folder that holds run folders, or one run folder")->required();
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit] { exit = report([&] { return listRunsIn(*options); }); });
}

}  // namespace marcie::cli
