#include "tests/bench/toggle_bench.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>

#include <torch/torch.h>

#include "core/base/random.h"
#include "core/eval/recommender_reasons.h"
#include "core/nn/npy.h"
#include "core/train/run_training.h"
#include "tests/support/temp_folder.h"

namespace marcie::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kToggleTerms = 20;   // annotations there are
constexpr int kToggleLength = 40;  // of a list, as the window asks for

void writeToggleWorld(const fs::path& folder, int users, int items, int interactions, int width) {
  fs::create_directories(folder);
  Rng rng(1);
  std::ofstream list(folder / "items.csv"), chosen(folder / "interactions.csv");
  list << "item_id,title,cold,tags\n";
  for (int i = 0; i < items; ++i) {
    list << 'i' << i << ",Item " << i << ',' << (i % 3 == 0 ? 1 : 0) << ",t" << i % kToggleTerms << "|t"
         << (i / 7) % kToggleTerms << '\n';
  }
  chosen << "user_id,item_id,rating,timestamp\n";
  std::set<std::pair<int, int>> seen;
  for (int k = 0; k < interactions; ++k) {
    const auto user = static_cast<int>(rng.below(static_cast<std::uint64_t>(users)));
    const auto item = static_cast<int>(rng.uniform() * rng.uniform() * items);
    if (seen.emplace(user, item).second) chosen << 'u' << user << ",i" << item << ",1," << k << '\n';
  }
  torch::manual_seed(1);
  const auto written = nn::writeNpy(folder / "features.npy", torch::randn({items, width}));
  if (!written) std::fprintf(stderr, "%s\n", written.error().toString().c_str());
}

// Milliseconds: of the first time, and the longest and the mean of the others.
struct Times {
  double first = 0, longest = 0, mean = 0;
};

Times timesOf(int rounds, const std::function<void(int)>& work) {
  Times times;
  for (int round = 0; round <= rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    work(round);
    const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    if (round == 0) {
      times.first = ms;
      continue;
    }
    times.longest = std::max(times.longest, ms);
    times.mean += ms / rounds;
  }
  return times;
}

void printRow(int items, const char* name, const Times& times) {
  std::printf("| %d | %s | %.1f | %.1f | %.1f |\n", items, name, times.first, times.mean, times.longest);
}

void measureOn(eval::Recommender& model, int items, int rounds) {
  eval::Reasons reasons(model);
  std::int64_t user = 0;  // the one with the longest history
  for (std::int64_t u = 1; u < model.world().data.userCount(); ++u) {
    const auto length = [&](std::int64_t one) {
      return model.world().chosen.of(static_cast<std::int32_t>(one)).size();
    };
    user = length(u) > length(user) ? u : user;
  }
  const auto history = model.world().chosen.of(static_cast<std::int32_t>(user));
  // As "recommend.user" does it.
  printRow(items, "forget a history item", timesOf(rounds, [&](int round) {
             const std::vector<std::int64_t> without{history[static_cast<std::size_t>(round) % history.size()]};
             const auto vectors = reasons.refitted(user, without);
             const auto before = model.scores(user);
             for (const auto kind : {eval::RecList::all, eval::RecList::cold}) {
               std::vector<std::int64_t> numbers;
               for (const auto& one : model.recommendTo(vectors, user, without, kToggleLength, kind)) {
                 numbers.push_back(one.item);
               }
               (void)model.placesOf(before, user, {}, numbers, kind);
             }
           }));
  // As "recommend.sandbox" does it, for a picture that looks like the first item.
  const at::Tensor feature = model.world().model.features.slice(0, 0, 1);
  printRow(items, "switch an annotation", timesOf(rounds, [&](int round) {
             const nn::rec::AnnotationEdit edit{{round % kToggleTerms}, {}};
             (void)model.ranksOf(model.asItem(feature, edit), eval::RecList::cold);
           }));
}

}  // namespace

void measureToggles(int users, int items, int interactions, int width, int rounds, int threads) {
  const testing::TempFolder temp;
  ::setenv("MARCIE_CACHE_DIR", (temp / "cache").c_str(), 1);
  if (threads > 0) at::set_num_threads(threads);
  writeToggleWorld(temp / "world", users, items, interactions, width);
  RunSpec spec = defaultRunSpec("cierec");
  spec.recData.path = (temp / "world").string();
  spec.data.path = spec.recData.path;
  spec.recFeatures.kind = RecFeatureKind::matrix;
  spec.recFeatures.matrix = (temp / "world" / "features.npy").string();
  spec.recFeatures.width = 0;
  spec.cierec.phases.inference = 1;
  spec.cierec.phases.train = 1;
  spec.trainer.batchSize = 4096;
  spec.trainer.device = Device::cpu;
  spec.trainer.threads = threads;
  const auto fail = [](const Error& error) {
    std::fprintf(stderr, "%s\n", error.toString().c_str());
    std::exit(1);
  };
  const auto run = RunFolder::create(temp / "run", spec);
  if (!run) fail(run.error());
  const auto outcome = train::runTraining(*run, {}, {});
  if (!outcome) fail(outcome.error());
  const auto model = eval::Recommender::open(*run);
  if (!model) fail(model.error());
  measureOn(**model, items, rounds);
}

}  // namespace marcie::bench
