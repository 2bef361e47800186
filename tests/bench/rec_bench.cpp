// Ranking evaluation, measured by hand; each mode prints JSON but for `references`, which prints a table.
//   marcie_rec_bench rank FOLDER [--rounds N] [--threads N]
//     judges users.npy · items.npy (+ bias.npy) on train.csv and test.csv (user_id,item_id: row numbers)
//   marcie_rec_bench world [--users N] [--items N] [--interactions N] [--width D] [--rounds N] [--threads N]
//     a generated world of that size
//   marcie_rec_bench references FOLDER [--width D] [--threads N]
//     what needs no network, on real data: seconds of the features of pictures, cold and warm AUC of each reference
//   marcie_rec_bench top FOLDER [--count K] [--rounds N] [--threads N]
//     the best K items of every row of users.npy among items.npy, by product; their rows go to FOLDER/top.npy
//   marcie_rec_bench export RUN FOLDER
//     what a run of the task cierec learned from, by row numbers: train.csv, validation.csv, test.csv, features.npy,
//     world.json
//   marcie_rec_bench judge RUN FOLDER [--validation 1] [--threads N]
//     judges FOLDER's users.npy · items.npy (+ bias.npy) as `marcie-cli evaluate RUN` judges the run
//   marcie_rec_bench toggle [--users N] [--items N] [--interactions N] [--width D] [--rounds N] [--threads N]
//     what a toggle in the Recommend workspace costs, at 5,000 and 50,000 items unless a number is given
// tests/bench/ranking_parity.py drives the first two and compares with a peer, topk_parity.py `top`, cornac_quality.py
// the last two.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "core/api/run_folder.h"
#include "core/base/random.h"
#include "core/nn/npy.h"
#include "core/rec/data/item_features.h"
#include "core/rec/eval/ranking.h"
#include "core/rec/eval/references.h"
#include "core/train/rec/rec_world.h"
#include "tests/bench/peak_memory.h"
#include "tests/bench/toggle_bench.h"

using namespace marcie;
using namespace marcie::rec;

namespace {

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().toString().c_str());
    std::exit(1);
  }
  return std::move(result).value();
}

struct Arguments {
  std::string mode, folder;
  std::string target;  // of the modes that have two folders
  int validation = 0, count = 50;
  int users = 68768, items = 45630, interactions = 1093845, width = 64, rounds = 3, threads = 0;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  if (argc > 1) arguments.mode = argv[1];
  for (int i = 2; i < argc; ++i) {
    const std::string key = argv[i];
    if (!key.starts_with("--")) {
      (arguments.folder.empty() ? arguments.folder : arguments.target) = key;
      continue;
    }
    const int value = i + 1 < argc ? std::stoi(argv[++i]) : 0;
    if (key == "--count") arguments.count = value;
    if (key == "--validation") arguments.validation = value;
    if (key == "--users") arguments.users = value;
    if (key == "--items") arguments.items = value;
    if (key == "--interactions") arguments.interactions = value;
    if (key == "--width") arguments.width = value;
    if (key == "--rounds") arguments.rounds = value;
    if (key == "--threads") arguments.threads = value;
  }
  return arguments;
}

