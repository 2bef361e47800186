// marcie-cli robustness RUN…: how much worse runs get on damaged pictures.
#include "core/eval/robustness.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/lists.h"
#include "app/cli/progress.h"
#include "core/base/files.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kShownClasses = 5;

struct RobustnessOptions {
  std::vector<std::string> runs;
  std::string corruptions = "all", severity = "all", split = "test", data, out;
  bool json = false;
};

struct Findings {
  std::vector<RobustnessReport> reports;
  std::vector<RobustnessComparison> comparisons;  // every other run against the first
};

std::string points(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%+.1f", 100 * share);
  return text.data();
}

std::vector<std::vector<std::string>> overview(const Findings& findings) {
  std::vector<std::vector<std::string>> rows{{"RUN", "CLEAN", "DAMAGED", "DROP", "RELATIVE"}};
  for (const auto& report : findings.reports) {
    rows.push_back(
        {report.run, percent(report.clean), percent(report.corrupted), points(-report.drop), percent(report.relative)});
  }
  return rows;
}

std::vector<std::vector<std::string>> bySeverity(const RobustnessReport& report) {
  std::vector<std::vector<std::string>> rows{{"CORRUPTION"}};
  for (const int severity : report.severities) rows.front().push_back(std::to_string(severity));
  rows.front().insert(rows.front().end(), {"MEAN", "DROP"});
  for (const auto& score : report.byCorruption) {
    std::vector<std::string> row{score.title};
    for (const double accuracy : score.bySeverity) row.push_back(percent(accuracy));
    row.push_back(percent(score.mean));
    row.push_back(points(score.mean - report.clean));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::vector<std::string>> classes(const RobustnessReport& report) {
  std::vector<std::vector<std::string>> rows{{"CLASS", "PICTURES", "CLEAN", "DAMAGED", "DROP"}};
  const auto& all = report.byClass;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i >= kShownClasses && i + kShownClasses < all.size()) continue;
    if (i + kShownClasses == all.size() && all.size() > 2 * kShownClasses) rows.push_back({"…", "", "", "", ""});
    rows.push_back({all[i].name, std::to_string(all[i].n), percent(all[i].clean), percent(all[i].corrupted),
                    points(-all[i].drop)});
  }
  return rows;
}

std::vector<std::vector<std::string>> comparisons(const Findings& findings) {
  const auto cell = [](double difference, double low, double high, double p) {
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), "%+.1f [%+.1f, %+.1f], p %.3f", 100 * difference, 100 * low, 100 * high, p);
    return std::string(text.data());
  };
  std::vector<std::vector<std::string>> rows{{"RUN", "AGAINST", "CLEAN", "DAMAGED"}};
  for (const auto& one : findings.comparisons) {
    rows.push_back({one.run, one.against, cell(one.cleanDifference, one.cleanLow, one.cleanHigh, one.cleanP),
                    cell(one.difference, one.low, one.high, one.p)});
  }
  return rows;
}

using Table = std::vector<std::vector<std::string>>;

// The same tables for terminal and file.
std::vector<std::pair<std::string, Table>> tablesOf(const Findings& findings) {
  std::vector<std::pair<std::string, Table>> tables{
      {"Accuracy, undamaged and mean over the damaged", overview(findings)}};
  if (!findings.comparisons.empty()) {
    tables.emplace_back("Differences in points, with a bootstrap over pictures", comparisons(findings));
  }
  for (const auto& report : findings.reports) {
    tables.emplace_back(report.run + ": accuracy by severity", bySeverity(report));
    tables.emplace_back(report.run + ": most and least affected classes", classes(report));
  }
  return tables;
}

Json jsonOf(const Findings& findings) {
  return {{"runs", toJson(findings.reports)}, {"comparisons", toJson(findings.comparisons)}};
}

