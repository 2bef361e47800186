// "data.inspect": the preview of a data set before anything is used.
#include "core/data/inspect.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<DatasetSummary> answerDataInspect(const protocol::DataInspect& request, Query& query) {
  query.session.datasets().forget(request.data);  // the person looks again because something may have changed
  const auto progress = [&](std::int64_t done, std::int64_t total) {
    query.progress(done, total, "checking pictures");
  };
  return data::inspectDataset(request.data, progress, query.stop);
}

}  // namespace

const Handler& dataInspectEntry() {
  static const Handler entry = typedHandler<protocol::DataInspect, answerDataInspect>(Lane::inspect);
  return entry;
}

}  // namespace marcie::engine
