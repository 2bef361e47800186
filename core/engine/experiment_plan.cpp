#include "core/engine/experiment_plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/engine/catalogs.h"

namespace marcie::engine {
namespace fs = std::filesystem;
namespace {

// Dotted paths of everything that a patch sets.
void collectKeys(const Json& patch, const std::string& path, std::set<std::string>& keys) {
  if (!patch.is_object()) {
    keys.insert(path);
    return;
  }
  for (const auto& [key, value] : patch.items()) collectKeys(value, path.empty() ? key : path + "." + key, keys);
}
std::set<std::string> keysOf(const Json& patch) {
  std::set<std::string> keys;
  collectKeys(patch, "", keys);
  return keys;
}

std::string shownValue(const Json& value) {
  return value.is_string() ? value.get<std::string>() : dumpJson(value);
}

// For names of folders: letters, digits and - . _; everything else becomes _.
std::string slug(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    result += plain ? c : '_';
  }
  return result;
}

// A word of a command line, as ui's shellQuoted().
std::string shellWord(const std::string& text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=,+@%-";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string quoted;
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return "'" + quoted + "'";
}

// A value for every axis.
using Combination = std::vector<std::pair<const ExperimentAxis*, Json>>;

std::vector<Combination> combinationsOf(const std::vector<ExperimentAxis>& axes) {
  std::vector<Combination> all{{}};
  for (const auto& axis : axes) {
    std::vector<Combination> longer;
    for (const auto& start : all) {
      for (const Json& value : axis.values) {
        longer.push_back(start);
        longer.back().emplace_back(&axis, value);
      }
    }
    all = std::move(longer);
  }
  return all;
}

std::string titleOf(const Combination& combination) {
  std::vector<std::string> parts;
  for (const auto& [axis, value] : combination) {
    parts.push_back((axis->title.empty() ? axis->key : axis->title) + " = " + shownValue(value));
  }
  return join(parts, ", ");
}
std::string folderPart(const Combination& combination) {
  std::string part;
  for (const auto& [axis, value] : combination) {
    part += "-" + axis->key.substr(axis->key.rfind('.') + 1) + "_" + slug(shownValue(value));
  }
  return part;
}

class Planner {
 public:
  explicit Planner(const ExperimentRequest& request) : request_(request) { plan_.spec = request.spec; }

  Result<ExperimentPlan> make() {
    plan_.data = fs::absolute(request_.data).lexically_normal();
    chooseAxes();
    chooseRows();
    if (request_.seeds) plan_.spec.seeds = *request_.seeds;
    if (request_.robustness) plan_.spec.robustness = request_.robustness;
    if (problems_.empty()) findExperimentProblems(plan_.spec, problems_);
    readAssignments();
    if (!plan_.spec.rows.empty()) planRuns();
    MARCIE_TRY(problems_.toResult());
    std::error_code failure;
    if (!fs::exists(plan_.data, failure)) {
      return Error{ErrorCode::notFound, plan_.data.string() + " does not exist", {}, {}};
    }
    MARCIE_TRY(findSets());
    describeCommand();
    return std::move(plan_);
  }

 private:
  void chooseAxes() {
    for (const auto& wish : request_.axes) {
      const auto equals = wish.find('=');
      const std::string key = wish.substr(0, equals);
      const auto it = std::find_if(plan_.spec.axes.begin(), plan_.spec.axes.end(),
                                   [&](const ExperimentAxis& axis) { return axis.key == key; });
      ExperimentAxis axis{key, {}, {}, true};
      if (it != plan_.spec.axes.end()) axis = *it;
      axis.enabled = true;
      if (equals != std::string::npos) {
        axis.values.clear();
        for (const auto part : split(std::string_view(wish).substr(equals + 1), ',')) {
          axis.values.push_back(looseValue(part));
        }
      } else if (it == plan_.spec.axes.end()) {
        problems_.add("--axis", "the experiment has no axis '" + key + "'; give its values: " + key + "=a,b");
        continue;
      }
      if (it != plan_.spec.axes.end()) {
        *it = axis;
      } else {
        plan_.spec.axes.push_back(axis);
      }
    }
    std::erase_if(plan_.spec.axes, [](const ExperimentAxis& axis) { return !axis.enabled; });
  }

