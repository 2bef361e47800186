// marcie-cli project: a map of the rows of a NumPy array.
#include <chrono>
#include <filesystem>
#include <memory>

#include <ATen/ATen.h>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_help.h"
#include "app/cli/progress.h"
#include "core/base/files.h"
#include "core/nn/npy.h"
#include "core/project/projector.h"

namespace marcie::cli {
namespace {

struct ProjectOptions {
  std::string input, out, method, json;
  std::uint64_t seed = 1;
  int threads = 0;
  std::vector<std::string> assignments;
  bool helpOptions = false;
};

Result<ProjectionOptions> projectionOf(const ProjectOptions& options) {
  Json patch = {{"method", options.method}, {"seed", options.seed}, {"threads", options.threads}};
  Problems problems;
  for (const auto& assignment : options.assignments) {
    if (const auto added = addAssignment(assignment, patch); !added) problems.lines.push_back(added.error().message);
  }
  auto projection = parseStruct<ProjectionOptions>(patch);
  if (!projection) {
    for (const auto line : split(projection.error().message, '\n')) problems.lines.emplace_back(line);
  }
  if (const auto all = problems.toResult(); !all) {
    Error error = all.error();
    error.hint = "marcie-cli project --help-options lists every key with its range";
    return error;
  }
  return projection;
}

Result<project::Matrix> readPoints(const std::string& path) {
  MARCIE_ASSIGN(const at::Tensor read, nn::readNpy(path));
  if (read.dim() != 2) {
    return Error{ErrorCode::data,
                 path + " has " + std::to_string(read.dim()) + " dimensions",
                 "A map needs a table: one point a row",
                 {}};
  }
  const at::Tensor table = read.to(at::kFloat).contiguous();
  project::Matrix points(table.size(0), table.size(1));
  std::copy_n(table.data_ptr<float>(), table.numel(), points.values.begin());
  return points;
}

Json qualityReport(const ProjectionOptions& options, project::Projector& projector, const MapQuality& quality,
                   double seconds) {
  Json json = toJson(quality);
  if (quality.explained < 0) json.erase("explained");
  if (options.method == ProjectionMethod::tsne) json["divergence"] = projector.divergence();
  json["seconds"] = seconds;
  json["leftOut"] = projector.leftOut();
  json["notes"] = projector.notes();
  json["options"] = toJson(options);
  return json;
}

Result<ExitCode> project(const ProjectOptions& options) {
  if (options.helpOptions) {
    print(optionHelp(schemaOf<ProjectionOptions>(), true));
    return ExitCode::done;
  }
  if (options.input.empty() || options.out.empty() || options.method.empty()) {
    return Error{ErrorCode::usage, "project needs X.npy, --method and --out", {}, {}};
  }
  MARCIE_ASSIGN(const ProjectionOptions projection, projectionOf(options));
  MARCIE_ASSIGN(project::Matrix points, readPoints(options.input));
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  const auto start = std::chrono::steady_clock::now();
  MARCIE_ASSIGN(const auto projector, project::Projector::create(projection, std::move(points), stop));
  ProgressLine line("steps");
  projector->setWatch([&](const project::ProjectionProgress& p) {
    for (const auto& entry : EnumTable<ProjectionStage>::entries) {
      if (entry.value == p.stage) line.update(p.done, p.total, entry.label);
    }
  });
  MARCIE_TRY(projector->run());
  line.finish();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const project::Matrix map = projector->map();
  MARCIE_TRY(nn::writeNpy(options.out,
                          at::from_blob(const_cast<float*>(map.values.data()), {map.rows, map.columns}, at::kFloat)));
  for (const auto& note : projector->notes()) say(note);
  if (!options.json.empty()) {
    MARCIE_ASSIGN(const MapQuality quality, projector->quality());
    MARCIE_TRY(
        writeFileAtomically(options.json, dumpJson(qualityReport(projection, *projector, quality, seconds), 2) + "\n"));
  }
  print(options.out + "  " + std::to_string(map.rows) + " x " + std::to_string(map.columns));
  return ExitCode::done;
}

}  // namespace

void addProject(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<ProjectOptions>();
  auto* command = app.add_subcommand("project", "Draw a map of the rows of a NumPy array (PCA, t-SNE, UMAP)");
  command->add_option("X.npy", options->input, "Points, [N, d]");
  command->add_option("--method", options->method, "pca, tsne or umap");
  command->add_option("--seed", options->seed, "The same seed gives the same file")->capture_default_str();
  command->add_option("--threads", options->threads, "0 = every core; the map does not depend on it")
      ->check(CLI::Range(0, 256))
      ->capture_default_str();
  command->add_option("--set", options->assignments, "An option, e.g. tsne.perplexity=50; may be repeated");
  command->add_option("--out", options->out, "File to write, [N, 2] float32; NaN where a row had no numbers");
  command->add_option("--json", options->json, "Also measure the map's quality and write it here");
  command->add_flag("--help-options", options->helpOptions, "List every key of --set and exit");
  command->callback([options, &exit] { exit = report([&] { return project(*options); }); });
}

}  // namespace marcie::cli
