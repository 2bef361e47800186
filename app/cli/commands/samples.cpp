// marcie-cli samples RUN: what a run says of every picture of a split, where it errs, and what another run does better.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress.h"
#include "core/base/files.h"
#include "core/eval/sample_scores.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct SamplesOptions {
  std::string run, split = "test", against, csv, confusion, order = "data";
  std::int64_t show = 10;
  bool json = false;
};

std::string twoDigits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

Result<SampleTable> tabulate(const std::string& run, const std::string& split, const StopToken& stop) {
  const RunFolder folder(fs::absolute(run));
  MARCIE_TRY(folder.spec());
  MARCIE_ASSIGN(const auto predictor, eval::Predictor::open(folder));
  ProgressLine progress("pictures");
  return eval::tabulateSamples(*predictor, folder, *data::splitNamed(split), stop,
                               [&](std::int64_t done, std::int64_t total) { progress.update(done, total, split); });
}

const std::string& className(const SampleTable& table, std::int32_t index) {
  return table.classes[static_cast<std::size_t>(index)];
}

// The pairs that are confused most.
void printConfusions(const SampleTable& table, const Confusion& confusion, std::size_t most) {
  struct Cell {
    std::size_t label, predicted;
    std::int64_t n;
  };
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < confusion.classes; ++i) {
    for (std::size_t j = 0; j < confusion.classes; ++j) {
      if (i != j && confusion.at(i, j) > 0) cells.push_back({i, j, confusion.at(i, j)});
    }
  }
  std::stable_sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.n > b.n; });
  std::vector<std::vector<std::string>> rows{{"TAKEN FOR", "LABEL", "PICTURES", "OF LABEL"}};
  for (std::size_t i = 0; i < cells.size() && i < most; ++i) {
    const Cell& cell = cells[i];
    rows.push_back({table.classes[cell.predicted], table.classes[cell.label], std::to_string(cell.n),
                    percent(static_cast<double>(cell.n) / static_cast<double>(confusion.ofLabel(cell.label)))});
  }
  print("\nconfused most");
  printTable(rows);
}

void printDoubts(const SampleTable& table, std::size_t most) {
  const auto doubts = doubtfulLabels(table);
  print("\nlikely label errors: " + std::to_string(doubts.size()));
  std::vector<std::vector<std::string>> rows{{"LABEL", "RATHER", "SURE", "USUAL", "PICTURE"}};
  for (std::size_t i = 0; i < doubts.size() && i < most; ++i) {
    const std::size_t row = doubts[i].row;
    rows.push_back({className(table, table.labels[row]), className(table, table.predicted[row]),
                    percent(table.confidence[row]), percent(doubts[i].usual), table.paths[row]});
  }
  if (rows.size() > 1) printTable(rows);
}

void printDifference(const SampleTable& a, const SampleTable& b, const SampleDifference& difference, std::size_t most) {
  print("\nagainst the other run: " + std::to_string(difference.gained.size()) + " gained, " +
        std::to_string(difference.lost.size()) + " lost, " + std::to_string(difference.otherwise.size()) +
        " wrong in another way");
  const auto list = [&](const char* title, const std::vector<SampleDifference::Pair>& pairs) {
    std::vector<std::vector<std::string>> rows{{title, "LABEL", "OTHER RUN", "THIS RUN"}};
    for (std::size_t i = 0; i < pairs.size() && i < most; ++i) {
      rows.push_back({a.paths[pairs[i].a], className(a, a.labels[pairs[i].a]), className(a, a.predicted[pairs[i].a]),
                      className(b, b.predicted[pairs[i].b])});
    }
    if (rows.size() > 1) printTable(rows);
  };
  list("GAINED", difference.gained);
  list("LOST", difference.lost);
}

