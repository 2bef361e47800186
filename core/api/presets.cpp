#include "core/api/presets.h"

#include <span>
#include <stdexcept>

namespace marcie {

std::span<const std::string_view> embeddedPresets();  // generated

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all = [] {
    std::vector<Preset> list;
    for (const auto text : embeddedPresets()) {
      const auto json = parseJsonText(text);
      auto preset = json ? parseStruct<Preset>(*json, ErrorCode::format) : Result<Preset>(Error(json.error()));
      if (!preset) throw std::logic_error("embedded preset: " + preset.error().toString());
      list.push_back(std::move(*preset));
    }
    return list;
  }();
  return all;
}

std::vector<Preset> presets(std::string_view task) {
  std::vector<Preset> list;
  for (const Preset& preset : presets()) {
    if (preset.task == task) list.push_back(preset);
  }
  return list;
}

Result<Preset> findPreset(std::string_view name, std::string_view task) {
  std::vector<std::string> known;
  for (const auto& preset : presets(task)) {
    if (preset.name == name) return preset;
    known.push_back(preset.name);
  }
  const std::string near = nearestSpelling(name, known);
  return Error{ErrorCode::usage,
               "there is no preset '" + std::string(name) + "'",
               near.empty() ? "Presets: " + join(known, ", ") : "Did you mean '" + near + "'?",
               {}};
}

}  // namespace marcie
