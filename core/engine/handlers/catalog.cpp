// "catalog": the option schema and everything that can be chosen by name.
#include "core/engine/catalogs.h"
#include "core/engine/handler.h"

namespace marcie::engine {
namespace {

Result<protocol::CatalogReply> answerCatalog(const protocol::Catalog&, Query&) {
  return protocol::CatalogReply{runSpecSchema(), presetCatalog(), readerCatalog(), modelCatalogs()};
}

}  // namespace

const Handler& catalogEntry() {
  static const Handler entry = typedHandler<protocol::Catalog, answerCatalog>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
