// Ratios that the project promises, measured side by side in one process:
//   picture loading against a plain OpenCV loop · Trainer against a bare loop · MARNet's step against the backbone's ·
//   a run with the film of its embeddings against one without · an epoch on cached features of VireoFood-172's size.
// Prints a Markdown table and writes the same as JSON. Each figure is the best of several interleaved rounds.
//
//   marcie_bench [--pictures N] [--rounds N] [--threads N] [--json FILE]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <string>
#include <unistd.h>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <torch/torch.h>

#include "core/base/random.h"
#include "core/data/kitchen/kitchen.h"
#include "core/data/pixel_cache.h"
#include "core/data/reader.h"
#include "core/image/decode.h"
#include "core/nn/device.h"
#include "core/train/data_sources.h"
#include "core/train/lr_schedule.h"
#include "core/train/run_sources.h"
#include "core/train/run_training.h"
#include "core/train/tasks/marnet_task.h"
#include "core/train/trainer.h"

using namespace marcie;
namespace fs = std::filesystem;

namespace {

double secondsOf(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().toString().c_str());
    std::exit(1);
  }
  return std::move(result).value();
}

struct Row {
  std::string what;
  double ours = 0, reference = 0;  // per second
  std::string goal;
};

// A figure without a reference.
struct Single {
  std::string what;
  double value = 0;
  std::string unit, goal;
};

struct World {
  fs::path folder;
  std::shared_ptr<const data::Dataset> dataset;
  std::shared_ptr<const data::PixelCache> cache;
  RunSpec spec;
};

World makeWorld(const fs::path& folder, int pictures) {
  World world;
  world.folder = folder;
  data::KitchenOptions kitchen;
  kitchen.images = pictures;
  if (auto drawn = data::synthKitchen(kitchen, folder / "kitchen"); !drawn) {
    std::fprintf(stderr, "%s\n", drawn.error().toString().c_str());
    std::exit(1);
  }
  world.spec.data.path = (folder / "kitchen").string();
  world.spec.trainer.threads = 1;
  world.dataset = std::make_shared<const data::Dataset>(must(data::readDataset(world.spec.data)));
  world.cache = must(data::PixelCache::open(*world.dataset, data::cachedSide(world.spec.data), 1, {}, {}));
  return world;
}

// Decode and resize to 224, one thread each: what the loader does to a file against the shortest OpenCV loop.
Row decoding(const World& world, int rounds) {
  double ours = 1e9, plain = 1e9;
  for (int round = 0; round < rounds; ++round) {
    ours = std::min(ours, secondsOf([&] {
                      for (const auto& sample : world.dataset->samples) {
                        const cv::Mat square = image::resizeAndCrop(must(image::decodeFile(sample.path, 224)), 224);
                        if (square.empty()) std::abort();
                      }
                    }));
    plain = std::min(plain, secondsOf([&] {
                       for (const auto& sample : world.dataset->samples) {
                         cv::Mat resized;
                         cv::resize(cv::imread(sample.path), resized, {224, 224}, 0, 0, cv::INTER_AREA);
                         if (resized.empty()) std::abort();
                       }
                     }));
  }
  const auto count = static_cast<double>(world.dataset->samples.size());
  return {"pictures decoded and resized to 224 px, per second (OpenCV loop)", count / ours, count / plain, ">= 0.9"};
}

// From the second epoch on pictures come out of the cache.
Row cachedLoading(const World& world, int rounds) {
  data::DataLoader loader(world.dataset, world.cache, world.dataset->indicesOf(data::Split::train),
                          train::trainingLoader(world.spec));
  double best = 1e9, decode = 1e9;
  std::int64_t seen = 0;
  for (int round = 0; round < rounds; ++round) {
    seen = 0;
    best = std::min(best, secondsOf([&] {
                      loader.startEpoch(round);
                      while (auto batch = must(loader.next())) seen += batch->size();
                    }));
    decode = std::min(decode, secondsOf([&] {
                        for (const std::int64_t index : world.dataset->indicesOf(data::Split::train)) {
                          cv::Mat resized;
                          const auto& path = world.dataset->samples[static_cast<std::size_t>(index)].path;
                          cv::resize(cv::imread(path), resized, {64, 64}, 0, 0, cv::INTER_AREA);
                        }
                      }));
  }
  const auto count = static_cast<double>(seen);
  return {"augmented 64 px pictures from the cache, per second (OpenCV decode + resize)", count / best, count / decode,
          ">= 0.9"};
}

