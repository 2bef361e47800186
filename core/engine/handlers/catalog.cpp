// "catalog": the option schema and everything that can be chosen by name.
#include "core/engine/catalogs.h"
#include "core/engine/handler.h"

namespace marcie::engine {
namespace {

Result<protocol::CatalogReply> answerCatalog(const protocol::Catalog&, Query&) {
  protocol::CatalogReply reply;
  for (const auto task : {kMarnetTask, kCierecTask}) {
    reply.tasks[std::string(task)] = {runSpecSchema(task), presetCatalog(task), readerCatalog(task)};
  }
  reply.kinds = modelCatalogs();
  return reply;
}

}  // namespace

const Handler& catalogEntry() {
  static const Handler entry = typedHandler<protocol::Catalog, answerCatalog>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
