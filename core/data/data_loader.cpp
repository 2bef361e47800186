#include "core/data/data_loader.h"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <map>
#include <mutex>
#include <new>
#include <numeric>
#include <thread>

#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>
#include <opencv2/core.hpp>

#include "core/base/log.h"
#include "core/base/random.h"
#include "core/data/feature_table.h"
#include "core/data/pixel_cache.h"
#include "core/data/preprocess.h"
#include "core/image/decode.h"

namespace marcie::data {

namespace {

// Independent streams of random numbers, all derived from the one seed.
enum Stream : std::uint64_t { kOrder = 1, kAugment = 2, kPairing = 3, kView = 4 };

// partner[i]: the sample whose tags sample i is given. Cyclic shift of a shuffled order: nobody keeps his own, unless
// he is alone in his class.
std::vector<std::int64_t> permutedWithinClass(const Dataset& dataset, const std::vector<std::int64_t>& indices,
                                              std::uint64_t seed) {
  std::vector<std::int64_t> partner(dataset.samples.size());
  std::iota(partner.begin(), partner.end(), 0);
  std::vector<std::vector<std::int64_t>> ofClass(dataset.classes.size());
  for (const auto index : indices) {
    ofClass[static_cast<std::size_t>(dataset.samples[static_cast<std::size_t>(index)].label)].push_back(index);
  }
  for (std::size_t k = 0; k < ofClass.size(); ++k) {
    auto& members = ofClass[k];
    std::sort(members.begin(), members.end());
    Rng rng(deriveSeed(seed, kPairing, k));
    rng.shuffle(std::span(members));
    for (std::size_t i = 0; i < members.size(); ++i) {
      partner[static_cast<std::size_t>(members[i])] = members[(i + 1) % members.size()];
    }
  }
  return partner;
}

}  // namespace

struct DataLoader::Impl {
  std::shared_ptr<const Dataset> dataset;
  std::shared_ptr<const PixelCache> cache;
  std::vector<std::int64_t> indices;
  LoaderOptions options;
  std::vector<std::int64_t> partner;  // empty = own text

  std::mutex mutex;
  std::condition_variable wakeWorkers, wakeConsumer;
  bool ending = false;
  std::uint64_t generation = 0;  // of the running epoch; work of an older one is dropped
  std::int64_t epoch = -1;       // none yet
  std::int64_t nextToMake = 0;   // batch numbers
  std::int64_t nextToGive = 0;
  std::vector<std::int64_t> order;  // of the running epoch
  std::map<std::int64_t, Result<Batch>> ready;
  std::vector<std::thread> workers;

  [[nodiscard]] std::int64_t batches() const {
    const auto count = static_cast<std::int64_t>(indices.size());
    // A data set smaller than one batch still trains.
    if (options.training && count >= options.batchSize) return count / options.batchSize;
    return (count + options.batchSize - 1) / options.batchSize;
  }