std::unique_ptr<train::MarnetTask> makeTask(const World& world, const RunSpec& spec) {
  const train::TextFacts facts = train::textFacts(*world.dataset);
  train::MarnetInfo info{world.dataset->classes, world.dataset->tags, CdrTarget::multihot};
  return must(train::MarnetTask::create(spec, std::move(info), facts, c10::kCPU));
}

// The shortest loop that trains the same model on the same batches: no events, status, checkpoint or control.
double bareLoop(const World& world, const RunSpec& spec) {
  const auto task = makeTask(world, spec);
  train::LoaderSource source(world.dataset, world.cache, world.dataset->indicesOf(data::Split::train),
                             train::trainingLoader(spec));
  const std::int64_t perEpoch = source.batchesPerEpoch();
  return secondsOf([&] {
    train::Optimizer optimizer(task->enterPhase(train::Phase("joint", "", spec.model.phases.joint)),
                               spec.trainer.momentum);
    for (std::int64_t step = 0; step < perEpoch * spec.model.phases.joint; ++step) {
      if (step % perEpoch == 0) source.startEpoch(step / perEpoch, 0);
      const auto batch = must(source.next());
      optimizer.zeroGradients();
      task->trainStep(*batch).loss.backward();
      optimizer.step(train::learningRateFactor(step, perEpoch * spec.model.phases.joint, spec.trainer, perEpoch));
    }
  });
}

// Seconds of training by the Trainer, with a run folder as every run has it.
double timeTrainer(train::MarnetTask& task, train::BatchSource& source, const RunSpec& spec, const fs::path& root) {
  const RunFolder folder = must(RunFolder::create(root, spec));
  RunFolderWriter writer = must(RunFolderWriter::open(folder, {}));
  train::StatusReporter status(folder);
  status.beginSession();
  const train::RunControl control(folder, {});
  return secondsOf([&] {
    train::Trainer trainer({task, source}, spec, folder, writer, writer, status, control);
    (void)must(trainer.run({}, {}));
  });
}

double trainerLoop(const World& world, const RunSpec& spec, int round) {
  const auto task = makeTask(world, spec);
  train::LoaderSource source(world.dataset, world.cache, world.dataset->indicesOf(data::Split::train),
                             train::trainingLoader(spec));
  return timeTrainer(*task, source, spec, world.folder / ("run" + std::to_string(round)));
}

// Seconds of a whole run as `train` makes it, with so many pictures in the film of its embeddings.
double wholeRun(const World& world, RunSpec spec, int filmed, int round) {
  spec.trainer.probePictures = filmed;
  const std::string name = "film" + std::to_string(filmed) + "-" + std::to_string(round);
  const RunFolder folder = must(RunFolder::create(world.folder / name, spec));
  return secondsOf([&] { (void)must(train::runTraining(folder, {}, StopToken())); });
}

// 66,000 random features of ResNet-18's width with the classes and annotations that VireoFood-172 has.
std::vector<Single> featureEpochs(const fs::path& folder, int threads, int rounds) {
  constexpr std::int64_t kPictures = 66'000, kWidth = 512, kClasses = 172, kTags = 353, kTagsPerPicture = 3;
  data::Dataset made;
  for (std::int64_t k = 0; k < kClasses; ++k) made.classes.push_back("class" + std::to_string(k));
  for (std::int64_t k = 0; k < kTags; ++k) made.tags.push_back("tag" + std::to_string(k));
  Rng rng(1);
  std::vector<data::FeatureTable::Place> places;
  for (std::int64_t i = 0; i < kPictures; ++i) {
    data::Sample sample{std::to_string(i), static_cast<std::int32_t>(i % kClasses), data::Split::train, {}};
    for (int k = 0; k < kTagsPerPicture; ++k) sample.tags.push_back(static_cast<std::int32_t>(rng.below(kTags)));
    std::sort(sample.tags.begin(), sample.tags.end());
    sample.tags.erase(std::unique(sample.tags.begin(), sample.tags.end()), sample.tags.end());
    made.samples.push_back(std::move(sample));
    places.push_back({i, 1});
  }
  torch::manual_seed(1);
  const auto rows = std::make_shared<const at::Tensor>(torch::randn({kPictures, kWidth}));
  const auto table =
      std::make_shared<const data::FeatureTable>(rows, rows->const_data_ptr<float>(), kWidth, std::move(places));
  const auto dataset = std::make_shared<const data::Dataset>(std::move(made));
  nn::useThreads(threads);
  std::vector<Single> result;
  for (const int dim : {128, 512}) {
    RunSpec spec;
    spec.model.encoder = "matrix";
    spec.model.weights = "features.npy";
    spec.model.dim = dim;
    spec.model.cdr.hidden = 2 * dim;
    spec.model.phases = {};
    spec.model.phases.joint = 1;
    spec.trainer.batchSize = 64;
    spec.trainer.threads = threads;
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) {
      train::MarnetInfo info{dataset->classes, dataset->tags, CdrTarget::multihot, kWidth};
      const auto task = must(train::MarnetTask::create(spec, std::move(info), train::textFacts(*dataset), c10::kCPU));
      train::RunSources sources(dataset, nullptr, table, spec, c10::kCPU);
      const fs::path root = folder / ("features" + std::to_string(dim) + "-" + std::to_string(round));
      best = std::min(best, timeTrainer(*task, sources.training(), spec, root));
    }
    result.push_back({"joint epoch on cached features, 66,000 x 512, C = 172, d = " + std::to_string(dim) + ", " +
                          std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
                      best, "s", "<= 15 s on 2 cores"});
  }
  nn::useThreads(1);
  return result;
}