  void chooseRows() {
    ExperimentSpec& spec = plan_.spec;
    if (spec.baseline.empty() && !spec.rows.empty()) spec.baseline = spec.rows.front().name;
    if (request_.rows.empty()) return;
    std::vector<std::string> known;
    for (const auto& row : spec.rows) known.push_back(row.name);
    for (const auto& name : request_.rows) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      const std::string near = nearestSpelling(name, known);
      problems_.add("--rows", "'" + name + "' is not one of " + join(known, ", ") +
                                  (near.empty() ? std::string() : "; did you mean '" + near + "'?"));
    }
    std::erase_if(spec.rows, [&](const ExperimentRow& row) {
      return row.name != spec.baseline &&
             std::find(request_.rows.begin(), request_.rows.end(), row.name) == request_.rows.end();
    });
  }

  void readAssignments() {
    std::map<std::string, std::string> decided;  // option → who decides it
    for (const auto& row : plan_.spec.rows) {
      for (const auto& key : keysOf(row.options)) decided.emplace(key, "row '" + row.name + "'");
    }
    for (const auto& key : plan_.spec.seedKeys) decided.insert_or_assign(key, "the seed");
    for (const auto& axis : plan_.spec.axes) {
      if (const auto it = decided.find(axis.key); it != decided.end()) {
        problems_.add("axes", "'" + axis.key + "' is decided by " + it->second + " already");
      }
      decided.insert_or_assign(axis.key, "an axis");
    }
    decided.insert_or_assign("data.path", "--data");
    for (const auto& assignment : request_.assignments) {
      Json one = Json::object();
      if (const auto added = addAssignment(assignment, one); !added) {
        problems_.lines.push_back(added.error().message);
        continue;
      }
      bool isFree = true;
      for (const auto& key : keysOf(one)) {
        const auto it = decided.find(key);
        if (it == decided.end()) continue;
        problems_.add("--set " + key, "is decided by " + it->second);
        isFree = false;
      }
      if (isFree) assignments_.merge_patch(one);
    }
  }

  // Everything but the row: the experiment's options, the axis values, --set, seed and data.
  [[nodiscard]] Json patchOf(const Combination& combination, const Json& row, int seed) const {
    Json patch = Json::object();
    // One computing thread each, unless it is asked for otherwise: runs side by side are the better use of cores, and
    // figures do not depend on how many there are.
    setKey(patch, "trainer.threads", 1);
    patch.merge_patch(plan_.spec.options);
    for (const auto& [axis, value] : combination) setKey(patch, axis->key, value);
    patch.merge_patch(row);
    patch.merge_patch(assignments_);
    for (const auto& key : plan_.spec.seedKeys) setKey(patch, key, seed);
    setKey(patch, "data.path", plan_.data.string());
    return patch;
  }

  // Remembers the problems of a patch under the name of its row; the same for all rows is said once.
  std::optional<RunSpec> build(const std::string& who, const Json& patch) {
    auto spec = buildRunSpec(plan_.spec.preset, patch);
    if (spec) return std::move(*spec);
    for (const auto part : split(spec.error().message, '\n')) {
      auto& rows = wrong_[std::string(part)];
      if (std::find(rows.begin(), rows.end(), who) == rows.end()) rows.push_back(who);
    }
    return {};
  }