  void work();
  [[nodiscard]] Result<Batch> make(std::int64_t epochNumber, std::span<const std::int64_t> members) const;
  void fillPixels(std::int64_t epochNumber, std::int64_t index, float* out) const;
  [[nodiscard]] at::Tensor imagesOf(std::int64_t epochNumber, std::span<const std::int64_t> members) const;
  [[nodiscard]] at::Tensor featuresOf(std::int64_t epochNumber, std::span<const std::int64_t> members) const;
  [[nodiscard]] at::Tensor tagsOf(std::span<const std::int64_t> members) const;
  [[nodiscard]] cv::Mat square(std::int64_t index) const;
};

cv::Mat DataLoader::Impl::square(std::int64_t index) const {
  if (cache) {
    // The mapping is read-only and no function that gets this picture writes to it.
    return {cache->size(), cache->size(), CV_8UC3, const_cast<std::uint8_t*>(cache->pixels(index))};  // NOLINT
  }
  const Sample& sample = dataset->samples[static_cast<std::size_t>(index)];
  const auto rgb = image::decodeFile(sample.path, sample.split == Split::train ? options.cachedSide : 0);
  if (rgb.ok()) return image::resizeAndCrop(*rgb, options.cachedSide);
  log::warning(rgb.error().toString());
  return {options.cachedSide, options.cachedSide, CV_8UC3, cv::Scalar(0, 0, 0)};
}

void DataLoader::Impl::fillPixels(std::int64_t epochNumber, std::int64_t index, float* out) const {
  const cv::Mat picture = square(index);
  if (!options.training && !options.augmentInOrder) return evaluationPixels(picture, options.imageSize, out);
  Rng rng(deriveSeed(options.seed, kAugment, epochNumber, index));
  trainingPixels(picture, options.imageSize, options.augment, rng, out);
}

at::Tensor DataLoader::Impl::imagesOf(std::int64_t epochNumber, std::span<const std::int64_t> members) const {
  const auto count = static_cast<std::int64_t>(members.size());
  const std::int64_t side = options.imageSize;
  at::Tensor images = at::empty({count, 3, side, side}, at::TensorOptions(at::kFloat), at::MemoryFormat::ChannelsLast);
  auto* pixels = images.mutable_data_ptr<float>();
  for (std::size_t i = 0; i < members.size(); ++i) {
    fillPixels(epochNumber, members[i], pixels + static_cast<std::int64_t>(i) * side * side * 3);
  }
  return images;
}

at::Tensor DataLoader::Impl::featuresOf(std::int64_t epochNumber, std::span<const std::int64_t> members) const {
  const FeatureTable& table = *options.features;
  at::Tensor features =
      at::empty({static_cast<std::int64_t>(members.size()), table.width()}, at::TensorOptions(at::kFloat));
  auto* out = features.mutable_data_ptr<float>();
  for (const auto member : members) {
    const std::int32_t views = options.training ? table.views(member) : 1;
    std::int32_t view = 0;
    if (views > 1) {
      Rng rng(deriveSeed(options.seed, kView, epochNumber, member));
      view = static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(views)));
    }
    const float* row = table.row(member, view);
    out = std::copy(row, row + table.width(), out);
  }
  return features;
}

at::Tensor DataLoader::Impl::tagsOf(std::span<const std::int64_t> members) const {
  const auto width = static_cast<std::int64_t>(dataset->tags.size());
  if (width == 0) return {};
  const auto rows = static_cast<std::int64_t>(members.size());
  if (!options.withTags) {
    return at::full({rows, width}, std::numeric_limits<float>::quiet_NaN(), at::TensorOptions(at::kFloat));
  }
  at::Tensor tags = at::zeros({rows, width}, at::TensorOptions(at::kFloat));
  if (options.training && options.text == TextPairing::none) return tags;
  auto* row = tags.mutable_data_ptr<float>();
  for (const auto member : members) {
    const auto source = partner.empty() ? member : partner[static_cast<std::size_t>(member)];
    for (const auto tag : dataset->samples[static_cast<std::size_t>(source)].tags) row[tag] = 1.0F;
    row += width;
  }
  return tags;
}

Result<Batch> DataLoader::Impl::make(std::int64_t epochNumber, std::span<const std::int64_t> members) const {
  try {
    const auto count = static_cast<std::int64_t>(members.size());
    Batch batch;
    if (options.withPictures && options.features) batch.features = featuresOf(epochNumber, members);
    if (options.withPictures && !options.features) batch.images = imagesOf(epochNumber, members);
    batch.labels = at::empty({count}, at::TensorOptions(at::kLong));
    batch.indices = at::empty({count}, at::TensorOptions(at::kLong));
    batch.tags = tagsOf(members);
    auto* labels = batch.labels.mutable_data_ptr<std::int64_t>();
    auto* indexes = batch.indices.mutable_data_ptr<std::int64_t>();
    for (std::size_t i = 0; i < members.size(); ++i) {
      labels[i] = dataset->samples[static_cast<std::size_t>(members[i])].label;
      indexes[i] = members[i];
    }
    return batch;
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::memory,
                 "there is not enough memory for a batch of pictures",
                 "Reduce the batch size or the picture size",
                 {}};
  } catch (const std::exception& exception) {
    return Error{ErrorCode::io, std::string("a batch of pictures cannot be prepared: ") + exception.what(), {}, {}};
  }
}

