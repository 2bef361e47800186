// .npy files that hold Python objects: a pickle behind NumPy's header, read without executing anything.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/data/pickle.h"

namespace marcie::rec {

// By the header alone.
[[nodiscard]] bool holdsObjects(const std::filesystem::path& npy);
// Errors: notFound, io, format (no .npy file, or one that wants to call a function).
[[nodiscard]] Result<data::Pickle> readObjects(const std::filesystem::path& npy);
// The dictionary in it, out of the array without dimensions that NumPy puts around it; null when there is none.
[[nodiscard]] const data::PickleValue* dictionaryIn(const data::PickleValue& root);

// Whole numbers in a list, a tuple or an array. Nothing when it holds anything else.
[[nodiscard]] std::optional<std::vector<std::int64_t>> wholeNumbersIn(const data::PickleValue& value);
// The lists in a list, in an array of objects, or the rows of a matrix. Nothing when it holds anything else.
[[nodiscard]] std::optional<std::vector<std::vector<std::int64_t>>> listsIn(const data::PickleValue& value);
// An array of numbers. Errors: format (`name` says of what): another type, Fortran order, a size that does not fit.
[[nodiscard]] Result<at::Tensor> tensorIn(const data::PickleValue& value, const std::string& name);

}  // namespace marcie::rec
