// `marcie-cli data inspect` for data of users and items.
#pragma once

#include "app/cli/command.h"
#include "core/rec/data/inspect.h"

namespace marcie::cli {

// "leave_one_out" → its value. Errors: usage, with the nearest spelling.
[[nodiscard]] Result<RecProtocol> protocolNamed(const std::string& name);
// Prints the preview, as a table or as JSON.
[[nodiscard]] Result<ExitCode> inspectInteractions(const rec::InspectRequest& request, bool json);

}  // namespace marcie::cli
