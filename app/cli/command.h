// The commands of marcie-cli: one file each in commands/, listed in main_cli.cpp.
//
// To add one: commands/<name>.cpp with `void add<Name>(CLI::App& app, Exit& exit)`, its line in commands.h and
// in kCommands of main_cli.cpp, its source in CMakeLists.txt, and a test in tests/cli.
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

#include "core/base/result.h"

namespace marcie::cli {

// What the process returns to its shell.
enum class ExitCode { done = 0, failed = 1, usage = 2, data = 3, interrupted = 4 };

// A command's parsed callback stores its exit code here.
using Exit = ExitCode;

// usage, option, exists → 2; data, format, notFound → 3; cancelled → 4; the rest → 1.
[[nodiscard]] ExitCode exitCodeOf(ErrorCode code);

// Runs `work` and turns its error, or whatever it throws, into a message on stderr and an exit code.
[[nodiscard]] ExitCode report(const std::function<Result<ExitCode>()>& work);

}  // namespace marcie::cli
