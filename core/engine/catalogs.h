// Everything that can be chosen by name, collected for the window's form, --help and validation.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/protocol.h"

namespace marcie::engine {

// kind → entries: "encoders", "textEncoders", "denoisers", "fusions", "alignmentLosses", "noiseSchedules", "backbones".
[[nodiscard]] std::map<std::string, std::vector<protocol::CatalogEntry>> modelCatalogs();
[[nodiscard]] std::vector<protocol::CatalogEntry> readerCatalog(std::string_view task = kMarnetTask);
[[nodiscard]] std::vector<protocol::CatalogEntry> presetCatalog(std::string_view task = kMarnetTask);

// schemaOf<RunSpec>() in which options that name a catalog entry (model.encoder, data.reader …) are choices.
[[nodiscard]] Json runSpecSchema(std::string_view task = kMarnetTask);

// A spec from a preset (empty = none) of the task that `patch` names, and a patch of assignments. Errors: option, with
// every problem at once: unknown keys, ranges, combinations, names that no catalog has, each with the nearest spelling;
// usage for an unknown preset.
[[nodiscard]] Result<RunSpec> buildRunSpec(const std::string& preset, const Json& patch);

}  // namespace marcie::engine
