// marcie-cli info: what this program and this machine can do.
#include <memory>

#include <nlohmann/json.hpp>
#include <opencv2/core/version.hpp>
#include <torch/headeronly/version.h>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/api/frames.h"
#include "core/base/strings.h"
#include "core/engine/catalogs.h"
#include "core/engine/machine.h"
#include "core/engine/run_store.h"

namespace marcie::cli {
namespace {

#define MARCIE_TEXT_INNER(x) #x
#define MARCIE_TEXT(x) MARCIE_TEXT_INNER(x)

std::vector<std::pair<std::string, std::string>> libraries() {
  return {{"LibTorch",
           MARCIE_TEXT(TORCH_VERSION_MAJOR) "." MARCIE_TEXT(TORCH_VERSION_MINOR) "." MARCIE_TEXT(TORCH_VERSION_PATCH)},
          {"OpenCV", CV_VERSION},
          {"nlohmann-json", MARCIE_TEXT(NLOHMANN_JSON_VERSION_MAJOR) "." MARCIE_TEXT(
                                NLOHMANN_JSON_VERSION_MINOR) "." MARCIE_TEXT(NLOHMANN_JSON_VERSION_PATCH)},
          {"CLI11", CLI11_VERSION}};
}

std::map<std::string, std::vector<protocol::CatalogEntry>> catalogs() {
  auto all = engine::modelCatalogs();
  all["readers"] = engine::readerCatalog();
  all["presets"] = engine::presetCatalog();
  return all;
}

void printInfoJson(const engine::Machine& machine) {
  Json json{{"version", MARCIE_VERSION},
            {"protocol", kProtocolVersion},
            {"device", machine.device()},
            {"gpu", machine.gpu},
            {"threads", machine.threads},
            {"memoryBytes", machine.memoryBytes},
            {"runsRoot", engine::defaultRunsRoot().string()},
            {"sampleRoot", engine::defaultSampleRoot().string()},
            {"libraries", Json::object()},
            {"catalogs", Json::object()}};
  for (const auto& [name, version] : libraries()) json["libraries"][name] = version;
  for (const auto& [kind, entries] : catalogs()) {
    json["catalogs"][kind] = Json::array();
    for (const auto& entry : entries) json["catalogs"][kind].push_back(entry.name);
  }
  printJson(json);
}

Result<ExitCode> info(bool json) {
  const engine::Machine machine = engine::thisMachine();
  if (json) {
    printInfoJson(machine);
    return ExitCode::done;
  }
  print("Marcie " MARCIE_VERSION ", protocol " + std::to_string(kProtocolVersion));
  std::vector<std::vector<std::string>> rows{{"device", machine.device()},
                                             {"threads", std::to_string(machine.threads)},
                                             {"memory", formatBytes(static_cast<std::uint64_t>(machine.memoryBytes))},
                                             {"runs", engine::defaultRunsRoot().string()},
                                             {"sample", engine::defaultSampleRoot().string()}};
  for (const auto& [name, version] : libraries()) rows.push_back({name, version});
  for (const auto& [kind, entries] : catalogs()) {
    std::vector<std::string> names;
    for (const auto& entry : entries) names.push_back(entry.name);
    rows.push_back({kind, join(names, ", ")});
  }
  printTable(rows);
  return ExitCode::done;
}

}  // namespace

void addInfo(CLI::App& app, Exit& exit) {
  auto json = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("info", "Show version, devices, memory, libraries and everything selectable");
  command->add_flag("--json", *json, "Print JSON");
  command->callback([json, &exit] { exit = report([&] { return info(*json); }); });
}

}  // namespace marcie::cli
