// How fast recommenders learn: VBPR on wide features, BPR-MF steps, an epoch at Allrecipes' size; beside Cornac where a
// Python that has it is named.
//
//   marcie_rec_train_bench [--threads N] [--rounds N] [--small] [--python PYTHON] [--json FILE]
//
// Prints a Markdown table and writes the same as JSON. Our figures are of whole steps as a run makes them: batch and
// negatives drawn, loss, gradients, optimiser. Each is the best of several rounds. Cornac learns in a process of its
// own (cornac_speed.py) with the same number of threads, right after ours on the same size.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "core/base/random.h"
#include "core/nn/rec/rec_model.h"
#include "core/options/json.h"
#include "core/train/optimizer.h"
#include "core/train/rec/bpr_sweep.h"
#include "core/train/rec/triple_source.h"
#include "tests/bench/peak_memory.h"

using namespace marcie;

namespace {

constexpr int kDefaultBatch = 1024;  // of runs
constexpr int kWideBatch = 8192;
constexpr int kSweepBatch = 65536;

struct Settings {
  int threads = 2, rounds = 3;
  bool small = false;
  std::string python, json;
};

double secondsOf(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double bestOf(int rounds, const std::function<void()>& work) {
  double best = 1e30;
  for (int i = 0; i < rounds; ++i) best = std::min(best, secondsOf(work));
  return best;
}

// Rows of the table, and how a figure grows over the sizes of one row's kind.
class Table {
 public:
  void head() { std::printf("| what | size | ours | peer | ratio | goal |\n| --- | --- | --- | --- | --- | --- |\n"); }
  // `amount` is what the slope is over.
  void row(const std::string& what, const std::string& size, double amount, double ours, const char* unit,
           std::optional<double> peer, const char* goal) {
    Json entry{{"what", what}, {"size", size}, {"amount", amount}, {"ours", ours}, {"unit", unit}, {"goal", goal}};
    std::printf("| %s | %s | %.4g %s | ", what.c_str(), size.c_str(), ours, unit);
    if (peer) {
      entry["peer"] = *peer;
      entry["ratio"] = ours / *peer;
      std::printf("%.4g %s | %.2f× | %s |\n", *peer, unit, ours / *peer, goal);
    } else {
      std::printf("– | – | %s |\n", goal);
    }
    std::fflush(stdout);
    rows_.push_back(std::move(entry));
  }
  // Slopes of log figure per log amount between neighbouring sizes of each kind that has several.
  void slopes() {
    std::printf("\n| what | slope of log figure over log size |\n| --- | --- |\n");
    std::vector<std::string> told;
    for (const Json& first : rows_) {
      const std::string what = first["what"];
      if (std::find(told.begin(), told.end(), what) != told.end()) continue;
      told.push_back(what);
      std::string text;
      const Json* before = nullptr;
      for (Json& now : rows_) {
        if (now["what"] != what) continue;
        if (before != nullptr) {
          const double slope = std::log(now["ours"].get<double>() / (*before)["ours"].get<double>()) /
                               std::log(now["amount"].get<double>() / (*before)["amount"].get<double>());
          now["slope"] = slope;
          std::array<char, 32> number{};
          std::snprintf(number.data(), number.size(), "%s%.2f", text.empty() ? "" : ", ", slope);
          text += number.data();
        }
        before = &now;
      }
      if (!text.empty()) std::printf("| %s | %s |\n", what.c_str(), text.c_str());
    }
  }
  [[nodiscard]] const Json& rows() const { return rows_; }

 private:
  Json rows_ = Json::array();
};

// Users, items and who chose what, drawn from a seed; every item is warm and has `width` random numbers.
struct World {
  rec::RecData data;
  rec::RecSplit split;
  rec::PositiveLists chosen;
  std::vector<std::uint8_t> warm;
  nn::rec::RecWorld model;

  World(std::int64_t users, std::int64_t items, std::int64_t interactions, std::int64_t width) {
    Rng rng(1);
    for (std::int64_t u = 0; u < users; ++u) data.users.push_back(std::to_string(u));
    for (std::int64_t i = 0; i < items; ++i) data.items.push_back({std::to_string(i), {}, {}, {}, false});
    std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
    for (std::int64_t k = 0; k < interactions; ++k) {
      pairs.emplace_back(static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(users))),
                         static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(items))));
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (const auto& [user, item] : pairs) data.interactions.push_back({user, item, 1, rec::kNoTime});
    split.ofInteraction.assign(data.interactions.size(), rec::Part::train);
    split.ofItem.assign(data.items.size(), rec::ItemState::warm);
    chosen = rec::PositiveLists(data, split, rec::Part::train);
    warm.assign(data.items.size(), 1);
    torch::manual_seed(1);
    model.users = users;
    model.features = torch::randn({items, width});
    model.warm = torch::ones({items}, torch::kBool);
    model.history = torch::full({users, 1}, -1, torch::kLong);
    model.coordinates = torch::zeros({200, 32});
  }
  [[nodiscard]] double triples() const { return static_cast<double>(data.interactions.size()); }
};