Json samplesJson(const SampleTable& table, const Confusion& confusion, const Calibration& calibration) {
  Json json = toJson(table);
  json["confusion"] = confusion.counts;
  Json bins = Json::array();
  for (const CalibrationBin& bin : calibration.bins) {
    bins.push_back({{"low", bin.low},
                    {"high", bin.high},
                    {"n", bin.n},
                    {"confidence", bin.confidence},
                    {"accuracy", bin.accuracy}});
  }
  json["calibration"] = {{"bins", bins}, {"ece", calibration.ece}, {"largest", calibration.largest}};
  Json doubts = Json::array();
  for (const LabelDoubt& doubt : doubtfulLabels(table)) doubts.push_back({{"row", doubt.row}, {"usual", doubt.usual}});
  json["doubtfulLabels"] = doubts;
  return json;
}

Json pairsJson(const std::vector<SampleDifference::Pair>& pairs, const SampleTable& table) {
  Json list = Json::array();
  for (const auto& pair : pairs) list.push_back(table.paths[pair.b]);
  return list;
}

ClassOrder orderNamed(const std::string& name) {
  if (name == "name") return ClassOrder::name;
  if (name == "worst") return ClassOrder::worst;
  return name == "alike" ? ClassOrder::alike : ClassOrder::data;
}

Result<ExitCode> samples(const SamplesOptions& options) {
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  MARCIE_ASSIGN(const SampleTable table, tabulate(options.run, options.split, stop));
  const Confusion confusion = confusionOf(table);
  const Calibration calibration = calibrationOf(table);
  std::optional<SampleTable> other;
  std::optional<SampleDifference> difference;
  if (!options.against.empty()) {
    MARCIE_ASSIGN(other, tabulate(options.against, options.split, stop));
    MARCIE_ASSIGN(difference, differenceOf(*other, table));
  }
  if (!options.csv.empty()) MARCIE_TRY(writeFileAtomically(options.csv, sampleCsv(table)));
  if (!options.confusion.empty()) {
    const auto& counts = difference ? difference->counts : confusion.counts;
    const SampleTable& named = difference ? *other : table;
    MARCIE_TRY(writeFileAtomically(
        options.confusion,
        confusionCsv(named, counts, classOrder(named, confusionOf(named), orderNamed(options.order)))));
  }
  if (options.json) {
    Json json = samplesJson(table, confusion, calibration);
    if (difference) {
      json["against"] = {{"run", options.against},
                         {"counts", difference->counts},
                         {"gained", pairsJson(difference->gained, table)},
                         {"lost", pairsJson(difference->lost, table)},
                         {"otherwise", pairsJson(difference->otherwise, table)}};
    }
    printJson(json);
    return ExitCode::done;
  }
  const auto most = static_cast<std::size_t>(options.show);
  print(std::to_string(table.size()) + " pictures of " + table.split + ", " + table.checkpoint + ": " +
        percent(calibration.accuracy) + " right, mean confidence " + percent(calibration.confidence) +
        ", calibration error (ECE) " + twoDigits(100 * calibration.ece) + " points");
  printConfusions(table, confusion, most);
  printDoubts(table, most);
  if (difference) printDifference(*other, table, *difference, most);
  return ExitCode::done;
}

}  // namespace

void addSamples(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<SamplesOptions>();
  auto* command =
      app.add_subcommand("samples", "Show what a run says of every picture: confusions, calibration, doubtful labels");
  command->add_option("RUN", options->run, "Run folder")->required();
  command->add_option("--split", options->split, "test, val or train")
      ->check(CLI::IsMember({"test", "val", "train"}))
      ->capture_default_str();
  command->add_option("--against", options->against, "Another run: show what this one gained and lost");
  command->add_option("--csv", options->csv, "Write a table with a row for each picture");
  command->add_option("--confusion", options->confusion,
                      "Write the confusion matrix as CSV; with --against, the difference of the two");
  command->add_option("--order", options->order, "Classes of the matrix: data, name, worst or alike")
      ->check(CLI::IsMember({"data", "name", "worst", "alike"}))
      ->capture_default_str();
  command->add_option("--show", options->show, "Lines of each list")
      ->check(CLI::Range(0, 10000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON: the table by columns, and everything computed from it");
  command->callback([options, &exit] { exit = report([&] { return samples(*options); }); });
}

}  // namespace marcie::cli
