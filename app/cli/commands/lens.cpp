// marcie-cli lens RUN IMAGE: one picture under growing damage, as the robustness lens of the window shows it.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/lists.h"
#include "core/base/strings.h"
#include "core/eval/robust_lens.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct LensOptions {
  std::string run, image, severity = "0..5";
  protocol::Lens request;
  bool json = false;
};

std::string lensDistance(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return value < 0 ? std::string() : text;
}

void printLens(const std::vector<protocol::LensReply>& replies) {
  std::vector<std::vector<std::string>> rows{{"SEVERITY", "TO LABEL", "TO TEXT", "TO CLEAN"}};
  for (const auto& head : replies.front().heads) rows[0].push_back(head.name);
  for (const auto& reply : replies) {
    std::vector<std::string> row{formatNumber(reply.severity), lensDistance(reply.toLabel), lensDistance(reply.toText),
                                 lensDistance(reply.toClean)};
    for (const auto& head : reply.heads) {
      const auto best = std::max_element(head.top.begin(), head.top.end(),
                                         [](const auto& a, const auto& b) { return a.probability < b.probability; });
      row.push_back(best->name + " " + percent(best->probability));
    }
    rows.push_back(std::move(row));
  }
  printTable(rows);
}

Result<ExitCode> lens(LensOptions& options) {
  MARCIE_ASSIGN(const auto severities, parseRealSeverities(options.severity));
  const RunFolder folder(fs::absolute(options.run));
  MARCIE_TRY(folder.spec());
  MARCIE_ASSIGN(const auto predictor, eval::Predictor::open(folder));
  auto tracer = eval::DiffusionTracer::open(*predictor);
  eval::RobustLens looking(*predictor, tracer ? &*tracer : nullptr);
  options.request.path = fs::absolute(options.image).lexically_normal().string();
  std::vector<protocol::LensReply> replies;
  for (const double severity : severities) {
    options.request.severity = severity;
    MARCIE_ASSIGN(auto reply, looking.look(options.request));
    replies.push_back(std::move(reply));
  }
  if (!options.json) {
    print(options.request.path + ", " + options.request.corruption +
          (replies.front().trueLabel.empty() ? "" : "  (labelled " + replies.front().trueLabel + ")") + "\n");
    printLens(replies);
    for (const auto& note : replies.front().notes) say(note);
    return ExitCode::done;
  }
  Json list = toJson(replies);
  for (Json& reply : list) {
    reply.erase("picture");
    reply.erase("milliseconds");
  }
  printJson(list);
  return ExitCode::done;
}

}  // namespace

void addLens(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<LensOptions>();
  auto* command = app.add_subcommand("lens", "Show what each part of a run makes of a picture under growing damage");
  command->add_option("RUN", options->run, "Run folder")->required();
  command->add_option("IMAGE", options->image, "Picture")->required();
  options->request.corruption = "gaussian_noise";
  command->add_option("--corruption", options->request.corruption, "As `robustness` names them")->capture_default_str();
  command
      ->add_option("--severity", options->severity, "Severities from 0 (undamaged) to 5, e.g. 2.5 or 0,0.5,1 or 1..5")
      ->capture_default_str();
  command->add_option("--top", options->request.top, "Classes to speak of")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit] { exit = report([&] { return lens(*options); }); });
}

}  // namespace marcie::cli