// Batches without end, as a run draws them.
class Batches {
 public:
  Batches(const World& world, std::int64_t batch)
      : sampler_({}, world.chosen, world.warm), source_(world.data, world.split, sampler_, batch, 1) {
    source_.startEpoch(epoch_, 0);
  }
  data::Batch next() {
    for (;;) {
      auto batch = source_.next();
      if (!batch) std::exit(1);
      if (batch.value()) return std::move(*batch.value());
      source_.startEpoch(++epoch_, 0);
    }
  }

 private:
  train::NegativeSampler sampler_;
  train::TripleSource source_;
  std::int64_t epoch_ = 0;
};

// Triples a second of training with Adam.
double trainRate(const World& world, const CierecOptions& options, std::int64_t batch, int steps, int rounds) {
  torch::manual_seed(1);
  auto model = nn::rec::RecModel::create(options, world.model);
  if (!model) std::exit(1);
  nn::rec::RecModel& learner = **model;
  std::vector<train::ParameterGroup> groups;
  const auto learn = [&](const char* name, nn::rec::RecModel::Parameters parameters, double decay) {
    if (!parameters.empty()) groups.push_back({OptimizerKind::adam, name, std::move(parameters), 3e-3, decay});
  };
  learn("tables", learner.tableParameters(), 0);
  learn("content", learner.contentParameters(), 1e-3);
  learn("unified", learner.unifiedParameters(), 1e-3);
  learn("inference", learner.inferenceParameters(), 1e-3);
  train::Optimizer optimizer(std::move(groups), 0);
  Batches batches(world, batch);
  const at::Tensor annotations = (torch::rand({options.inference.batch, 200}) < 0.05).to(torch::kFloat);
  double triples = 0;
  const auto step = [&] {
    const data::Batch drawn = batches.next();
    nn::rec::RecBatch given;
    given.users = drawn.labels;
    given.positives = drawn.indices;
    given.negatives = drawn.negatives;
    if (learnsAnnotations(options.cierec)) {
      given.inferenceItems = torch::randint(world.model.items(), {annotations.size(0)}, torch::kLong);
      given.annotations = annotations;
    }
    optimizer.zeroGradients();
    learner.loss(given).total.backward();
    optimizer.step(1);
    triples += static_cast<double>(drawn.size());
  };
  step();
  double best = 0;
  for (int i = 0; i < rounds; ++i) {
    triples = 0;
    const double seconds = secondsOf([&] {
      for (int k = 0; k < steps; ++k) step();
    });
    best = std::max(best, triples / seconds);
  }
  return best;
}

// Samples a second of matrix factorisation: with `threads` > 1 lock-free, with one deterministic.
double bprRate(const World& world, std::int64_t dim, int threads, int rounds) {
  std::vector<float> users(static_cast<std::size_t>(world.model.users * dim));
  std::vector<float> items(static_cast<std::size_t>(world.model.items() * dim));
  std::vector<float> bias(static_cast<std::size_t>(world.model.items()));
  Rng rng(1);
  for (float& value : users) value = static_cast<float>(0.1 * rng.normal());
  for (float& value : items) value = static_cast<float>(0.1 * rng.normal());
  at::set_num_threads(threads);
  Batches batches(world, kSweepBatch);
  const auto list = [](const at::Tensor& tensor) {
    return std::span(tensor.const_data_ptr<std::int64_t>(), static_cast<std::size_t>(tensor.numel()));
  };
  double best = 0;
  for (int i = 0; i < rounds; ++i) {
    double samples = 0;
    const double seconds = secondsOf([&] {
      while (samples < 2e6) {
        const data::Batch drawn = batches.next();
        train::bprSweep({users.data(), items.data(), bias.data(), dim}, list(drawn.labels), list(drawn.indices),
                        list(drawn.negatives), {0.01, 0.01, threads});
        samples += static_cast<double>(drawn.size());
      }
    });
    best = std::max(best, samples / seconds);
  }
  return best;
}

// Triples a second of Cornac, or nothing with the reason printed on standard error.
std::optional<double> cornacRate(const Settings& settings, const std::string& arguments, int threads) {
  if (settings.python.empty()) return std::nullopt;
  const std::string command = "'" + settings.python + "' -W ignore '" MARCIE_BENCH_DIR "/cornac_speed.py' " +
                              arguments + " --threads " + std::to_string(threads) + " --rounds " +
                              std::to_string(settings.rounds);
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 256> buffer{};
  while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) text += buffer.data();
  if (::pclose(pipe) != 0) {
    std::fprintf(stderr, "Cornac was not measured: %s failed\n", command.c_str());
    return std::nullopt;
  }
  const auto json = parseJsonText(text);
  if (!json || !json.value().contains("rate") || json.value()["rate"].get<double>() <= 0) return std::nullopt;
  return json.value()["rate"].get<double>();
}

