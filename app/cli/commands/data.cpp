// marcie-cli data: looking at data sets and making the built-in sample.
#include <algorithm>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/commands/data_interactions.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress.h"
#include "core/data/inspect.h"
#include "core/data/kitchen/kitchen.h"
#include "core/rec/data/reader.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kShownRows = 20;

struct InspectOptions {
  DataOptions data;
  rec::InspectRequest interactions;
  std::string protocol = "automatic";
  bool isInteractions = false, isPictures = false;
  bool json = false;
};

void printClasses(const DatasetSummary& summary) {
  std::vector<std::vector<std::string>> rows{{"CLASS", "TRAIN", "VAL", "TEST"}};
  for (const auto& entry : summary.classes) {
    rows.push_back({entry.name, std::to_string(entry.train), std::to_string(entry.val), std::to_string(entry.test)});
  }
  print("");
  printTable(rows);
}

void printTags(const DatasetSummary& summary) {
  if (summary.tags.empty()) return;
  std::vector<std::vector<std::string>> rows{{"ANNOTATION", "PICTURES"}};
  for (std::size_t i = 0; i < std::min(kShownRows, summary.tags.size()); ++i) {
    rows.push_back({summary.tags[i].name, std::to_string(summary.tags[i].images)});
  }
  print("");
  printTable(rows);
  if (summary.tags.size() > kShownRows) print("and " + std::to_string(summary.tags.size() - kShownRows) + " more");
}

void printTrouble(const DatasetSummary& summary) {
  if (summary.problemCount > 0) {
    print("");
    print(std::to_string(summary.problemCount) + " files or rows are left out:");
    for (std::size_t i = 0; i < std::min(kShownRows, summary.problems.size()); ++i) {
      const DataProblem& problem = summary.problems[i];
      print("  " + problem.kind + "  " + problem.path + (problem.line > 0 ? ":" + std::to_string(problem.line) : "") +
            "  " + problem.reason);
    }
    if (summary.problemCount > static_cast<std::int64_t>(kShownRows)) print("  … (all of them with --json)");
  }
  for (std::size_t i = 0; i < std::min(kShownRows, summary.duplicates.size()); ++i) {
    const DuplicatePair& pair = summary.duplicates[i];
    if (i == 0) print("\nthe same picture twice:");
    print("  " + pair.first + " (" + pair.firstSplit + ")  =  " + pair.second + " (" + pair.secondSplit + ")");
  }
  print("\nleak check:");
  for (const LeakFinding& finding : summary.leaks)
    print(std::string(finding.leaks ? "  ! " : "    ") + finding.message);
  for (const auto& warning : summary.warnings) print("warning: " + warning);
}

void printSummary(const DatasetSummary& summary) {
  std::string reader = summary.reader;
  for (const auto& score : summary.readers) {
    if (score.name == summary.reader) reader = score.title + " (" + score.name + ")";
  }
  printTable({{"data", summary.path},
              {"layout", reader},
              {"pictures", std::to_string(summary.images)},
              {"train / val / test", std::to_string(summary.train) + " / " + std::to_string(summary.val) + " / " +
                                         std::to_string(summary.test) + "  (" + summary.splitOrigin + ")"},
              {"classes", std::to_string(summary.classes.size())},
              {"annotations", std::to_string(summary.tags.size())},
              {"sides", std::to_string(summary.smallestSide) + " to " + std::to_string(summary.largestSide) + " px"},
              {"grey, alpha, CMYK, rotated", std::to_string(summary.grey) + ", " + std::to_string(summary.withAlpha) +
                                                 ", " + std::to_string(summary.cmyk) + ", " +
                                                 std::to_string(summary.rotated) + "  (handled)"},
              {"same picture in two splits", std::to_string(summary.duplicatesAcrossSplits)},
              {"same picture in one split", std::to_string(summary.duplicatesWithinSplit)}});
  printClasses(summary);
  printTags(summary);
  printTrouble(summary);
}

Result<ExitCode> inspect(InspectOptions& options) {
  options.data.path = fs::absolute(options.data.path).lexically_normal().string();
  options.interactions.data.path = options.data.path;
  options.interactions.data.reader = options.data.reader;
  const bool known = std::any_of(rec::readers().begin(), rec::readers().end(),
                                 [&](const auto* reader) { return reader->name == options.data.reader; });
  const bool automatic = options.data.reader.empty() && rec::scoreLayout(options.interactions.data).areInteractions();
  if (!options.isPictures && (options.isInteractions || known || automatic)) {
    MARCIE_ASSIGN(options.interactions.split.protocol, protocolNamed(options.protocol));
    return inspectInteractions(options.interactions, options.json);
  }
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  ProgressLine line("pictures");
  const auto progress = [&](std::int64_t done, std::int64_t total) { line.update(done, total, "checking"); };
  MARCIE_ASSIGN(const DatasetSummary summary, data::inspectDataset(options.data, progress, stop));
  line.finish();
  if (options.json) {
    printJson(toJson(summary));
  } else {
    printSummary(summary);
  }
  return ExitCode::done;
}

