#include "core/api/protocol.h"

namespace marcie::protocol {

Json errorToJson(const Error& error) {
  return {{"code", -32000},
          {"message", error.message},
          {"data", {{"code", errorCodeName(error.code)}, {"hint", error.hint}, {"context", error.context}}}};
}

Error errorFromJson(const Json& json) {
  Error error{ErrorCode::protocol, "an error without a message", {}, {}};
  if (!json.is_object()) return error;
  Problems ignored;
  if (const auto it = json.find("message"); it != json.end()) fromJson(*it, error.message, ignored);
  const auto data = json.find("data");
  if (data == json.end() || !data->is_object()) return error;
  std::string code;
  if (const auto it = data->find("code"); it != data->end()) fromJson(*it, code, ignored);
  if (const auto it = data->find("hint"); it != data->end()) fromJson(*it, error.hint, ignored);
  if (const auto it = data->find("context"); it != data->end()) fromJson(*it, error.context, ignored);
  error.code = errorCodeFromName(code).value_or(ErrorCode::internal);
  return error;
}

Json makeRequest(std::int64_t id, std::string_view method, Json params) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
}

Json makeResult(const Json& id, Json result) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Json makeFailure(const Json& id, const Error& error) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", errorToJson(error)}};
}

Json makeNotification(std::string_view method, Json params) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

}  // namespace marcie::protocol
