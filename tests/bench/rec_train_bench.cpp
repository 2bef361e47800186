// How fast recommenders learn: VBPR on wide features, BPR-MF steps, an epoch at Allrecipes' size.
//
//   marcie_rec_train_bench [--threads N] [--rounds N] [--small] [--json FILE]
//
// Prints a Markdown table and writes the same as JSON. Each figure is the best of several rounds; reference forms run
// in the same process, so that ratios mean something on a busy machine.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "core/base/random.h"
#include "core/nn/rec/rec_model.h"
#include "core/options/json.h"
#include "core/train/optimizer.h"
#include "core/train/rec/bpr_sweep.h"

using namespace marcie;

namespace {

struct Settings {
  int threads = 2, rounds = 3;
  bool small = false;
  std::string json;
};

double secondsOf(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class Work>
double bestOf(int rounds, const Work& work) {
  double best = 1e30;
  for (int i = 0; i < rounds; ++i) best = std::min(best, secondsOf(work));
  return best;
}

at::Tensor drawn(std::int64_t count, std::int64_t below) {
  return torch::randint(below, {count}, torch::kLong);
}

struct World {
  std::int64_t users, items, width;
  nn::rec::RecWorld model;
  World(std::int64_t u, std::int64_t i, std::int64_t d) : users(u), items(i), width(d) {
    model.users = u;
    model.features = torch::randn({i, d});
    model.warm = torch::ones({i}, torch::kBool);
    model.history = torch::full({u, 1}, -1, torch::kLong);
    model.coordinates = torch::zeros({200, 32});
  }
};

// Steps of a recommender as a run makes them; returns triples a second.
double trainRate(const World& world, CierecOptions options, std::int64_t batch, int steps, int rounds) {
  torch::manual_seed(1);
  auto model = nn::rec::RecModel::create(options, world.model);
  if (!model) std::exit(1);
  std::vector<train::ParameterGroup> groups{
      {OptimizerKind::adam, "tables", (*model)->tableParameters(), 3e-3, 0},
      {OptimizerKind::adam, "content", (*model)->contentParameters(), 3e-3, 1e-3}};
  if (hasUnified(options.cierec)) {
    groups.push_back({OptimizerKind::adam, "unified", (*model)->unifiedParameters(), 3e-3, 1e-3});
  }
  if (hasInferred(options.cierec)) {
    groups.push_back({OptimizerKind::adam, "inference", (*model)->inferenceParameters(), 3e-3, 1e-3});
  }
  train::Optimizer optimizer(std::move(groups), 0);
  const auto once = [&] {
    nn::rec::RecBatch given;
    given.users = drawn(batch, world.users);
    given.positives = drawn(batch, world.items);
    given.negatives = drawn(batch, world.items).unsqueeze(1);
    if (learnsAnnotations(options.cierec)) {
      given.inferenceItems = drawn(128, world.items);
      given.annotations = (torch::rand({128, 200}) < 0.05).to(torch::kFloat);
    }
    optimizer.zeroGradients();
    (*model)->loss(given).total.backward();
    optimizer.step(1);
  };
  once();
  const double seconds = bestOf(rounds, [&] {
    for (int i = 0; i < steps; ++i) once();
  });
  return static_cast<double>(batch * steps) / seconds;
}

// The form that libraries use: two rows of features gathered for each triple.
double pairwiseVbprRate(const World& world, std::int64_t dim, std::int64_t batch, int steps, int rounds) {
  const auto table = [](std::int64_t rows, std::int64_t columns) {
    return (0.1 * torch::randn({rows, columns})).requires_grad_();
  };
  at::Tensor latent = table(world.users, dim), taste = table(world.users, dim), identity = table(world.items, dim);
  at::Tensor embed = table(world.width, dim), bias = table(world.width, 1);
  torch::optim::Adam adam(std::vector<at::Tensor>{latent, taste, identity, embed, bias},
                          torch::optim::AdamOptions(3e-3));
  const auto once = [&] {
    const at::Tensor u = drawn(batch, world.users), i = drawn(batch, world.items), j = drawn(batch, world.items);
    const at::Tensor seen = world.model.features.index_select(0, i) - world.model.features.index_select(0, j);
    const at::Tensor difference =
        (latent.index_select(0, u) * (identity.index_select(0, i) - identity.index_select(0, j))).sum(1) +
        (taste.index_select(0, u) * seen.mm(embed)).sum(1) + seen.mm(bias).squeeze(1);
    adam.zero_grad();
    torch::softplus(-difference).mean().backward();
    adam.step();
  };
  once();
  return static_cast<double>(batch * steps) / bestOf(rounds, [&] {
           for (int k = 0; k < steps; ++k) once();
         });
}

double bprRate(std::int64_t users, std::int64_t items, std::int64_t dim, std::int64_t pairs, int threads, int rounds) {
  std::vector<float> p(static_cast<std::size_t>(users * dim), 0.05F), q(static_cast<std::size_t>(items * dim), 0.02F);
  std::vector<float> bias(static_cast<std::size_t>(items));
  std::vector<std::int64_t> u, i, j;
  Rng rng(1);
  for (std::int64_t k = 0; k < pairs; ++k) {
    u.push_back(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(users))));
    i.push_back(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(items))));
    j.push_back(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(items))));
  }
  return static_cast<double>(pairs) / bestOf(rounds, [&] {
           train::bprSweep({p.data(), q.data(), bias.data(), dim}, u, i, j, {0.01, 0.01, threads});
         });
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  for (int k = 1; k < argc; ++k) {
    const auto is = [&](const char* name) { return std::strcmp(argv[k], name) == 0; };
    if (is("--small")) settings.small = true;
    if (is("--threads") && k + 1 < argc) settings.threads = std::atoi(argv[++k]);
    if (is("--rounds") && k + 1 < argc) settings.rounds = std::atoi(argv[++k]);
    if (is("--json") && k + 1 < argc) settings.json = argv[++k];
  }
  at::set_num_threads(settings.threads);
  Json out = Json::object();
  const auto tell = [&](const std::string& name, double value, const std::string& unit) {
    out[name] = value;
    std::printf("| %s | %.4g %s |\n", name.c_str(), value, unit.c_str());
    std::fflush(stdout);
  };
  std::printf("threads %d, best of %d rounds\n\n| what | figure |\n| --- | --- |\n", settings.threads, settings.rounds);

  // Row 1: VBPR on 4,096 numbers an item.
  for (const std::int64_t items :
       settings.small ? std::vector<std::int64_t>{370} : std::vector<std::int64_t>{370, 3700}) {
    const World world(2000, items, 4096);
    CierecOptions vbpr;
    vbpr.cierec = CierecVariant::plain;
    vbpr.dim = 16;
    const std::string size = " at " + std::to_string(items) + " items";
    const double ours = trainRate(world, vbpr, 8192, 6, settings.rounds);
    const double pairs = pairwiseVbprRate(world, 16, 1024, 2, settings.rounds);
    tell("VBPR, item space" + size, ours, "triples/s");
    tell("VBPR, pair by pair" + size, pairs, "triples/s");
    tell("ratio" + size, ours / pairs, "×");
  }
  // Row 2: BPR-MF, k = 64.
  for (const std::int64_t users : {std::int64_t{600}, std::int64_t{6000}, std::int64_t{60000}}) {
    if (settings.small && users > 6000) break;
    const std::string size = " at " + std::to_string(users) + " users";
    tell("BPR-MF, one thread" + size, bprRate(users, users / 2, 64, 400000, 1, settings.rounds), "samples/s");
    tell("BPR-MF, lock-free" + size, bprRate(users, users / 2, 64, 400000, settings.threads, settings.rounds),
         "samples/s");
  }
  // Row 5: Allrecipes' size: 68,768 × 45,630 × 1.09 M interactions, 512 numbers an item; a tenth and a hundredth of it.
  for (const std::int64_t part :
       settings.small ? std::vector<std::int64_t>{100} : std::vector<std::int64_t>{100, 10, 1}) {
    const World world(68768 / part, 45630 / part, 512);
    const double interactions = 1093845.0 / static_cast<double>(part);
    const std::string size = " at 1/" + std::to_string(part) + " of Allrecipes";
    for (const auto variant : {CierecVariant::plain, CierecVariant::full}) {
      CierecOptions options;
      options.cierec = variant;
      const double rate = trainRate(world, options, 8192, part == 1 ? 6 : 4, settings.rounds);
      tell("epoch of VBPR " + std::string(enumKey(variant)) + size, interactions / rate, "s");
    }
  }
  if (!settings.json.empty()) std::ofstream(settings.json) << out.dump(2) << "\n";
  return 0;
}
