// marcie-cli predict RUN IMAGE…: classes and annotations of single pictures, of a folder as a table, what the parts of
// the model say, and what would change its mind.
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress.h"
#include "core/engine/boundary.h"
#include "core/eval/picture_queries.h"
#include "core/eval/predictor.h"

namespace marcie::cli {
namespace {

struct PredictOptions {
  std::string run;
  std::vector<std::string> images;
  std::int64_t top = 5;
  std::string csv;
  bool parts = false, occlusion = false;
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

// Folders go into one table.
Result<ExitCode> predictTable(const PredictOptions& options, eval::Predictor& predictor) {
  if (options.images.size() != 1) {
    return Error{ErrorCode::usage, "--csv takes one folder or one picture", "Put the pictures into a folder", {}};
  }
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  ProgressLine progress("pictures");
  MARCIE_ASSIGN(const auto reply, eval::predictFolder(predictor, options.images.front(), options.csv, options.top, stop,
                                                      [&](std::int64_t done, std::int64_t total) {
                                                        progress.update(done, total, "predicting");
                                                      }));
  progress.finish();
  say(std::to_string(reply.pictures) + " pictures, " + std::to_string(reply.failed) +
      " of them unreadable: " + reply.file);
  return reply.failed > 0 ? ExitCode::data : ExitCode::done;
}

// What the flags ask for besides the card.
Result<void> addCloserLook(const PredictOptions& options, const std::string& path, eval::Predictor& predictor,
                           Json& json) {
  if (options.parts) {
    protocol::PredictParts request;
    request.path = path;
    request.top = options.top;
    request.neighbours = 0;
    MARCIE_ASSIGN(const auto parts, eval::predictParts(predictor, request));
    json["parts"] = toJson(parts.heads);
    if (!options.json) {
      std::vector<std::vector<std::string>> rows{{"  class"}};
      for (const auto& head : parts.heads) rows[0].push_back(head.name);
      for (std::size_t i = 0; i < parts.heads.front().top.size(); ++i) {
        rows.push_back({"  " + parts.heads.front().top[i].name});
        for (const auto& head : parts.heads) rows.back().push_back(percent(head.top[i].probability));
      }
      printTable(rows);
    }
  }
  if (!options.occlusion) return {};
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  MARCIE_ASSIGN(const auto found, eval::smallestOcclusion(predictor, path, stop));
  json["occlusion"] = toJson(found);
  if (options.json) return {};
  print(found.flips
            ? "  changes its mind to " + found.after.front().name + " (" + percent(found.after.front().probability) +
                  ") when " + percent(found.share) + " of it is covered"
            : "  no square of up to " + percent(found.largest * found.largest) + " of what it sees changes its mind (" +
                  std::to_string(found.tried) + " tried)");
  return {};
}

// One bad picture does not keep the others from being answered; the exit code tells.
Result<ExitCode> predict(const PredictOptions& options) {
  const RunFolder folder(std::filesystem::absolute(options.run));
  MARCIE_TRY(folder.spec());
  MARCIE_ASSIGN(const auto predictor, eval::Predictor::open(folder));
  if (!options.csv.empty()) return predictTable(options, *predictor);
  ExitCode exit = ExitCode::done;
  Json list = Json::array();
  for (const auto& path : options.images) {
    const std::string absolute = std::filesystem::absolute(path).lexically_normal().string();
    auto card = engine::guarded([&] { return predictor->predict(absolute, options.top, 0); });
    if (!card) {
      printError(std::move(card).error().within(path));
      exit = ExitCode::data;
      continue;
    }
    Json json = cardJson(path, *card);
    if (!options.json) printCard(path, *card);
    MARCIE_TRY(addCloserLook(options, absolute, *predictor, json).within(path));
    list.push_back(std::move(json));
  }
  if (options.json) printJson(list);
  return exit;
}

}  // namespace

void addPredict(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<PredictOptions>();
  auto* command = app.add_subcommand("predict", "Name what is on pictures, with a trained run");
  command->add_option("RUN", options->run, "Run folder")->required();
  command->add_option("IMAGE", options->images, "Pictures; with --csv one folder")->required();
  command->add_option("--top", options->top, "Classes to name per picture")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--csv", options->csv, "Write a table with a row for each picture of the folder");
  command->add_flag("--parts", options->parts, "Also what each part of the model says: backbone, ema, cdr, full");
  command->add_flag("--occlusion", options->occlusion,
                    "Also the smallest square that changes the prediction if covered");
  command->add_flag("--json", options->json, "Print JSON: a list with path, top, tags, step");
  command->callback([options, &exit] { exit = report([&] { return predict(*options); }); });
}

}  // namespace marcie::cli
