// Expected failures as values: Error says what went wrong and what to do, Result<T> carries it or the value.
//
// Thread-safe as any value type. Bugs throw; everything a user can cause (files, formats, options, memory) is a Result.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace marcie {

// Stable across versions: the window maps a code to a translated sentence, the CLI maps it to an exit code.
enum class ErrorCode {
  usage,        // the caller asked for something that does not exist
  option,       // an option is unknown or out of range
  notFound,     // a file, folder, run or key is missing
  data,         // a data set cannot be used as it is
  format,       // a file does not follow its format
  io,           // reading or writing failed
  diskFull,     // no space left while writing
  memory,       // out of memory (host or device)
  checkpoint,   // a checkpoint does not fit this model or version
  busy,         // somebody else holds the run folder
  exists,       // the target exists already
  cancelled,    // the user asked to stop
  numeric,      // NaN or infinity in a loss
  protocol,     // a malformed or unsupported frame
  unavailable,  // needs something this machine or run does not have
  internal,     // a bug that was caught at a boundary
};

[[nodiscard]] std::string_view errorCodeName(ErrorCode code);
[[nodiscard]] std::optional<ErrorCode> errorCodeFromName(std::string_view name);

struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;               // one sentence without a full stop, e.g. "the image list has no column 'label'"
  std::string hint;                  // what to do about it; may be empty
  std::vector<std::string> context;  // innermost first: "line 42", "reading labels.txt"

  // Adds where it happened while the error rises.
  Error&& within(std::string where) && {
    context.push_back(std::move(where));
    return std::move(*this);
  }
  // "reading labels.txt: line 42: message. Hint" for a person to read.
  [[nodiscard]] std::string toString() const;
};

// Value of Result<void>.
struct Ok {};

template <class T>
class [[nodiscard]] Result {
 public:
  using Value = std::conditional_t<std::is_void_v<T>, Ok, T>;

  Result() requires std::is_void_v<T> : state_(Ok{}) {}
  Result(Value value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit on purpose

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Precondition: ok(). Throws std::bad_variant_access otherwise (a bug of the caller).
  [[nodiscard]] Value& value() & { return std::get<0>(state_); }
  [[nodiscard]] const Value& value() const& { return std::get<0>(state_); }
  [[nodiscard]] Value&& value() && { return std::get<0>(std::move(state_)); }
  Value& operator*() & { return value(); }
  const Value& operator*() const& { return value(); }
  Value&& operator*() && { return std::move(*this).value(); }
  Value* operator->() { return &value(); }
  const Value* operator->() const { return &value(); }

  // Precondition: !ok().
  [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }
  [[nodiscard]] Error&& error() && { return std::get<1>(std::move(state_)); }

  // Adds context to the error, if there is one.
  Result&& within(std::string where) && {
    if (!ok()) std::get<1>(state_).context.push_back(std::move(where));
    return std::move(*this);
  }

 private:
  std::variant<Value, Error> state_;
};

}  // namespace marcie

// Returns the error of a Result to the caller; continues otherwise.
#define MARCIE_TRY(expression)                                                                  \
  do {                                                                                          \
    if (auto tryResult_ = (expression); !tryResult_.ok()) return std::move(tryResult_).error(); \
  } while (false)

// MARCIE_ASSIGN(auto value, compute()): declares or assigns `value`, or returns the error.
#define MARCIE_CONCAT_INNER(a, b) a##b
#define MARCIE_CONCAT(a, b) MARCIE_CONCAT_INNER(a, b)
#define MARCIE_ASSIGN(target, expression)                                                                             \
  auto MARCIE_CONCAT(assignResult_, __LINE__) = (expression);                                                         \
  if (!MARCIE_CONCAT(assignResult_, __LINE__).ok()) return std::move(MARCIE_CONCAT(assignResult_, __LINE__)).error(); \
  target = std::move(MARCIE_CONCAT(assignResult_, __LINE__)).value()