  void planRuns() {
    const auto combinations = combinationsOf(plan_.spec.axes);
    for (const auto& combination : combinations) plan_.groups.push_back(titleOf(combination));
    for (int seed = 1; seed <= std::clamp(plan_.spec.seeds, 1, kMostSeeds); ++seed) {
      for (std::size_t group = 0; group < combinations.size(); ++group) planGroup(combinations[group], group, seed);
    }
    for (const auto& [text, rows] : wrong_) {
      const bool everywhere = rows.size() >= plan_.spec.rows.size();
      problems_.lines.push_back(everywhere ? text : "row " + join(rows, ", ") + ": " + text);
    }
    std::map<std::string, std::string> folders;
    for (const auto& run : plan_.runs) {
      const auto [it, isNew] = folders.emplace(toLower(run.folder), run.title);
      if (!isNew) {
        problems_.add("rows",
                      "'" + run.title + "' and '" + it->second + "' need names that differ in letters or digits");
      }
    }
  }

  void planGroup(const Combination& combination, std::size_t group, int seed) {
    const std::string ending = folderPart(combination) + "-s" + std::to_string(seed);
    const std::string shown = plan_.groups[group].empty() ? "" : ", " + plan_.groups[group];
    const std::string suffix = shown + ", seed " + std::to_string(seed);
    std::optional<std::size_t> phase0;
    const bool shared = std::any_of(plan_.spec.rows.begin(), plan_.spec.rows.end(),
                                    [](const ExperimentRow& row) { return row.startFromPhase0; });
    if (shared && plan_.spec.phase0) {
      Json options = plan_.spec.phase0->options;
      setKey(options, "model.variant", "backbone");
      if (auto spec = build("phase0", patchOf(combination, options, seed))) {
        phase0 = plan_.runs.size();
        plan_.runs.push_back({"phase0" + ending, "phase 0" + suffix, {}, group, seed, std::move(*spec), {}});
      }
    }
    for (std::size_t row = 0; row < plan_.spec.rows.size(); ++row) {
      const ExperimentRow& entry = plan_.spec.rows[row];
      auto spec = build(entry.name, patchOf(combination, entry.options, seed));
      if (!spec) continue;
      plan_.runs.push_back({slug(entry.name) + ending, entry.name + suffix, row, group, seed, std::move(*spec),
                            entry.startFromPhase0 ? phase0 : std::nullopt});
    }
  }

  Result<void> findSets() {
    std::error_code failure;
    const fs::path folder = fs::is_directory(plan_.data, failure) ? plan_.data : plan_.data.parent_path();
    for (const auto& set : plan_.spec.sets) {
      if (fs::exists(folder / set.file, failure)) {
        plan_.sets.push_back(set);
      } else if (set.required) {
        return Error{
            ErrorCode::notFound, "the data has no " + set.file + ", which the experiment is measured on", {}, {}};
      } else {
        plan_.notes.push_back("the set '" + set.name + "' is left out: the data has no " + set.file);
      }
    }
    return {};
  }

  void describeCommand() {
    std::string& text = plan_.command;
    text = "marcie-cli experiment " + shellWord(request_.source) + " --data " + shellWord(request_.data.string()) +
           " --out DIR --seeds " + std::to_string(plan_.spec.seeds);
    for (const auto& axis : request_.axes) text += " --axis " + shellWord(axis);
    for (const auto& assignment : request_.assignments) text += " --set " + shellWord(assignment);
    for (const auto& row : request_.rows) text += " --rows " + shellWord(row);
    if (request_.robustness) {
      text += " --robustness " + join(request_.robustness->corruptions, ",");
      std::vector<std::string> severities;
      for (const int severity : request_.robustness->severities) severities.push_back(std::to_string(severity));
      text += " --severity " + join(severities, ",");
    }
  }

  const ExperimentRequest& request_;
  ExperimentPlan plan_;
  Problems problems_;
  Json assignments_ = Json::object();
  std::map<std::string, std::vector<std::string>> wrong_;  // problem → rows
};

}  // namespace

Result<ExperimentPlan> makeExperimentPlan(const ExperimentRequest& request) {
  return Planner(request).make();
}

}  // namespace marcie::engine
