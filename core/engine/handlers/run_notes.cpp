// "run.notes": the display name, note and tags that people give a run, and whether lists leave it out.
#include "core/engine/handler.h"

namespace marcie::engine {
namespace {

Result<protocol::Empty> answerRunNotes(const protocol::RunSetNotes& request, Query&) {
  const RunFolder run(request.run);
  if (!RunFolder::isRun(run.root())) {
    return Error{ErrorCode::notFound, request.run + " is not a run folder (it has no run.json)", {}, {}};
  }
  MARCIE_TRY(run.saveNotes(request.notes));
  return protocol::Empty{};
}

}  // namespace

const Handler& runNotesEntry() {
  static const Handler entry = typedHandler<protocol::RunSetNotes, answerRunNotes>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
