// "data.interactions": the preview of users and items before anything is used.
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/rec/data/inspect.h"

namespace marcie::engine {
namespace {

Result<RecSummary> answerDataInteractions(const protocol::InteractionsInspect& request, Query& query) {
  const auto progress = [&](std::int64_t done, std::int64_t total) {
    query.progress(done, total, "checking pictures");
  };
  return rec::inspectRecData({.data = request.data, .split = request.split}, progress, query.stop);
}

}  // namespace

const Handler& dataInteractionsEntry() {
  static const Handler entry = typedHandler<protocol::InteractionsInspect, answerDataInteractions>(Lane::inspect);
  return entry;
}

}  // namespace marcie::engine
