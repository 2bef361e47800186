// "runs.list": every run below a folder, newest first.
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::RunsListReply> answerRunsList(const protocol::RunsList& request, Query& query) {
  const std::filesystem::path root =
      request.root.empty() ? query.session.runsRoot() : std::filesystem::path(request.root);
  return protocol::RunsListReply{listRuns(root)};
}

}  // namespace

const Handler& runsListEntry() {
  static const Handler entry = typedHandler<protocol::RunsList, answerRunsList>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
