// "data.sample": the built-in kitchen sample, drawn once.
#include <filesystem>

#include "core/data/kitchen/kitchen.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::MakeSampleReply> answerMakeSample(const protocol::MakeSample&, Query& query) {
  const std::filesystem::path root = query.session.sampleRoot();
  const protocol::MakeSampleReply reply{root.string()};
  std::error_code failure;
  if (std::filesystem::is_regular_file(root / "samples.csv", failure)) return reply;
  MARCIE_TRY(makeFolders(root.parent_path()));
  const auto progress = [&](std::int64_t done, std::int64_t total) {
    query.progress(done, total, "drawing the kitchen sample");
  };
  MARCIE_TRY(data::synthKitchen(data::KitchenOptions{}, root, progress, query.stop));
  return reply;
}

}  // namespace

const Handler& dataSampleEntry() {
  static const Handler entry = typedHandler<protocol::MakeSample, answerMakeSample>(Lane::sample);
  return entry;
}

}  // namespace marcie::engine
