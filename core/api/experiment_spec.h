// A grid of runs that answers a question: rows × axes × seeds, what they share, and what the table reports. Shipped
// ones are files resources/experiments/<name>.json, embedded at build time; people write their own in the same form.
//
//   {"name": "ablation", "title": "…", "help": "…",
//    "options": {…},                                             of every run, over the preset
//    "rows": [{"name": "backbone", "options": {…}}, …],          "baseline": "backbone",
//    "axes": [{"key": "model.encoder", "values": ["a", "b"]}],   a table for each combination
//    "phase0": {"options": {…}},                                 a backbone trained once per seed, for rows that start
//    "sets": [{"name": "strong", "file": "strong.csv"}],         from it; other test pictures beside the data
//    "metrics": ["top1", "tagAuc"], "robustness": {…}}
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/options/json.h"

namespace marcie {

struct ExperimentRow {
  std::string name;   // unique; names the run folders too
  std::string title;  // in the table; empty = the name
  std::string help;
  Json options = Json::object();  // patch over what the experiment says
  bool startFromPhase0 = false;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("title", self.title);
    v("help", self.help);
    v("options", self.options);
    v("startFromPhase0", self.startFromPhase0);
  }
  [[nodiscard]] const std::string& shown() const { return title.empty() ? name : title; }
};

// One option that takes several values, each with a table of its own.
struct ExperimentAxis {
  std::string key;    // "model.encoder"
  std::string title;  // empty = the key
  std::vector<Json> values;
  bool enabled = true;  // false: the option stays as it is unless --axis asks for it
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("key", self.key);
    v("title", self.title);
    v("values", self.values);
    v("enabled", self.enabled);
  }
};

// Other pictures that every run is measured on.
struct ExperimentSet {
  std::string name, title;
  std::string file;       // beside the data; where it is missing the set is left out of the table, and told
  bool required = false;  // … or refused
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("title", self.title);
    v("file", self.file);
    v("required", self.required);
  }
};

struct ExperimentPhase0 {
  Json options = Json::object();
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("options", self.options);
  }
};

struct RobustnessRequest {
  std::vector<std::string> corruptions{"all"};
  std::vector<int> severities{1, 2, 3, 4, 5};
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("corruptions", self.corruptions);
    v("severities", self.severities);
  }
};

inline constexpr int kMostSeeds = 100;

struct ExperimentSpec {
  std::string name, title, help;
  std::string preset;
  Json options = Json::object();
  std::vector<ExperimentRow> rows;
  std::vector<ExperimentAxis> axes;
  std::string baseline;  // name of a row; empty = the first
  std::vector<std::string> metrics{"top1"};
  std::string split = "test";
  std::vector<ExperimentSet> sets;
  int seeds = 4;
  std::vector<std::string> seedKeys{"trainer.seed"};  // options that are given the seed: 1, 2, …
  std::optional<ExperimentPhase0> phase0;
  std::optional<RobustnessRequest> robustness;

  // Which method it is about: "task" of its options, else marnet.
  [[nodiscard]] std::string task() const;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("title", self.title);
    v("help", self.help);
    v("preset", self.preset);
    v("options", self.options);
    v("rows", self.rows);
    v("axes", self.axes);
    v("baseline", self.baseline);
    v("metrics", self.metrics);
    v("split", self.split);
    v("sets", self.sets);
    v("seeds", self.seeds, {.min = 1, .max = kMostSeeds});
    v("seedKeys", self.seedKeys);
    v("phase0", self.phase0);
    v("robustness", self.robustness);
  }
};

// What a table can report, and how a person reads it.
struct ReportedMetric {
  std::string_view name, title;
  bool percent = true;
  bool classifies = true, recommends = false;  // of which tasks
};
inline constexpr std::array kReportedMetrics{ReportedMetric{"top1", "top-1"},
                                             ReportedMetric{"top5", "top-5"},
                                             ReportedMetric{"macroF1", "macro-F1"},
                                             ReportedMetric{"tagAuc", "annotation AUC", false, true, true},
                                             ReportedMetric{"coldAuc", "cold AUC", false, false, true},
                                             ReportedMetric{"coldRecall20", "cold recall@20", false, false, true},
                                             ReportedMetric{"coldNdcg20", "cold NDCG@20", false, false, true},
                                             ReportedMetric{"warmAuc", "warm AUC", false, false, true},
                                             ReportedMetric{"warmRecall20", "warm recall@20", false, false, true},
                                             ReportedMetric{"warmNdcg20", "warm NDCG@20", false, false, true},
                                             ReportedMetric{"allAuc", "AUC over all", false, false, true},
                                             ReportedMetric{"allRecall20", "recall@20 over all", false, false, true},
                                             ReportedMetric{"allNdcg20", "NDCG@20 over all", false, false, true}};
// Null when there is none of that name.
[[nodiscard]] const ReportedMetric* findReportedMetric(std::string_view name);

// Whatever is wrong with the form of an experiment, all of it: names that repeat or are missing, a baseline that is no
// row, unknown metrics and splits, axes without values. Whether the options are right is for makeExperimentPlan.
void findExperimentProblems(const ExperimentSpec& spec, Problems& problems);

// Shipped experiments in the order of the list. Throws std::logic_error when an embedded file is not one (a bug).
[[nodiscard]] const std::vector<ExperimentSpec>& experiments();

// From JSON text. Errors: format (not JSON); option, with every problem and the nearest spelling of unknown keys.
[[nodiscard]] Result<ExperimentSpec> parseExperiment(std::string_view text);
// The name of a shipped experiment, or a file. Errors: those of parseExperiment; notFound, with the shipped names.
[[nodiscard]] Result<ExperimentSpec> findExperiment(const std::string& nameOrFile);

}  // namespace marcie
