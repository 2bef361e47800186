#include "core/base/result.h"

#include <array>

namespace marcie {
namespace {

constexpr std::array<std::pair<ErrorCode, std::string_view>, 16> kNames{{
    {ErrorCode::usage, "usage"},
    {ErrorCode::option, "option"},
    {ErrorCode::notFound, "notFound"},
    {ErrorCode::data, "data"},
    {ErrorCode::format, "format"},
    {ErrorCode::io, "io"},
    {ErrorCode::diskFull, "diskFull"},
    {ErrorCode::memory, "memory"},
    {ErrorCode::checkpoint, "checkpoint"},
    {ErrorCode::busy, "busy"},
    {ErrorCode::exists, "exists"},
    {ErrorCode::cancelled, "cancelled"},
    {ErrorCode::numeric, "numeric"},
    {ErrorCode::protocol, "protocol"},
    {ErrorCode::unavailable, "unavailable"},
    {ErrorCode::internal, "internal"},
}};

}  // namespace

std::string_view errorCodeName(ErrorCode code) {
  for (const auto& [value, name] : kNames) {
    if (value == code) return name;
  }
  return "internal";
}

std::optional<ErrorCode> errorCodeFromName(std::string_view name) {
  for (const auto& [value, known] : kNames) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::string Error::toString() const {
  std::string text;
  for (auto it = context.rbegin(); it != context.rend(); ++it) text += *it + ": ";
  text += message;
  if (!hint.empty()) text += ". " + hint;
  return text;
}

}  // namespace marcie
