// marcie-cli explain-loss RUN: a run's loss taken apart on one batch.
#include "core/eval/explain_loss.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "core/base/strings.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct ExplainOptions {
  std::string run;
  protocol::ExplainLoss request;
  bool json = false;
};

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

void printTerms(const protocol::ExplainLossReply& reply) {
  std::vector<std::vector<std::string>> rows{{"TERM", "VALUE", "WEIGHT", "SHARE"}};
  if (!reply.terms.empty()) {
    for (const auto& place : reply.terms[0].gradients) rows[0].push_back("∇ " + place.at);
  }
  for (const auto& term : reply.terms) {
    std::vector<std::string> row{term.name, number(term.value), number(term.weight), percent(term.share)};
    for (const auto& place : term.gradients) {
      row.push_back(place.norm > 0 ? number(place.norm) + " (" + percent(place.share) + ")" : "");
    }
    rows.push_back(std::move(row));
  }
  rows.push_back({"total", number(reply.total)});
  for (auto& row : rows) row.resize(rows[0].size());
  printTable(rows);
  print("");
  for (const auto& term : reply.terms) print(term.name + ": " + term.title + "\n    " + term.formula);
}

void printConflicts(const protocol::ExplainLossReply& reply) {
  if (reply.conflicts.empty()) return;
  print("\ncosine of two terms' gradients at x_v (below 0: they work against each other)");
  std::vector<std::vector<std::string>> rows;
  for (const auto& conflict : reply.conflicts) {
    rows.push_back({conflict.first, conflict.second, number(conflict.cosine)});
  }
  printTable(rows);
}

void printPairs(const char* title, const std::vector<protocol::ExplainedPair>& pairs) {
  if (pairs.empty()) return;
  print(title);
  std::vector<std::vector<std::string>> rows{{"GRADIENT", "COSINE", "PICTURE", "TEXT"}};
  for (const auto& pair : pairs) {
    const std::string own = pair.picture == pair.textOf ? "its own: " : pair.textClass + ": ";
    rows.push_back({number(pair.gradient), number(pair.similarity),
                    pair.pictureClass + "/" + fs::path(pair.picture).filename().string(), own + join(pair.text, ", ")});
  }
  printTable(rows);
}

Result<ExitCode> explain(ExplainOptions& options) {
  const RunFolder folder(fs::absolute(options.run));
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  options.request.run = folder.root().string();
  MARCIE_ASSIGN(const auto reply, eval::explainLoss(folder, options.request, stop));
  if (options.json) {
    printJson(toJson(reply));
    return ExitCode::done;
  }
  print(reply.checkpoint + ", phase " + reply.phase + "; " + std::to_string(reply.pictures) + " pictures of " +
        reply.split + " (batch " + std::to_string(reply.batch) + " of " + std::to_string(reply.batches) + "), " +
        std::to_string(reply.withText) + " with text\n");
  printTerms(reply);
  printConflicts(reply);
  printPairs("\npulled together most by the alignment", reply.pulls);
  printPairs("\npushed apart most by the alignment", reply.pushes);
  for (const auto& note : reply.notes) print("\n" + note);
  return ExitCode::done;
}

}  // namespace

void addExplainLoss(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<ExplainOptions>();
  auto* command = app.add_subcommand("explain-loss", "Show what each term of a run's loss is, weighs and moves");
  command->add_option("RUN", options->run, "Run folder")->required();
  command->add_option("--checkpoint", options->request.checkpoint,
                      "File in the run's checkpoints (default: the one in use)");
  command->add_option("--split", options->request.split, "Where the batch comes from: val or train")
      ->check(CLI::IsMember({"val", "train"}))
      ->capture_default_str();
  command->add_option("--batch", options->request.batch, "Number of the batch, from 0")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--seed", options->request.seed, "Shuffles the pictures and draws the noise")
      ->capture_default_str();
  command->add_option("--pairs", options->request.pairs, "How many pairs to show")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit] { exit = report([&] { return explain(*options); }); });
}

}  // namespace marcie::cli