void measure(const FactoredScores& factors, const RecData& data, const RecSplit& split, const Arguments& arguments) {
  RankingOptions options;
  options.ks = {5, 10, 20, 50};
  options.threads = arguments.threads;
  double best = 1e30;
  RankingReport report;
  for (int round = 0; round < arguments.rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    report = must(evaluateRanking(factors, data, split, Part::test, options));
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  Json json{{"seconds", best},
            {"users", report.all.total.users},
            {"usersPerSecond", static_cast<double>(report.all.total.users) / best},
            {"threads", arguments.threads > 0 ? arguments.threads : at::get_num_threads()},
            {"peakMegabytes", peakMegabytes()},
            {"report", rankingJson(report)}};
  std::printf("%s\n", json.dump().c_str());
}

void addIds(RecData& data, std::int64_t users, std::int64_t items) {
  for (std::int64_t u = 0; u < users; ++u) data.users.push_back(std::to_string(u));
  for (std::int64_t i = 0; i < items; ++i) data.items.push_back({std::to_string(i), {}, {}, {}, false});
}

FactoredScores factorsIn(const std::string& folder) {
  FactoredScores factors;
  factors.users = must(nn::readNpy(folder + "/users.npy"));
  factors.items = must(nn::readNpy(folder + "/items.npy"));
  if (std::ifstream(folder + "/bias.npy")) factors.itemBias = must(nn::readNpy(folder + "/bias.npy"));
  return factors;
}

void rankFolder(const Arguments& arguments) {
  const FactoredScores factors = factorsIn(arguments.folder);
  RecData data;
  addIds(data, factors.users.size(0), factors.items.size(0));
  RecSplit split;
  split.ofItem.assign(data.items.size(), ItemState::warm);
  for (const auto& [name, part] : {std::pair{"/train.csv", Part::train}, {"/test.csv", Part::test}}) {
    std::ifstream file(arguments.folder + name);
    std::string header;
    std::getline(file, header);
    Interaction one;
    char comma = 0;
    while (file >> one.user >> comma >> one.item) {
      data.interactions.push_back(one);
      split.ofInteraction.push_back(part);
    }
  }
  measure(factors, data, split, arguments);
}

// Popular items are chosen more often, as in life; 62 / 12 / 26 % train, validation, test; a third of the items cold.
void rankWorld(const Arguments& arguments) {
  Rng rng(1);
  RecData data;
  addIds(data, arguments.users, arguments.items);
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  for (int k = 0; k < arguments.interactions; ++k) {
    const double skew = rng.uniform() * rng.uniform();
    pairs.emplace_back(static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(arguments.users))),
                       static_cast<std::int32_t>(skew * arguments.items));
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  RecSplit split;
  split.ofItem.assign(data.items.size(), ItemState::warm);
  for (std::size_t i = 0; i < data.items.size(); i += 3) split.ofItem[i] = ItemState::coldTest;
  for (const auto& [user, item] : pairs) {
    data.interactions.push_back({user, item, 1, kNoTime});
    const double draw = rng.uniform();
    const bool cold = isCold(split.ofItem[static_cast<std::size_t>(item)]);
    split.ofInteraction.push_back(cold          ? Part::test
                                  : draw < 0.26 ? Part::test
                                  : draw < 0.38 ? Part::validation
                                                : Part::train);
  }
  torch::manual_seed(1);
  const FactoredScores factors{torch::randn({arguments.users, arguments.width}),
                               torch::randn({arguments.items, arguments.width}), torch::randn({arguments.items})};
  measure(factors, data, split, arguments);
}

