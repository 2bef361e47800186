#include "core/train/rec/bpr_sweep.h"

#include <algorithm>
#include <cmath>
#include <thread>
#include <vector>

// Races are the method: see the header. Instrumented builds would report each of them.
#if defined(__SANITIZE_THREAD__)
#define MARCIE_RACES __attribute__((no_sanitize("thread")))
#else
#define MARCIE_RACES
#endif

namespace marcie::train {
namespace {

// Pairs that are worth a thread: starting one takes as long as some hundred of them.
constexpr std::size_t kPairsPerThread = 1024;

// One pair. Plain loops over contiguous rows: the compiler makes vector instructions of them.
MARCIE_RACES double bprStep(float* __restrict user, float* __restrict better, float* __restrict worse,
                            float& biasBetter, float& biasWorse, std::int64_t dim, float rate, float decay) {
  float difference = biasBetter - biasWorse;
  for (std::int64_t d = 0; d < dim; ++d) difference += user[d] * (better[d] - worse[d]);
  const float pull = 1.0F / (1.0F + std::exp(difference));  // σ(-x)
  for (std::int64_t d = 0; d < dim; ++d) {
    const float p = user[d];
    const float i = better[d];
    const float j = worse[d];
    user[d] = p + rate * (pull * (i - j) - decay * p);
    better[d] = i + rate * (pull * p - decay * i);
    worse[d] = j + rate * (-pull * p - decay * j);
  }
  biasBetter += rate * (pull - decay * biasBetter);
  biasWorse += rate * (-pull - decay * biasWorse);
  return difference > 0 ? std::log1p(std::exp(-static_cast<double>(difference)))
                        : std::log1p(std::exp(static_cast<double>(difference))) - static_cast<double>(difference);
}

struct Stretch {
  double loss = 0;
  std::int64_t pairs = 0;
};

MARCIE_RACES void bprStretch(const BprTables& tables, std::span<const std::int64_t> users,
                             std::span<const std::int64_t> positives, std::span<const std::int64_t> negatives,
                             const BprSweepSettings& settings, Stretch& stretch) {
  const auto rate = static_cast<float>(settings.learningRate);
  const auto decay = static_cast<float>(settings.regularization);
  Stretch own;  // written back once: threads would share a cache line else
  for (std::size_t k = 0; k < users.size(); ++k) {
    if (negatives[k] < 0 || negatives[k] == positives[k]) continue;
    own.loss += bprStep(tables.users + users[k] * tables.dim, tables.items + positives[k] * tables.dim,
                        tables.items + negatives[k] * tables.dim, tables.bias[positives[k]], tables.bias[negatives[k]],
                        tables.dim, rate, decay);
    ++own.pairs;
  }
  stretch = own;
}

}  // namespace

double bprSweep(const BprTables& tables, std::span<const std::int64_t> users, std::span<const std::int64_t> positives,
                std::span<const std::int64_t> negatives, const BprSweepSettings& settings) {
  const std::size_t count = std::clamp<std::size_t>(users.size() / kPairsPerThread, 1,
                                                    static_cast<std::size_t>(std::max(1, settings.threads)));
  const std::size_t each = (users.size() + count - 1) / count;
  std::vector<Stretch> stretches(count);
  const auto work = [&](std::size_t index) {
    const std::size_t first = std::min(index * each, users.size());
    const std::size_t size = std::min(each, users.size() - first);
    bprStretch(tables, users.subspan(first, size), positives.subspan(first, size), negatives.subspan(first, size),
               settings, stretches[index]);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work, i);
  work(0);
  for (std::thread& thread : threads) thread.join();
  Stretch sum;
  for (const Stretch& stretch : stretches) {
    sum.loss += stretch.loss;
    sum.pairs += stretch.pairs;
  }
  return sum.pairs == 0 ? 0 : sum.loss / static_cast<double>(sum.pairs);
}

}  // namespace marcie::train