Result<void> writeFiles(const Findings& findings, const fs::path& out) {
  std::string text = "# Robustness\n";
  for (const auto& [title, table] : tablesOf(findings)) {
    text += "\n## " + title + "\n\n";
    for (std::size_t row = 0; row < table.size(); ++row) {
      text += "| " + join(table[row], " | ") + " |\n";
      if (row == 0) text += "| " + join(std::vector<std::string>(table[row].size(), "---"), " | ") + " |\n";
    }
  }
  MARCIE_TRY(makeFolders(out));
  MARCIE_TRY(writeFileAtomically(out / "robustness.md", text));
  return writeFileAtomically(out / "robustness.json", dumpJson(jsonOf(findings), 2) + "\n");
}

// Short names where they tell the runs apart, else the paths.
std::vector<std::string> namesOf(const std::vector<RunFolder>& runs) {
  std::vector<std::string> names;
  for (const auto& run : runs) names.push_back(run.root().filename().string());
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) return names;
  names.clear();
  for (const auto& run : runs) names.push_back(run.root().string());
  return names;
}

Result<eval::RobustnessPlan> planOf(const RobustnessOptions& options) {
  eval::RobustnessPlan plan;
  MARCIE_ASSIGN(plan.corruptions, image::findCorruptions(splitNames(options.corruptions)));
  MARCIE_ASSIGN(plan.severities, parseSeverities(options.severity));
  plan.split = *data::splitNamed(options.split);
  plan.dataPath = options.data;
  return plan;
}

Result<ExitCode> robustness(const RobustnessOptions& options) {
  MARCIE_ASSIGN(const auto plan, planOf(options));
  std::vector<RunFolder> runs;
  for (const auto& run : options.runs) runs.emplace_back(fs::absolute(run).lexically_normal());
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  ProgressLine line("pictures");
  const auto progress = [&](std::int64_t done, std::int64_t total) { line.update(done, total, "measuring"); };
  MARCIE_ASSIGN(const auto snapshots, eval::measureRobustness(runs, plan, stop, progress));
  line.finish();
  const auto names = namesOf(runs);
  Findings findings;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    findings.reports.push_back(eval::robustnessReport(names[i], snapshots[i], plan));
    if (i > 0) {
      findings.comparisons.push_back(eval::compareRobustness(names[i], snapshots[i], names[0], snapshots[0], plan));
    }
  }
  if (!options.out.empty()) MARCIE_TRY(writeFiles(findings, options.out));
  if (options.json) {
    printJson(jsonOf(findings));
    return ExitCode::done;
  }
  bool first = true;
  for (const auto& [title, table] : tablesOf(findings)) {
    print((first ? "" : "\n") + title);
    printTable(table);
    first = false;
  }
  return ExitCode::done;
}

}  // namespace

void addRobustness(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<RobustnessOptions>();
  auto* command = app.add_subcommand("robustness", "Measure runs on damaged pictures: noise, blur, light, viewpoint");
  command->add_option("RUN", options->runs, "Run folders; each further one is compared with the first")->required();
  command->add_option("--corruptions", options->corruptions, "all, or names with commas")->capture_default_str();
  command->add_option("--severity", options->severity, "all, 3, 1,3,5 or 1..3")->capture_default_str();
  command->add_option("--split", options->split, "Which pictures: train, val or test")
      ->check(CLI::IsMember({"train", "val", "test"}))
      ->capture_default_str();
  command->add_option("--data", options->data, "Other data with the same classes (default: the runs' own)");
  command->add_flag("--json", options->json, "Print JSON: runs, comparisons");
  command->add_option("--out", options->out, "Folder for robustness.md and robustness.json");
  command->footer([] {
    std::string text = "Corruptions, each in five severities:\n";
    for (const auto* entry : image::corruptions()) {
      text += "  " + std::string(entry->name) + std::string(16 - std::min<std::size_t>(15, entry->name.size()), ' ') +
              std::string(entry->help) + "\n";
    }
    return text + "What is measured is kept in the run folder and not measured again.";
  });
  command->callback([options, &exit] { exit = report([&] { return robustness(*options); }); });
}

}  // namespace marcie::cli