void topOfFolder(const Arguments& arguments) {
  const Scorer scorer = factorsIn(arguments.folder);
  const std::int64_t count = std::get<FactoredScores>(scorer).users.size(0);
  const std::int64_t items = std::get<FactoredScores>(scorer).items.size(0);
  std::vector<std::int32_t> users(static_cast<std::size_t>(count));
  std::iota(users.begin(), users.end(), 0);
  double best = 1e30;
  std::vector<std::vector<Recommended>> lists;
  for (int round = 0; round < arguments.rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    lists = must(topItems(scorer, users, items, arguments.count, nullptr, {}, arguments.threads));
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  at::Tensor rows = torch::full({count, arguments.count}, -1, torch::kLong);
  auto places = rows.accessor<std::int64_t, 2>();
  for (std::int64_t u = 0; u < count; ++u) {
    const auto& list = lists[static_cast<std::size_t>(u)];
    for (std::size_t k = 0; k < list.size(); ++k) places[u][static_cast<std::int64_t>(k)] = list[k].item;
  }
  if (auto written = nn::writeNpy(arguments.folder + "/top.npy", rows); !written) {
    std::fprintf(stderr, "%s\n", written.error().toString().c_str());
    std::exit(1);
  }
  const Json json{{"seconds", best}, {"users", count}, {"usersPerSecond", static_cast<double>(count) / best}};
  std::printf("%s\n", json.dump().c_str());
}

// The world of a run as it was split when the run began.
std::shared_ptr<const train::RecRunWorld> worldOf(const RunFolder& folder, const RunSpec& spec) {
  return must(train::openRecWorld(spec, folder.root(), {}, StopToken()));
}

void exportRun(const Arguments& arguments) {
  const RunFolder folder(std::filesystem::absolute(arguments.folder));
  const auto world = worldOf(folder, must(folder.spec()));
  std::filesystem::create_directories(arguments.target);
  for (const auto& [name, part] :
       {std::pair{"/train.csv", Part::train}, {"/validation.csv", Part::validation}, {"/test.csv", Part::test}}) {
    std::ofstream file(arguments.target + name);
    file << "user_id,item_id\n";
    for (std::size_t k = 0; k < world->data.interactions.size(); ++k) {
      const Interaction& one = world->data.interactions[k];
      if (world->split.ofInteraction[k] == part) file << one.user << "," << one.item << "\n";
    }
  }
  if (auto written = nn::writeNpy(arguments.target + "/features.npy", world->model.features); !written) {
    std::fprintf(stderr, "%s\n", written.error().toString().c_str());
    std::exit(1);
  }
  const Json facts{{"users", world->data.userCount()}, {"items", world->data.itemCount()}};
  std::ofstream(arguments.target + "/world.json") << facts.dump() << "\n";
}

void judgeForRun(const Arguments& arguments) {
  const RunFolder folder(std::filesystem::absolute(arguments.folder));
  const RunSpec spec = must(folder.spec());
  const auto world = worldOf(folder, spec);
  RankingOptions options = spec.recRanking;
  options.threads = arguments.threads;
  const Part part = arguments.validation != 0 ? Part::validation : Part::test;
  const FactoredScores factors = factorsIn(arguments.target);
  const RankingReport report =
      must(evaluateRanking(factors, world->data, world->split, part, options, spec.trainer.seed));
  std::printf("%s\n", rankingJson(report).dump().c_str());
}

void row(const char* name, const char* features, const Scorer& scorer, const RecData& data, const RecSplit& split) {
  const RankingReport report = must(evaluateRanking(scorer, data, split, Part::test, {}));
  std::printf("| %s | %s | %.3f | %.3f | %.3f | %.3f |\n", name, features, report.cold.total.auc, report.warm.total.auc,
              report.coldInAll.total.auc, report.warm.total.at[2].ndcg);
}

void references(const Arguments& arguments) {
  const RecData data = must(readRecData(arguments.folder));
  const RecSplit split = must(makeSplit(data, {}, 1));
  std::printf(
      "| reference | features | cold AUC | warm AUC | cold among all AUC | warm NDCG@20 "
      "|\n|---|---|---|---|---|---|\n");
  row("popularity", "", popularityReference(data, split), data, split);
  for (const auto kind : {RecFeatureKind::kmeansPatches, RecFeatureKind::hogColour}) {
    FeatureOptions options;
    options.kind = kind;
    options.threads = arguments.threads;
    const auto start = std::chrono::steady_clock::now();
    const at::Tensor features = must(itemFeatures(data, options, split.warmMask(), 1, {}));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const std::string name(enumKey(kind));
    row("item-kNN, all", name.c_str(), must(itemKnnReference(data, split, features)), data, split);
    row("item-kNN, 50", name.c_str(), must(itemKnnReference(data, split, features, 50)), data, split);
    const RidgeReference ridge = must(ridgeReference(data, split, features));
    row("ridge", name.c_str(), ridge.scores, data, split);
    std::fprintf(stderr, "%s: %.1f s for %lld pictures; ridge explains %.1f %%\n", name.c_str(), seconds,
                 static_cast<long long>(data.itemCount()), 100 * ridge.explained);
  }
}

void toggles(const Arguments& arguments, bool hasItems) {
  constexpr int kUsers = 600, kEach = 100, kWidth = 128;
  std::printf("| items | toggle | first, ms | mean, ms | longest, ms |\n|---|---|---|---|---|\n");
  for (const int items : hasItems ? std::vector<int>{arguments.items} : std::vector<int>{5000, 50000}) {
    const Arguments usual;
    const int users = arguments.users == usual.users ? kUsers : arguments.users;
    bench::measureToggles(
        users, items, arguments.interactions == usual.interactions ? kEach * users : arguments.interactions,
        arguments.width == usual.width ? kWidth : arguments.width, std::max(arguments.rounds, 10), arguments.threads);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = parse(argc, argv);
  if (arguments.mode == "rank" && !arguments.folder.empty()) {
    rankFolder(arguments);
  } else if (arguments.mode == "references" && !arguments.folder.empty()) {
    references(arguments);
  } else if (arguments.mode == "top" && !arguments.folder.empty()) {
    topOfFolder(arguments);
  } else if (arguments.mode == "export" && !arguments.target.empty()) {
    exportRun(arguments);
  } else if (arguments.mode == "judge" && !arguments.target.empty()) {
    judgeForRun(arguments);
  } else if (arguments.mode == "toggle") {
    toggles(arguments, arguments.items != Arguments().items);
  } else if (arguments.mode == "world") {
    rankWorld(arguments);
  } else {
    std::fprintf(stderr,
                 "marcie_rec_bench rank FOLDER | world | references FOLDER | top FOLDER | export RUN FOLDER | judge "
                 "RUN FOLDER | toggle; see the head of tests/bench/rec_bench.cpp\n");
    return 2;
  }
  return 0;
}