std::vector<Row> training(const World& world, int rounds) {
  RunSpec spec = world.spec;
  spec.model.width = 24;
  spec.model.phases = {};
  spec.model.phases.joint = 3;
  spec.trainer.threads = 1;
  RunSpec backbone = spec;
  backbone.model.variant = MarnetVariant::backbone;
  RunSpec wide = spec;
  wide.model.dim = 512;
  wide.model.cdr.hidden = 1024;
  double bare = 1e9, trained = 1e9, plain = 1e9, large = 1e9, filmed = 1e9, unfilmed = 1e9;
  for (int round = 0; round < rounds; ++round) {
    bare = std::min(bare, bareLoop(world, spec));
    trained = std::min(trained, trainerLoop(world, spec, round));
    plain = std::min(plain, bareLoop(world, backbone));
    large = std::min(large, bareLoop(world, wide));
    unfilmed = std::min(unfilmed, wholeRun(world, spec, 0, round));
    filmed = std::min(filmed, wholeRun(world, spec, RunSpec{}.trainer.probePictures, round));
  }
  const auto train = world.dataset->indicesOf(data::Split::train).size();
  const auto count = static_cast<double>(train / 32 * 32 * 3);
  return {
      {"pictures trained per second with events, status and checkpoints (bare loop)", count / trained, count / bare,
       ">= 0.98"},
      {"whole runs a second, with the film of embeddings at every epoch (without)", 1 / filmed, 1 / unfilmed,
       ">= 0.98"},
      {"pictures trained per second with EMA + CDR, d = 128 (backbone alone)", count / bare, count / plain, "printed"},
      {"pictures trained per second with EMA + CDR, d = 512 (backbone alone)", count / large, count / plain,
       "printed"}};
}

}  // namespace

int main(int argc, char** argv) {
  int pictures = 1200, rounds = 3, threads = 1;
  std::string jsonFile;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--pictures") == 0) pictures = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--rounds") == 0) rounds = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--threads") == 0) threads = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--json") == 0) jsonFile = argv[i + 1];
  }
  cv::setNumThreads(1);
  nn::useThreads(1);
  const fs::path folder = fs::temp_directory_path() / ("marcie-bench-" + std::to_string(::getpid()));
  ::setenv("MARCIE_CACHE_DIR", (folder / "cache").c_str(), 1);
  const World world = makeWorld(folder, pictures);

  std::vector<Row> rows{decoding(world, rounds), cachedLoading(world, rounds)};
  for (Row& row : training(world, rounds)) rows.push_back(std::move(row));
  Json json = Json::array();
  std::printf("| figure (reference in brackets) | ours | reference | ratio | goal |\n|---|---|---|---|---|\n");
  for (const Row& row : rows) {
    std::printf("| %s | %.4g | %.4g | %.2f | %s |\n", row.what.c_str(), row.ours, row.reference,
                row.ours / row.reference, row.goal.c_str());
    json.push_back({{"figure", row.what}, {"ours", row.ours}, {"reference", row.reference}, {"goal", row.goal}});
  }
  std::printf("\n| figure | value | goal |\n|---|---|---|\n");
  for (const Single& single : featureEpochs(folder, threads, std::min(rounds, 2))) {
    std::printf("| %s | %.1f %s | %s |\n", single.what.c_str(), single.value, single.unit.c_str(), single.goal.c_str());
    json.push_back({{"figure", single.what}, {"ours", single.value}, {"unit", single.unit}, {"goal", single.goal}});
  }
  if (!jsonFile.empty()) {
    if (auto written = writeFileAtomically(jsonFile, dumpJson(json, 2) + "\n"); !written) {
      std::fprintf(stderr, "%s\n", written.error().toString().c_str());
    }
  }
  fs::remove_all(folder);
  return 0;
}