std::string sized(const World& world) {
  return "--users " + std::to_string(world.model.users) + " --items " + std::to_string(world.model.items()) +
         " --interactions " + std::to_string(world.data.interactions.size());
}

// Row 5: Allrecipes' size: 68,768 × 45,630 × 1.09 M interactions, 512 numbers an item; a hundredth and a tenth of it.
void allrecipes(const Settings& settings, Table& table) {
  const auto parts = settings.small ? std::vector<std::int64_t>{100} : std::vector<std::int64_t>{100, 10, 1};
  for (const std::int64_t part : parts) {
    const World world(68768 / part, 45630 / part, 1093845 / part, 512);
    const std::string size = "1/" + std::to_string(part) + " of Allrecipes, " +
                             std::to_string(world.data.interactions.size()) + " interactions";
    for (const auto variant : {CierecVariant::plain, CierecVariant::full}) {
      for (const int batch : {kDefaultBatch, kWideBatch}) {
        CierecOptions options;
        options.cierec = variant;
        const int steps = std::max(2, (part == 1 ? 65536 : 16384) / batch);
        const double seconds = world.triples() / trainRate(world, options, batch, steps, settings.rounds);
        table.row("epoch of VBPR " + std::string(enumKey(variant)) + ", batches of " + std::to_string(batch), size,
                  world.triples(), seconds, "s", {}, part == 1 ? "<= 10 s" : "");
      }
    }
    table.row("peak memory so far", size, world.triples(), peakMegabytes(), "MB", {}, part == 1 ? "<= 2000 MB" : "");
  }
}

// Row 1: VBPR on 4,096 numbers an item.
void wideVbpr(const Settings& settings, Table& table) {
  const auto sizes = settings.small ? std::vector<std::int64_t>{370} : std::vector<std::int64_t>{370, 3700, 37000};
  for (const std::int64_t items : sizes) {
    const World world(2000, items, 40000, 4096);
    CierecOptions vbpr;
    vbpr.cierec = CierecVariant::plain;
    vbpr.dim = 16;
    const std::string size = std::to_string(items) + " items";
    const double wide = trainRate(world, vbpr, kWideBatch, items > 4000 ? 3 : 6, settings.rounds);
    const double usual = trainRate(world, vbpr, kDefaultBatch, 12, settings.rounds);
    const auto peer = cornacRate(settings, "vbpr --dim 16 --width 4096 " + sized(world), settings.threads);
    const auto amount = static_cast<double>(items);
    table.row("VBPR on 4096 numbers, batches of 8192", size, amount, wide, "triples/s", peer, ">= 10×");
    table.row("VBPR on 4096 numbers, batches of 1024", size, amount, usual, "triples/s", peer, "");
  }
}

// Row 2: BPR-MF, k = 64.
void matrixFactorisation(const Settings& settings, Table& table) {
  const auto sizes = settings.small ? std::vector<std::int64_t>{600} : std::vector<std::int64_t>{600, 6000, 60000};
  for (const std::int64_t users : sizes) {
    const World world(users, users / 2, 50 * users, 2);
    const std::string size = std::to_string(users) + " users × " + std::to_string(users / 2) + " items";
    const auto amount = static_cast<double>(users);
    for (const int threads : {1, settings.threads}) {
      const double ours = bprRate(world, 64, threads, settings.rounds);
      const auto peer = cornacRate(settings, "bpr --dim 64 " + sized(world), threads);
      const std::string name = threads == 1 ? "one thread, deterministic" : "lock-free";
      table.row("BPR-MF, k = 64, " + name, size, amount, ours, "samples/s", peer, threads == 1 ? "" : ">= 1.5×");
      if (settings.threads == 1) break;
    }
    at::set_num_threads(settings.threads);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  for (int k = 1; k < argc; ++k) {
    const auto is = [&](const char* name) { return std::strcmp(argv[k], name) == 0; };
    if (is("--small")) settings.small = true;
    if (is("--threads") && k + 1 < argc) settings.threads = std::max(1, std::atoi(argv[++k]));
    if (is("--rounds") && k + 1 < argc) settings.rounds = std::max(1, std::atoi(argv[++k]));
    if (is("--python") && k + 1 < argc) settings.python = argv[++k];
    if (is("--json") && k + 1 < argc) settings.json = argv[++k];
  }
  at::set_num_threads(settings.threads);
  std::printf("%d thread(s) for both, best of %d rounds%s\n\n", settings.threads, settings.rounds,
              settings.python.empty() ? "; Cornac is not measured: name a Python that has it with --python" : "");
  Table table;
  table.head();
  allrecipes(settings, table);  // first: the peak of memory is to be its own
  wideVbpr(settings, table);
  matrixFactorisation(settings, table);
  table.slopes();
  const Json report{{"threads", settings.threads}, {"rounds", settings.rounds}, {"rows", table.rows()}};
  if (!settings.json.empty()) std::ofstream(settings.json) << report.dump(2) << "\n";
  return 0;
}
