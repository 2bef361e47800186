#include "app/cli/command.h"

#include "app/cli/console.h"
#include "core/engine/boundary.h"

namespace marcie::cli {

ExitCode exitCodeOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
    case ErrorCode::option:
    case ErrorCode::exists:
      return ExitCode::usage;
    case ErrorCode::data:
    case ErrorCode::format:
    case ErrorCode::notFound:
      return ExitCode::data;
    case ErrorCode::cancelled:
      return ExitCode::interrupted;
    default:
      return ExitCode::failed;
  }
}

ExitCode report(const std::function<Result<ExitCode>()>& work) {
  const Result<ExitCode> outcome = engine::guarded([&] { return work(); });
  if (outcome) return *outcome;
  printError(outcome.error());
  return exitCodeOf(outcome.error().code);
}

}  // namespace marcie::cli