void DataLoader::Impl::work() {
  std::unique_lock lock(mutex);
  for (;;) {
    wakeWorkers.wait(lock, [this] {
      return ending || (epoch >= 0 && nextToMake < batches() && nextToMake < nextToGive + options.prefetch);
    });
    if (ending) return;
    const std::int64_t number = nextToMake++;
    const std::uint64_t mine = generation;
    const std::int64_t epochNumber = epoch;
    const auto first = static_cast<std::size_t>(number * options.batchSize);
    const std::size_t count = std::min(static_cast<std::size_t>(options.batchSize), order.size() - first);
    const std::vector<std::int64_t> members(order.begin() + static_cast<std::ptrdiff_t>(first),
                                            order.begin() + static_cast<std::ptrdiff_t>(first + count));
    lock.unlock();
    auto batch = make(epochNumber, members);
    lock.lock();
    if (mine != generation) continue;
    ready.emplace(number, std::move(batch));
    wakeConsumer.notify_one();
  }
}

DataLoader::DataLoader(std::shared_ptr<const Dataset> dataset, std::shared_ptr<const PixelCache> cache,
                       std::vector<std::int64_t> indices, LoaderOptions options)
    : impl_(std::make_unique<Impl>()) {
  // Pictures are small and there are many: threads over pictures beat threads within one.
  cv::setNumThreads(1);
  if (cache && !options.keepUnreadable) {
    std::erase_if(indices, [&](std::int64_t index) { return !cache->isReadable(index); });
  }
  if (options.features) std::erase_if(indices, [&](std::int64_t index) { return !options.features->has(index); });
  options.batchSize = std::max<std::int64_t>(1, options.batchSize);
  options.prefetch = std::max(1, options.prefetch);
  options.cachedSide = std::max(options.cachedSide, options.imageSize);
  impl_->dataset = std::move(dataset);
  impl_->cache = std::move(cache);
  impl_->indices = std::move(indices);
  impl_->options = options;
  if (options.training && options.text == TextPairing::permutedWithinClass) {
    impl_->partner = permutedWithinClass(*impl_->dataset, impl_->indices, options.seed);
  }
  for (int i = 0; i < std::max(1, options.workers); ++i) {
    impl_->workers.emplace_back([impl = impl_.get()] { impl->work(); });
  }
}

DataLoader::~DataLoader() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->ending = true;
  }
  impl_->wakeWorkers.notify_all();
  for (auto& worker : impl_->workers) worker.join();
}

std::int64_t DataLoader::batchesPerEpoch() const {
  return impl_->batches();
}

std::int64_t DataLoader::size() const {
  return static_cast<std::int64_t>(impl_->indices.size());
}

void DataLoader::startEpoch(std::int64_t epoch, std::int64_t firstBatch) {
  auto order = impl_->indices;
  if (impl_->options.training) {
    Rng rng(deriveSeed(impl_->options.seed, kOrder, epoch));
    rng.shuffle(std::span(order));
  }
  {
    const std::lock_guard lock(impl_->mutex);
    ++impl_->generation;
    impl_->epoch = epoch;
    impl_->order = std::move(order);
    impl_->ready.clear();
    impl_->nextToMake = impl_->nextToGive = firstBatch;
  }
  impl_->wakeWorkers.notify_all();
}

Result<std::optional<Batch>> DataLoader::next() {
  std::unique_lock lock(impl_->mutex);
  if (impl_->epoch < 0 || impl_->nextToGive >= impl_->batches()) return std::optional<Batch>();
  impl_->wakeConsumer.wait(lock, [this] { return impl_->ready.contains(impl_->nextToGive); });
  auto node = impl_->ready.extract(impl_->nextToGive);
  ++impl_->nextToGive;
  lock.unlock();
  impl_->wakeWorkers.notify_all();
  if (!node.mapped().ok()) return std::move(node.mapped()).error();
  return std::optional<Batch>(std::move(node.mapped()).value());
}

}  // namespace marcie::data
