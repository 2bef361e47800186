#include "core/api/run_event.h"

namespace marcie {
namespace {

template <std::size_t Index = 0>
bool readBody(std::string_view type, const Json& json, RunEventBody& body, Problems& problems) {
  if constexpr (Index == std::variant_size_v<RunEventBody>) {
    return false;
  } else {
    using Body = std::variant_alternative_t<Index, RunEventBody>;
    if (type != Body::kType) return readBody<Index + 1>(type, json, body, problems);
    Body value;
    fromJson(json, value, problems);
    body = std::move(value);
    return true;
  }
}

}  // namespace

Json runEventToJson(const RunEvent& event) {
  Json json = std::visit([](const auto& body) { return toJson(body); }, event.body);
  json["type"] = std::visit([](const auto& body) { return std::string(body.kType); }, event.body);
  json["step"] = event.step;
  json["epoch"] = event.epoch;
  json["wallTime"] = event.wallTime;
  return json;
}

Result<RunEvent> runEventFromJson(const Json& json) {
  if (!json.is_object() || !json.contains("type") || !json["type"].is_string()) {
    return Error{ErrorCode::format, "an event without a type", {}, {}};
  }
  Json members = json;
  const std::string type = members["type"];
  RunEvent event;
  Problems problems;
  for (const auto& [key, target] :
       {std::pair<const char*, double*>{"epoch", &event.epoch}, {"wallTime", &event.wallTime}}) {
    if (const auto it = members.find(key); it != members.end()) fromJson(*it, *target, problems, key);
    members.erase(key);
  }
  if (const auto it = members.find("step"); it != members.end()) fromJson(*it, event.step, problems, "step");
  members.erase("step");
  members.erase("type");
  if (!readBody(type, members, event.body, problems)) {
    return Error{ErrorCode::format, "unknown event type '" + type + "'", {}, {}};
  }
  if (!problems.empty()) return std::move(problems.toResult(ErrorCode::format)).error();
  return event;
}

}  // namespace marcie
