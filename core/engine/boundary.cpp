#include "core/engine/boundary.h"

#include <new>
#include <stdexcept>

#include "core/base/strings.h"

namespace marcie::engine {
namespace {

Error outOfMemory() {
  return Error{ErrorCode::memory, "not enough memory", "Reduce the batch size or the picture size", {}};
}

bool speaksOfMemory(const std::string& text) {
  const std::string lower = toLower(text);
  for (const auto* phrase : {"out of memory", "not enough memory", "insufficient memory", "failed to allocate"}) {
    if (lower.find(phrase) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

Error errorFromException(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::bad_alloc&) {
    return outOfMemory();
  } catch (const std::exception& exception) {
    const std::string text = exception.what();
    if (speaksOfMemory(text)) return outOfMemory();
    return Error{ErrorCode::internal, text.substr(0, text.find('\n')), "Please report this with the log", {}};
  } catch (...) {
    return Error{ErrorCode::internal, "an unknown failure", "Please report this with the log", {}};
  }
}

}  // namespace marcie::engine
