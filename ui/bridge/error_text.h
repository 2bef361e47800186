// Error → what a person reads. The code decides the translated sentence; the engine's own message stays beside it,
// because it names the file, the option or the number.
#pragma once

#include <QString>

#include "core/base/result.h"

namespace marcie::ui {

// "The file does not follow its format." Translated; one sentence for each code.
[[nodiscard]] QString errorSentence(ErrorCode code);
// The cause in the engine's words with its context, first letter upper case: "Reading labels.txt: line 42: …".
[[nodiscard]] QString errorCause(const Error& error);
// Everything, for "Copy details".
[[nodiscard]] QString errorDetails(const Error& error);
// Engine text in the window's language: annotated texts of core are translated in context "Options", "Run" or "Data".
[[nodiscard]] QString translated(const char* context, const std::string& text);

}  // namespace marcie::ui
