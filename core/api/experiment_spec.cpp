#include "core/api/experiment_spec.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <span>
#include <stdexcept>

#include "core/base/files.h"

namespace marcie {

std::span<const std::string_view> embeddedExperiments();  // generated

namespace {

std::string notOneOf(const std::string& got, const std::vector<std::string>& known) {
  const std::string near = nearestSpelling(got, known);
  return "'" + got + "' is not one of " + join(known, ", ") +
         (near.empty() ? std::string() : "; did you mean '" + near + "'?");
}

// Names that are missing or repeat; `what` is "rows", "sets".
template <class Item>
void checkNames(const std::vector<Item>& items, const std::string& what, Problems& problems) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string where = what + "[" + std::to_string(i) + "].name";
    if (items[i].name.empty()) problems.add(where, "must not be empty");
    if (!items[i].name.empty() && !seen.insert(items[i].name).second) {
      problems.add(where, "'" + items[i].name + "' is there twice");
    }
  }
}

std::vector<std::string> rowNames(const ExperimentSpec& spec) {
  std::vector<std::string> names;
  for (const auto& row : spec.rows) names.push_back(row.name);
  return names;
}

void checkRows(const ExperimentSpec& spec, Problems& problems) {
  if (spec.rows.empty()) problems.add("rows", "an experiment needs at least one row");
  checkNames(spec.rows, "rows", problems);
  const auto names = rowNames(spec);
  if (!spec.baseline.empty() && std::find(names.begin(), names.end(), spec.baseline) == names.end()) {
    problems.add("baseline", notOneOf(spec.baseline, names));
  }
  for (const auto& row : spec.rows) {
    if (row.startFromPhase0 && !spec.phase0) {
      problems.add("rows", "'" + row.name + "' starts from phase 0, but the experiment has no phase0");
    }
  }
}

void checkAxes(const ExperimentSpec& spec, Problems& problems) {
  std::set<std::string> keys;
  for (std::size_t i = 0; i < spec.axes.size(); ++i) {
    const auto& axis = spec.axes[i];
    const std::string where = "axes[" + std::to_string(i) + "]";
    if (axis.key.empty()) problems.add(where + ".key", "must not be empty");
    if (!keys.insert(axis.key).second) problems.add(where + ".key", "'" + axis.key + "' is there twice");
    if (axis.values.empty()) problems.add(where + ".values", "must not be empty");
    const std::set<Json> distinct(axis.values.begin(), axis.values.end());
    if (distinct.size() != axis.values.size()) problems.add(where + ".values", "a value is there twice");
  }
}

}  // namespace

const ReportedMetric* findReportedMetric(std::string_view name) {
  const auto it = std::find_if(kReportedMetrics.begin(), kReportedMetrics.end(),
                               [&](const ReportedMetric& metric) { return metric.name == name; });
  return it == kReportedMetrics.end() ? nullptr : &*it;
}

std::string ExperimentSpec::task() const {
  const auto it = options.is_object() ? options.find("task") : options.end();
  return it != options.end() && it->is_string() ? it->get<std::string>() : "marnet";
}

void findExperimentProblems(const ExperimentSpec& spec, Problems& problems) {
  validate(spec, problems);
  if (spec.name.empty()) problems.add("name", "must not be empty");
  checkRows(spec, problems);
  checkAxes(spec, problems);
  checkNames(spec.sets, "sets", problems);
  std::vector<std::string> metrics;
  const bool recommends = spec.task() == "cierec";
  for (const auto& metric : kReportedMetrics) {
    if (recommends ? metric.recommends : metric.classifies) metrics.emplace_back(metric.name);
  }
  if (spec.metrics.empty()) problems.add("metrics", "must not be empty");
  for (const auto& metric : spec.metrics) {
    if (std::find(metrics.begin(), metrics.end(), metric) == metrics.end())
      problems.add("metrics", notOneOf(metric, metrics));
  }
  const std::vector<std::string> splits{"train", "val", "test"};
  if (std::find(splits.begin(), splits.end(), spec.split) == splits.end()) {
    problems.add("split", notOneOf(spec.split, splits));
  }
  if (spec.seedKeys.empty()) problems.add("seedKeys", "must not be empty: seeds would give the same run again");
  for (const auto& set : spec.sets) {
    if (set.file.empty()) problems.add("sets", "'" + set.name + "' names no file");
  }
  if (recommends && spec.robustness) problems.add("robustness", "is for pictures that are classified");
  if (recommends && !spec.sets.empty()) problems.add("sets", "are other pictures to classify; a recommender has none");
  if (spec.robustness) {
    for (const int severity : spec.robustness->severities) {
      if (severity < 1 || severity > 5) problems.add("robustness.severities", "must be between 1 and 5");
    }
    if (spec.robustness->severities.empty()) problems.add("robustness.severities", "must not be empty");
  }
}

Result<ExperimentSpec> parseExperiment(std::string_view text) {
  MARCIE_ASSIGN(const Json json, parseJsonText(text));
  ExperimentSpec spec;
  Problems problems;
  fromJson(json, spec, problems);
  if (problems.empty()) findExperimentProblems(spec, problems);
  MARCIE_TRY(problems.toResult());
  return spec;
}

const std::vector<ExperimentSpec>& experiments() {
  static const std::vector<ExperimentSpec> all = [] {
    std::vector<ExperimentSpec> list;
    for (const auto text : embeddedExperiments()) {
      auto spec = parseExperiment(text);
      if (!spec) throw std::logic_error("embedded experiment: " + spec.error().toString());
      list.push_back(std::move(*spec));
    }
    return list;
  }();
  return all;
}

Result<ExperimentSpec> findExperiment(const std::string& nameOrFile) {
  std::vector<std::string> known;
  for (const auto& spec : experiments()) {
    if (spec.name == nameOrFile) return spec;
    known.push_back(spec.name);
  }
  std::error_code failure;
  if (std::filesystem::is_regular_file(nameOrFile, failure)) {
    MARCIE_ASSIGN(const std::string text, readFile(nameOrFile));
    return std::move(parseExperiment(text)).within("reading " + nameOrFile);
  }
  const std::string near = nearestSpelling(nameOrFile, known);
  return Error{ErrorCode::notFound,
               "'" + nameOrFile + "' is neither a shipped experiment nor a file",
               (near.empty() ? std::string() : "Did you mean '" + near + "'? ") + "Shipped: " + join(known, ", "),
               {}};
}

}  // namespace marcie
