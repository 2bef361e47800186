// The one place where exceptions become errors.
#pragma once

#include <exception>

#include "core/base/result.h"

namespace marcie::engine {

// Out of memory (host or device) → `memory` with advice; everything else → `internal` with the first line of its text.
[[nodiscard]] Error errorFromException(const std::exception_ptr& failure);

// Runs `work()`, a function that returns a Result, and turns whatever it throws into its error.
template <class Work>
[[nodiscard]] auto guarded(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (...) {
    return errorFromException(std::current_exception());
  }
}

}  // namespace marcie::engine
