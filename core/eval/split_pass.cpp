#include "core/eval/split_pass.h"

#include <thread>

#include "core/data/pixel_cache.h"
#include "core/train/data_sources.h"
#include "core/train/feature_matrix.h"

namespace marcie::eval {

Result<void> forEachBatch(const RunSpec& spec, const data::Dataset& dataset, const std::vector<std::int64_t>& indices,
                          const StopToken& stop, const ProgressCallback& progress,
                          const std::function<void(const data::Batch&)>& use) {
  std::shared_ptr<const data::PixelCache> cache;
  data::LoaderOptions options = train::evaluationLoader(spec, false);
  if (train::isMatrix(spec.model)) {
    MARCIE_ASSIGN(options.features, train::openFeatureMatrix(spec.model, dataset));
    MARCIE_TRY(train::requireFeatures(*options.features, dataset, indices));
  } else if (spec.data.useCache) {
    const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    MARCIE_ASSIGN(cache, data::PixelCache::open(dataset, data::cachedSide(spec.data), threads, {}, stop));
  }
  // The loader shares ownership of its data set; this one outlives it.
  const std::shared_ptr<const data::Dataset> borrowed(&dataset, [](const data::Dataset*) {});
  data::DataLoader loader(borrowed, cache, indices, options);
  loader.startEpoch(0);
  std::int64_t done = 0;
  for (;;) {
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
    MARCIE_ASSIGN(const auto batch, loader.next());
    if (!batch) return {};
    use(*batch);
    done += batch->size();
    if (progress) progress(done, static_cast<std::int64_t>(indices.size()));
  }
}

}  // namespace marcie::eval