struct SynthOptions {
  data::KitchenOptions kitchen;
  std::string out;
};

Result<ExitCode> synth(const SynthOptions& options) {
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  ProgressLine line("pictures");
  const auto progress = [&](std::int64_t done, std::int64_t total) { line.update(done, total, "drawing"); };
  MARCIE_TRY(data::synthKitchen(options.kitchen, fs::absolute(options.out), progress, stop));
  line.finish();
  print(options.out + "  " + std::to_string(options.kitchen.images) + " pictures of " +
        std::to_string(options.kitchen.classes) + " dishes");
  return ExitCode::done;
}

// Declares an option of the command for every field of the kitchen's options: name, help and range from its visit().
struct OptionAdder {
  CLI::App& command;
  template <class T>
  void operator()(std::string_view key, T& member, const Field& field = {}) {
    std::string flag = "--";
    for (const char c : key) {
      if (c >= 'A' && c <= 'Z') {
        flag += '-';
        flag += static_cast<char>(c - 'A' + 'a');
      } else {
        flag += c;
      }
    }
    command.add_option(flag, member, std::string(field.help))->capture_default_str();
  }
};

void addInteractionOptions(CLI::App& command, InspectOptions& options) {
  RecDataOptions& data = options.interactions.data;
  command.add_flag("--interactions", options.isInteractions, "Look at users and items (default: by the layout)");
  command.add_flag("--pictures", options.isPictures, "Look at pictures and classes (default: by the layout)");
  command.add_option("--user-column", data.userColumn, "Column of interactions.csv");
  command.add_option("--item-column", data.itemColumn, "Column of interactions.csv and items.csv");
  command.add_option("--rating-column", data.ratingColumn, "Column of interactions.csv");
  command.add_option("--time-column", data.timeColumn, "Column of interactions.csv");
  command.add_option("--part-column", data.partColumn, "Column of interactions.csv");
  command.add_option("--title-column", data.titleColumn, "Column of items.csv");
  command.add_option("--annotation-column", data.annotationColumn, "Column of items.csv");
  command.add_option("--cold-column", data.coldColumn, "Column of items.csv");
  command.add_option("--images", data.images, "Folder with a picture for each item, named by its id");
  command.add_option("--min-rating", data.minRating, "Interactions rated below are left out")->capture_default_str();
  command.add_option("--protocol", options.protocol, "How interactions are divided")->capture_default_str();
  command.add_option("--seed", options.interactions.split.seed, "Seed of the split")->capture_default_str();
}

void addInspect(CLI::App& group, Exit& exit) {
  auto options = std::make_shared<InspectOptions>();
  auto* command =
      group.add_subcommand("inspect", "Show what pictures, or users and items, hold and what is wrong with them");
  command->add_option("PATH", options->data.path, "Folder of pictures, CSV list, interactions or known data set")
      ->required();
  command->add_option("--reader", options->data.reader, "Reader to use (default: the one that fits best)");
  command->add_option("--image-column", options->data.imageColumn, "Column of a CSV list")
      ->capture_default_str()
      ->each([options](const std::string& name) { options->interactions.data.imageColumn = name; });
  command->add_option("--label-column", options->data.labelColumn, "Column of a CSV list")->capture_default_str();
  command->add_option("--split-column", options->data.splitColumn, "Column of a CSV list")->capture_default_str();
  command->add_option("--tags-column", options->data.tagsColumn, "Column of a CSV list")->capture_default_str();
  addInteractionOptions(*command, *options);
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit] { exit = report([&] { return inspect(*options); }); });
}

void addSynth(CLI::App& group, Exit& exit) {
  auto* synthGroup = group.add_subcommand("synth", "Make a synthetic data set");
  synthGroup->require_subcommand(1);
  auto options = std::make_shared<SynthOptions>();
  auto* command = synthGroup->add_subcommand("kitchen", "Plates of food, known in every factor");
  command->add_option("--out", options->out, "Folder to make")->required();
  OptionAdder adder{*command};
  data::KitchenOptions::visit(options->kitchen, adder);
  command->callback([options, &exit] { exit = report([&] { return synth(*options); }); });
}

}  // namespace

void addData(CLI::App& app, Exit& exit) {
  auto* command = app.add_subcommand("data", "Inspect data sets and make the built-in sample");
  command->require_subcommand(1);
  addInspect(*command, exit);
  addSynth(*command, exit);
}

}  // namespace marcie::cli
