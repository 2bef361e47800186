// Data sets that were read already, so that paging through their rows does not list folders again.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/data/dataset.h"
#include "core/data/reader.h"

namespace marcie::engine {

// Keeps the few last used data sets. Thread-safe.
class DatasetIndex {
 public:
  // From memory, else read now (which may take seconds for a large folder). Errors: as data::readDataset.
  [[nodiscard]] Result<std::shared_ptr<const data::Dataset>> get(const DataOptions& options, const StopToken& stop);
  // The next get() reads again: the folder may have changed.
  void forget(const DataOptions& options);

 private:
  // What decides which pictures there are; sizes and threads do not.
  [[nodiscard]] static std::string keyOf(const DataOptions& options);

  static constexpr std::size_t kCapacity = 4;
  std::mutex mutex_;
  std::list<std::pair<std::string, std::shared_ptr<const data::Dataset>>> recent_;  // newest first
};

}  // namespace marcie::engine
