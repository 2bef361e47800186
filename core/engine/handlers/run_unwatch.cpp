// "run.unwatch": no more notifications of this run.
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::Empty> answerRunUnwatch(const protocol::RunUnwatch& request, Query& query) {
  query.session.watcher().unwatch(RunFolder(request.run));
  return protocol::Empty{};
}

}  // namespace

const Handler& runUnwatchEntry() {
  static const Handler entry = typedHandler<protocol::RunUnwatch, answerRunUnwatch>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
