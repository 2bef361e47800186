// "robustness.corruptions": the ways in which pictures can be damaged.
#include "core/api/protocol_samples.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/image/corruption.h"

namespace marcie::engine {
namespace {

Result<protocol::Corruptions::Reply> answerRobustnessCorruptions(const protocol::Corruptions& request, Query& query) {
  static_cast<void>(request);
  static_cast<void>(query);
  protocol::CorruptionsReply reply;
  for (const auto* entry : image::corruptions()) {
    reply.corruptions.push_back({std::string(entry->name), std::string(entry->title), std::string(entry->help), {}});
  }
  return reply;
}

}  // namespace

const Handler& robustnessCorruptionsEntry() {
  static const Handler entry = typedHandler<protocol::Corruptions, answerRobustnessCorruptions>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
