// marcie-cli diffuse RUN IMAGE: the reverse diffusion of a picture, step by step, and branches of it.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/base/files.h"
#include "core/base/strings.h"
#include "core/eval/diffusion_trace.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct DiffuseOptions {
  std::string run, image, condition, csv;
  protocol::DiffusionSettings settings;
  std::vector<std::string> branches;
  std::int64_t top = 5;
  bool json = false;
};

std::string traceNumber(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}
std::string traceDistance(double value) {
  return value < 0 ? std::string() : traceNumber(value);
}

template <class Number>
bool readBranchNumber(std::string_view text, Number& number) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size() && number >= 0;
}

// "STEP" or "STEP:seed=3,eta=1,guidance=2,steps=4,condition=PICTURE".
Result<protocol::DiffusionSettings> parseBranch(const std::string& text) {
  protocol::DiffusionSettings branch;
  const auto colon = text.find(':');
  std::string wrong;
  const auto refuse = [&wrong](const std::string& line) { wrong += (wrong.empty() ? "" : "\n") + line; };
  if (!readBranchNumber(std::string_view(text).substr(0, colon), branch.fromStep)) {
    refuse("--branch " + text + ": begins with the number of a step, from 0");
  }
  const std::string_view rest = colon == std::string::npos ? "" : std::string_view(text).substr(colon + 1);
  for (const std::string_view part : split(rest, ',')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    const std::string key(part.substr(0, equals));
    const std::string_view value = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    const bool known = key == "seed"        ? readBranchNumber(value, branch.seed)
                       : key == "steps"     ? readBranchNumber(value, branch.steps)
                       : key == "eta"       ? readBranchNumber(value, branch.eta)
                       : key == "guidance"  ? readBranchNumber(value, branch.guidance)
                       : key == "condition" ? !value.empty()
                                            : false;
    if (!known) refuse("--branch " + text + ": '" + std::string(part) + "' cannot be read");
    if (key == "condition") branch.condition = fs::absolute(value).lexically_normal().string();
  }
  if (!wrong.empty()) {
    return Error{ErrorCode::usage, wrong, "Write STEP:seed=3,eta=1,guidance=2,steps=4,condition=PICTURE", {}};
  }
  return branch;
}

void printTrace(const protocol::DiffusionTraceReply& trace) {
  const auto& s = trace.settings;
  print(trace.path + (trace.trueLabel.empty() ? "" : "  (labelled " + trace.trueLabel + ")") +
        "; in use: " + trace.prediction);
  print(std::to_string(s.steps) + " steps, seed " + std::to_string(s.seed) + ", eta " + traceNumber(s.eta) +
        ", guidance " + traceNumber(s.guidance) +
        (s.condition == trace.path ? std::string() : ", condition " + s.condition) + "\n");
  std::vector<std::vector<std::string>> rows{
      {"STEP", "T", "X_T TO LABEL", "X0 TO LABEL", "X0 TO TEXT", "FULL", "", "X0 ALONE", "", "ANNOTATIONS"}};
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const auto& step = trace.steps[i];
    std::vector<std::string> tags;
    for (const auto& tag : step.tags) tags.push_back(tag.name);
    if (tags.size() > 3) tags.resize(3);
    rows.push_back({std::to_string(i), std::to_string(step.t), traceDistance(step.state.toLabel),
                    traceDistance(step.x0.toLabel), traceDistance(step.x0.toText), step.full.front().name,
                    percent(step.full.front().probability), step.alone.front().name,
                    percent(step.alone.front().probability), join(tags, ", ")});
  }
  printTable(rows);
}

Result<ExitCode> diffuse(DiffuseOptions& options) {
  const RunFolder folder(fs::absolute(options.run));
  MARCIE_TRY(folder.spec());
  MARCIE_ASSIGN(const auto predictor, eval::Predictor::open(folder));
  MARCIE_ASSIGN(auto tracer, eval::DiffusionTracer::open(*predictor));
  protocol::DiffusionTrace request;
  request.path = fs::absolute(options.image).lexically_normal().string();
  request.top = options.top;
  if (!options.condition.empty()) {
    options.settings.condition = fs::absolute(options.condition).lexically_normal().string();
  }
  request.strips.push_back(options.settings);
  for (const std::string& text : options.branches) {
    MARCIE_ASSIGN(auto branch, parseBranch(text));
    request.strips.push_back(std::move(branch));
  }
  MARCIE_ASSIGN(const auto scene, tracer.scene());
  MARCIE_ASSIGN(auto trace, tracer.trace(request));
  for (const auto& warning : scene.warnings) say("warning: " + warning.message + ". " + warning.hint);
  for (const auto& note : scene.notes) say(note);
  if (!options.csv.empty()) MARCIE_TRY(writeFileAtomically(options.csv, protocol::traceCsv(trace)));
  if (options.json) {
    trace.picture = {};  // pixels are of no use in a terminal
    trace.milliseconds = 0;
    Json json{{"scene", toJson(scene)}, {"trace", toJson(trace)}};
    json["trace"].erase("picture");
    json["trace"].erase("milliseconds");
    printJson(json);
  } else {
    printTrace(trace);
  }
  return ExitCode::done;
}

}  // namespace

void addDiffuse(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<DiffuseOptions>();
  auto* command = app.add_subcommand("diffuse", "Walk through the reverse diffusion of a picture, step by step");
  command->add_option("RUN", options->run, "Run folder")->required();
  command->add_option("IMAGE", options->image, "Picture")->required();
  auto& settings = options->settings;
  command->add_option("--steps", settings.steps, "Reverse steps (default: the run's own)")->check(CLI::PositiveNumber);
  command->add_option("--seed", settings.seed, "Of the noise (default: the run's own)")->check(CLI::NonNegativeNumber);
  command->add_option("--eta", settings.eta, "0 = DDIM … 1 = DDPM (default: the run's own)")->check(CLI::Range(0., 1.));
  command->add_option("--guidance", settings.guidance, "Weight of guidance (default: the run's own)")
      ->check(CLI::Range(0., 10.));
  command->add_option("--condition", options->condition, "Picture that guides instead");
  command->add_option("--branch", options->branches,
                      "STEP:seed=…,eta=…,guidance=…,steps=…,condition=…: go on from that step of the walk so far with "
                      "what is named changed; may be given several times");
  command->add_option("--top", options->top, "Classes and annotations to name a step")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--csv", options->csv, "Also write a table of the steps");
  command->add_flag("--json", options->json, "Print JSON: scene (schedule, map, settings) and trace");
  command->callback([options, &exit] { exit = report([&] { return diffuse(*options); }); });
}

}  // namespace marcie::cli
