// Where runs live, how a new one is named, and what becomes of a deleted one. Free functions; thread-safe.
#pragma once

#include <filesystem>
#include <string>

#include "core/api/run_folder.h"

namespace marcie::engine {

// $MARCIE_HOME, else $XDG_DATA_HOME/marcie, else ~/.local/share/marcie.
[[nodiscard]] std::filesystem::path homeFolder();
[[nodiscard]] std::filesystem::path defaultRunsRoot();    // <home>/runs
[[nodiscard]] std::filesystem::path defaultSampleRoot();  // <home>/samples/kitchen

// A folder name of a-z, 0-9 and '-' made from a name for people; "run" when nothing is left of it.
[[nodiscard]] std::string slugOf(std::string_view name);

// Makes <root>/<slug> or, when that exists, <slug>-2, -3 …, with run.json and the display name. An empty name becomes
// "<data folder> <variant>". Errors: io.
[[nodiscard]] Result<RunFolder> createRun(const std::filesystem::path& root, const std::string& name,
                                          const RunSpec& spec);

// Moves a run to .trash/ beside it and returns where it is now. Errors: busy while its trainer lives, notFound, io.
[[nodiscard]] Result<std::filesystem::path> trashRun(const RunFolder& run);

}  // namespace marcie::engine
