// "run.watch": from now on the window hears what happens in this run, beginning with its whole history.
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<RunInfo> answerRunWatch(const protocol::RunWatch& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_ASSIGN(RunInfo info, run.info());
  query.afterReply = [&session = query.session, run] { session.watcher().watch(run); };
  return info;
}

}  // namespace

const Handler& runWatchEntry() {
  static const Handler entry = typedHandler<protocol::RunWatch, answerRunWatch>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
