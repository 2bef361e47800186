#include "core/engine/dataset_index.h"

#include <algorithm>

#include "core/options/json.h"

namespace marcie::engine {

std::string DatasetIndex::keyOf(const DataOptions& options) {
  Json json = toJson(options);
  for (const auto* key : {"imageSize", "cacheSize", "useCache", "workers"}) json.erase(key);
  return dumpJson(json);
}

Result<std::shared_ptr<const data::Dataset>> DatasetIndex::get(const DataOptions& options, const StopToken& stop) {
  const std::string key = keyOf(options);
  const auto find = [&] {
    return std::find_if(recent_.begin(), recent_.end(), [&](const auto& entry) { return entry.first == key; });
  };
  {
    const std::lock_guard lock(mutex_);
    if (const auto it = find(); it != recent_.end()) {
      recent_.splice(recent_.begin(), recent_, it);
      return recent_.front().second;
    }
  }
  MARCIE_ASSIGN(auto dataset, data::readDataset(options, stop));
  auto shared = std::make_shared<const data::Dataset>(std::move(dataset));
  const std::lock_guard lock(mutex_);
  if (const auto it = find(); it != recent_.end()) recent_.erase(it);
  recent_.emplace_front(key, shared);
  if (recent_.size() > kCapacity) recent_.pop_back();
  return shared;
}

void DatasetIndex::forget(const DataOptions& options) {
  const std::string key = keyOf(options);
  const std::lock_guard lock(mutex_);
  recent_.remove_if([&](const auto& entry) { return entry.first == key; });
}

}  // namespace marcie::engine
