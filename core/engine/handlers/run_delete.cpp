// "run.delete": to the trash beside the runs; nothing is ever removed from the disk.
#include "core/engine/handler.h"
#include "core/engine/run_store.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::Empty> answerRunDelete(const protocol::RunDelete& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(trashRun(run));
  query.session.watcher().unwatch(run);
  return protocol::Empty{};
}

}  // namespace

const Handler& runDeleteEntry() {
  static const Handler entry = typedHandler<protocol::RunDelete, answerRunDelete>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
