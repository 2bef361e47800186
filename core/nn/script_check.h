// What a TorchScript file may ask for before any of it runs.
//
// TorchScript is a program. Of the operations that its interpreter knows, a picture network needs those that compute;
// others write files, print, or talk to other processes. A file that has one of those is refused, with the name.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace torch::jit {
struct Module;
}

namespace marcie::nn {

// Looks at the file without loading it: an archive of TorchScript, with no code that loading would run and no classes
// made in C++. Errors: notFound, format.
[[nodiscard]] Result<void> checkScriptFile(const std::filesystem::path& path);

// Looks at every operation of every function in it. Errors: format, with the operation that is refused; `what` names
// the file in the sentence.
[[nodiscard]] Result<void> checkScriptOperations(const torch::jit::Module& module, const std::string& what);

}  // namespace marcie::nn
