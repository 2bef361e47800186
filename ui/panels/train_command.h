// The command line that does what the form says: the window as a transcript.
#pragma once

#include <QString>

#include "core/options/json.h"

namespace marcie::ui {

// marcie-cli train --task … --data … --out RUN --preset … --set key=value …, quoted for a POSIX shell where needed.
// `patch` is relative to the preset; its data.path becomes --data.
[[nodiscard]] QString trainCommand(const std::string& task, const std::string& preset, const Json& patch);

// In single quotes when a shell would take it apart.
[[nodiscard]] QString shellQuoted(const QString& text);

}  // namespace marcie::ui
