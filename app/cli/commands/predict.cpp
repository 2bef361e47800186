// marcie-cli predict RUN IMAGE…: classes and annotations of single pictures.
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/engine/boundary.h"
#include "core/eval/predictor.h"

namespace marcie::cli {
namespace {

struct PredictOptions {
  std::string run;
  std::vector<std::string> images;
  std::int64_t top = 5;
  bool json = false;
};

constexpr double kTagThreshold = 0.5;

Json rankedJson(const std::vector<protocol::Ranked>& ranked) {
  Json list = Json::array();
  for (const auto& entry : ranked) list.push_back({{"name", entry.name}, {"probability", entry.probability}});
  return list;
}

Json cardJson(const std::string& path, const protocol::PredictReply& card) {
  Json json{{"path", path}, {"top", rankedJson(card.top)}, {"tags", rankedJson(card.tags)}, {"step", card.step}};
  if (!card.trueLabel.empty()) json["trueLabel"] = card.trueLabel;
  if (!card.trueTags.empty()) json["trueTags"] = card.trueTags;
  return json;
}

void printCard(const std::string& path, const protocol::PredictReply& card) {
  print(path + (card.trueLabel.empty() ? "" : "  (labelled " + card.trueLabel + ")"));
  std::vector<std::vector<std::string>> rows;
  for (const auto& entry : card.top) rows.push_back({"  " + percent(entry.probability), entry.name});
  printTable(rows);
  std::vector<std::string> tags;
  for (const auto& tag : card.tags) {
    if (tag.probability >= kTagThreshold) tags.push_back(tag.name);
  }
  if (!tags.empty()) print("  annotations: " + join(tags, ", "));
}

// One bad picture does not keep the others from being answered; the exit code tells.
Result<ExitCode> predict(const PredictOptions& options) {
  const RunFolder folder(std::filesystem::absolute(options.run));
  MARCIE_TRY(folder.spec());
  MARCIE_ASSIGN(const auto predictor, eval::Predictor::open(folder));
  ExitCode exit = ExitCode::done;
  Json list = Json::array();
  for (const auto& path : options.images) {
    const std::string absolute = std::filesystem::absolute(path).lexically_normal().string();
    auto card = engine::guarded([&] { return predictor->predict(absolute, options.top, 0); });
    if (!card) {
      printError(std::move(card).error().within(path));
      exit = ExitCode::data;
    } else if (options.json) {
      list.push_back(cardJson(path, *card));
    } else {
      printCard(path, *card);
    }
  }
  if (options.json) printJson(list);
  return exit;
}

}  // namespace

void addPredict(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<PredictOptions>();
  auto* command = app.add_subcommand("predict", "Name what is on pictures, with a trained run");
  command->add_option("RUN", options->run, "Run folder")->required();
  command->add_option("IMAGE", options->images, "Pictures")->required();
  command->add_option("--top", options->top, "Classes to name per picture")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON: a list with path, top, tags, step");
  command->callback([options, &exit] { exit = report([&] { return predict(*options); }); });
}

}  // namespace marcie::cli
