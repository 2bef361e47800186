#include "core/engine/catalogs.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/api/presets.h"
#include "core/base/strings.h"
#include "core/data/reader.h"
#include "core/nn/alignment_loss.h"
#include "core/nn/network.h"
#include "core/nn/noise_schedule.h"
#include "core/nn/rec/backbone.h"
#include "core/rec/data/reader.h"

namespace marcie::engine {
namespace {

using protocol::CatalogEntry;

template <class Entry>
std::vector<CatalogEntry> describe(std::span<const Entry* const> catalog) {
  std::vector<CatalogEntry> entries;
  for (const Entry* entry : catalog) {
    entries.push_back({std::string(entry->name), std::string(entry->title), std::string(entry->help), nullptr});
  }
  return entries;
}

// An option whose text is the name of a catalog entry.
struct NamedOption {
  std::array<std::string_view, 3> path;  // empty at the end where shorter
  std::string_view kind;
};
constexpr std::array kNamedOptions{
    NamedOption{{"model", "encoder"}, "encoders"},
    NamedOption{{"model", "textEncoder"}, "textEncoders"},
    NamedOption{{"model", "fusion"}, "fusions"},
    NamedOption{{"model", "ema", "loss"}, "alignmentLosses"},
    NamedOption{{"model", "cdr", "schedule"}, "noiseSchedules"},
    NamedOption{{"model", "cdr", "denoiser"}, "denoisers"},
    NamedOption{{"data", "reader"}, "readers"},
};
constexpr std::array kCierecNamedOptions{
    NamedOption{{"model", "backbone"}, "backbones"},
    NamedOption{{"data", "reader"}, "recReaders"},
};

std::span<const NamedOption> namedOptions(std::string_view task) {
  if (task == kCierecTask) return kCierecNamedOptions;
  return kNamedOptions;
}

std::string taskOf(const Json& patch) {
  const auto it = patch.is_object() ? patch.find("task") : patch.end();
  return it != patch.end() && it->is_string() ? it->get<std::string>() : std::string(kMarnetTask);
}

std::string pathText(const NamedOption& option) {
  std::string text;
  for (const auto part : option.path) {
    if (!part.empty()) text += (text.empty() ? "" : ".") + std::string(part);
  }
  return text;
}

// Without a name the reader that recognises the data best is taken.
bool mayBeEmpty(const NamedOption& option) {
  return option.kind == "readers" || option.kind == "recReaders";
}

std::vector<CatalogEntry> entriesOf(const std::map<std::string, std::vector<CatalogEntry>>& models,
                                    std::string_view kind) {
  if (kind == "readers") return readerCatalog();
  if (kind == "recReaders") return readerCatalog(kCierecTask);
  const auto it = models.find(std::string(kind));
  return it == models.end() ? std::vector<CatalogEntry>{} : it->second;
}

// The schema entry at a path, or null.
Json* findField(Json& group, std::span<const std::string_view> path) {
  for (auto& field : group["fields"]) {
    if (field["key"] != path.front()) continue;
    const auto rest = path.subspan(1);
    if (rest.empty() || rest.front().empty()) return &field;
    return field.contains("fields") ? findField(field, rest) : nullptr;
  }
  return nullptr;
}

void makeChoice(Json& field, const std::vector<CatalogEntry>& entries, bool isOptional) {
  field["kind"] = "choice";
  field["choices"] = Json::array();
  if (isOptional) field["choices"].push_back({{"key", ""}, {"label", MARCIE_TR("Options", "Best match")}});
  for (const auto& entry : entries) field["choices"].push_back({{"key", entry.name}, {"label", entry.title}});
}

// What `patch` sets an option to, when that is a text.
const std::string* textAt(const Json& patch, std::span<const std::string_view> path) {
  const Json* node = &patch;
  for (const auto part : path) {
    if (part.empty()) break;
    if (!node->is_object()) return nullptr;
    const auto it = node->find(part);
    if (it == node->end()) return nullptr;
    node = &*it;
  }
  return node->is_string() ? &node->get_ref<const std::string&>() : nullptr;
}

// Names in `patch` that no catalog has.
void checkNames(const Json& patch, Problems& problems) {
  const auto models = modelCatalogs();
  for (const auto& option : namedOptions(taskOf(patch))) {
    const std::string* chosen = textAt(patch, option.path);
    if (chosen == nullptr || (chosen->empty() && mayBeEmpty(option))) continue;
    std::vector<std::string> known;
    for (const auto& entry : entriesOf(models, option.kind)) known.push_back(entry.name);
    if (std::find(known.begin(), known.end(), *chosen) != known.end()) continue;
    const std::string near = nearestSpelling(*chosen, known);
    problems.add(pathText(option), "'" + *chosen + "' is not one of " + join(known, ", ") +
                                       (near.empty() ? std::string() : "; did you mean '" + near + "'?"));
  }
}

}  // namespace

std::map<std::string, std::vector<CatalogEntry>> modelCatalogs() {
  auto encoders = describe(nn::encoders());
  // No network, and therefore not in the catalog of networks: see core/train/feature_matrix.h.
  encoders.push_back(
      {"matrix", "Feature matrix",
       "Features that were computed elsewhere, one row for each picture of the data (model.weights=FILE.npy, "
       "model.featureIndex).",
       nullptr});
  return {{"encoders", std::move(encoders)},
          {"textEncoders", describe(nn::textEncoders())},
          {"denoisers", describe(nn::denoisers())},
          {"fusions", describe(nn::fusions())},
          {"alignmentLosses", describe(nn::alignmentLosses())},
          {"noiseSchedules", describe(nn::noiseSchedules())},
          {"backbones", describe(nn::rec::backbones())}};
}

std::vector<CatalogEntry> readerCatalog(std::string_view task) {
  std::vector<CatalogEntry> entries;
  const auto add = [&entries](const auto& readers) {
    for (const auto* reader : readers) {
      entries.push_back({std::string(reader->name), std::string(reader->title), std::string(reader->expects), nullptr});
    }
  };
  if (task == kCierecTask) {
    add(rec::readers());
  } else {
    add(data::readers());
  }
  return entries;
}

std::vector<CatalogEntry> presetCatalog(std::string_view task) {
  std::vector<CatalogEntry> entries;
  for (const auto& preset : presets(task)) entries.push_back({preset.name, preset.title, preset.help, preset.options});
  return entries;
}

Json runSpecSchema(std::string_view task) {
  Json schema = schemaOf<RunSpec>(defaultRunSpec(task));
  const auto models = modelCatalogs();
  for (const auto& option : namedOptions(task)) {
    if (Json* field = findField(schema, option.path)) {
      makeChoice(*field, entriesOf(models, option.kind), mayBeEmpty(option));
    }
  }
  return schema;
}

Result<RunSpec> buildRunSpec(const std::string& preset, const Json& patch) {
  Json start = nullptr;
  if (!preset.empty()) {
    MARCIE_ASSIGN(Preset found, findPreset(preset, taskOf(patch)));
    start = std::move(found.options);
  }
  Problems problems;
  auto spec = makeRunSpec(start, patch);
  if (!spec) {
    if (spec.error().code != ErrorCode::option) return spec;
    for (const auto line : split(spec.error().message, '\n')) problems.lines.emplace_back(line);
  }
  if (patch.is_object()) checkNames(patch, problems);
  MARCIE_TRY(problems.toResult());
  if (!preset.empty()) spec->preset = preset;
  return spec;
}

}  // namespace marcie::engine
