#include "core/eval/robustness.h"

#include <algorithm>
#include <map>
#include <memory>
#include <thread>
#include <tuple>

#include <opencv2/core/utility.hpp>
#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/data/parallel.h"
#include "core/data/pixel_cache.h"
#include "core/data/preprocess.h"
#include "core/eval/evaluation_data.h"
#include "core/eval/predictor.h"
#include "core/image/decode.h"
#include "core/train/feature_matrix.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

struct MeasuredRun {
  RunFolder folder;
  std::unique_ptr<Predictor> predictor;
  EvaluationData data;
  RobustnessSnapshot snapshot;
};

// A damaged version of the test pictures; no corruption for the undamaged ones.
struct Version {
  const image::CorruptionEntry* corruption = nullptr;
  int severity = 0;
  [[nodiscard]] std::string name() const { return corruption != nullptr ? std::string(corruption->name) : ""; }
};

const RobustnessCell* findCell(const RobustnessSnapshot& snapshot, const std::string& corruption, int severity) {
  const auto it = std::find_if(snapshot.cells.begin(), snapshot.cells.end(), [&](const RobustnessCell& cell) {
    return cell.corruption == corruption && cell.severity == severity;
  });
  return it == snapshot.cells.end() ? nullptr : &*it;
}

fs::path keptPath(const MeasuredRun& run) {
  return run.folder.snapshotsFolder() /
         ("robustness-" + run.snapshot.split + "-" + run.data.fingerprint.hash + ".json");
}

// What the folder keeps, when it is of this checkpoint and these pictures.
void readKept(MeasuredRun& run) {
  const auto text = readFile(keptPath(run));
  if (!text) return;
  const auto json = parseJsonText(*text);
  if (!json) return;
  auto kept = parseStruct<RobustnessSnapshot>(*json);
  if (!kept || kept->version != kRobustnessVersion || kept->checkpoint != run.snapshot.checkpoint ||
      kept->data != run.snapshot.data || kept->classes != run.snapshot.classes ||
      kept->pictures != run.snapshot.pictures || kept->labels != run.snapshot.labels) {
    return;
  }
  for (RobustnessCell& cell : kept->cells) {
    if (cell.hits.size() == kept->pictures.size()) run.snapshot.cells.push_back(std::move(cell));
  }
}

void keep(const MeasuredRun& run) {
  const auto folder = makeFolders(run.folder.snapshotsFolder());
  const auto saved = folder ? replaceFile(keptPath(run), dumpJson(toJson(run.snapshot)) + "\n") : folder;
  if (!saved) log::warning("robustness is not kept: " + saved.error().toString());
}

Result<MeasuredRun> openRun(const RunFolder& folder, const RobustnessPlan& plan, const StopToken& stop) {
  MeasuredRun run{folder, nullptr, {}, {}};
  MARCIE_ASSIGN(run.predictor, Predictor::open(folder));
  if (train::isMatrix(run.predictor->spec().model)) {
    return Error{ErrorCode::unavailable, "this run learned from a feature matrix and sees no pictures", {}, {}};
  }
  std::optional<DataOptions> other;
  if (!plan.dataPath.empty()) other = dataElsewhere(run.predictor->spec().data, plan.dataPath);
  MARCIE_ASSIGN(run.data, openEvaluationData(*run.predictor, other, plan.split, stop));
  // In the order of the names, so that runs can be compared picture by picture.
  auto& indices = run.data.indices;
  const auto nameOf = [&](std::int64_t index) {
    return data::relativeName(run.data.dataset, run.data.dataset.samples[static_cast<std::size_t>(index)]);
  };
  std::map<std::string, std::int64_t> byName;
  for (const auto index : indices) byName.emplace(nameOf(index), index);
  if (byName.size() == indices.size()) {
    indices.clear();
    for (const auto& [name, index] : byName) indices.push_back(index);
  }
  run.snapshot.checkpoint = checkpointKey(*run.predictor);
  run.snapshot.split = run.data.fingerprint.split;
  run.snapshot.data = run.data.fingerprint.hash;
  run.snapshot.classes = run.predictor->classes();
  for (const auto index : indices) {
    run.snapshot.pictures.push_back(nameOf(index));
    run.snapshot.labels.push_back(run.data.dataset.samples[static_cast<std::size_t>(index)].label);
  }
  readKept(run);
  return run;
}

Result<void> checkSamePictures(const std::vector<MeasuredRun>& runs) {
  const MeasuredRun& first = runs.front();
  for (const MeasuredRun& run : runs) {
    if (run.data.fingerprint == first.data.fingerprint && run.snapshot.pictures == first.snapshot.pictures) continue;
    return Error{ErrorCode::data,
                 "the runs cannot be compared: " + first.folder.root().string() + " is measured on " +
                     first.data.fingerprint.toString() + ", " + run.folder.root().string() + " on " +
                     run.data.fingerprint.toString(),
                 "Measure both on the same pictures with --data PATH and --split",
                 {}};
  }
  return {};
}

std::vector<Version> versionsOf(const RobustnessPlan& plan) {
  std::vector<Version> versions{{}};
  for (const auto* corruption : plan.corruptions) {
    for (const int severity : plan.severities) versions.push_back({corruption, severity});
  }
  return versions;
}

// Runs that see the same pixels: every damaged batch is made once for all of them.
class SharedPass {
 public:
  SharedPass(std::vector<MeasuredRun*> runs, const StopToken& stop) : runs_(std::move(runs)), stop_(stop) {}

  [[nodiscard]] Result<void> open() {
    cv::setNumThreads(1);  // threads over pictures, not within one
    threads_ = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    if (!data().spec.data.useCache) return {};
    MARCIE_ASSIGN(cache_, data::PixelCache::open(data().dataset, side(), threads_, {}, stop_));
    return {};
  }

  // Measures one version with every run that lacks it; `each` is told the pictures of every batch.
  [[nodiscard]] Result<void> measure(const Version& version, const std::function<void(std::int64_t)>& each) {
    std::vector<MeasuredRun*> lacking;
    for (MeasuredRun* run : runs_) {
      if (findCell(run->snapshot, version.name(), version.severity) == nullptr) lacking.push_back(run);
    }
    const std::size_t count = data().indices.size();
    if (lacking.empty()) {
      each(static_cast<std::int64_t>(count));
      return {};
    }
    std::vector<std::string> hits(lacking.size());
    constexpr std::size_t kBatch = 128;
    for (std::size_t first = 0; first < count; first += kBatch) {
      if (stop_.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
      const std::size_t size = std::min(kBatch, count - first);
      const at::Tensor images = batch(version, first, size);
      for (std::size_t i = 0; i < lacking.size(); ++i) addHits(*lacking[i], images, first, hits[i]);
      each(static_cast<std::int64_t>(size));
    }
    for (std::size_t i = 0; i < lacking.size(); ++i) {
      lacking[i]->snapshot.cells.push_back({version.name(), version.severity, std::move(hits[i])});
      keep(*lacking[i]);  // at once: whoever is killed later goes on here
    }
    return {};
  }

 private:
  [[nodiscard]] const EvaluationData& data() const { return runs_.front()->data; }
  [[nodiscard]] int side() const { return data::cachedSide(data().spec.data); }

  [[nodiscard]] cv::Mat square(std::int64_t index) const {
    if (cache_) {
      // The mapping is read-only and nothing that gets this picture writes to it.
      return {side(), side(), CV_8UC3, const_cast<std::uint8_t*>(cache_->pixels(index))};  // NOLINT
    }
    const auto rgb = image::decodeFile(data().dataset.samples[static_cast<std::size_t>(index)].path);
    return rgb ? image::resizeAndCrop(*rgb, side()) : cv::Mat(side(), side(), CV_8UC3, cv::Scalar::all(0));
  }

  // [size, 3, S, S] as data::Batch.
  [[nodiscard]] at::Tensor batch(const Version& version, std::size_t first, std::size_t size) const {
    constexpr std::uint64_t kCorruptionDraw = 0xC0;
    const int imageSize = data().spec.data.imageSize;
    at::Tensor images = torch::empty({static_cast<std::int64_t>(size), 3, imageSize, imageSize},
                                     torch::TensorOptions().memory_format(torch::MemoryFormat::ChannelsLast));
    auto* pixels = images.mutable_data_ptr<float>();
    const std::int64_t stride = std::int64_t{3} * imageSize * imageSize;
    data::parallelFor(static_cast<std::int64_t>(size), threads_, {}, {}, [&](std::int64_t i) {
      const std::size_t place = first + static_cast<std::size_t>(i);
      cv::Mat picture = square(data().indices[place]);
      if (version.corruption != nullptr) {
        const std::uint64_t seed = deriveSeed(kCorruptionDraw, data::nameHash(version.corruption->name),
                                              data::nameHash(runs_.front()->snapshot.pictures[place]));
        picture = version.corruption->apply(picture, version.severity, seed);
      }
      data::evaluationPixels(picture, imageSize, pixels + i * stride);
    });
    return images;
  }

  static void addHits(MeasuredRun& run, const at::Tensor& images, std::size_t first, std::string& hits) {
    const at::Tensor best = run.predictor->view(images).logits.argmax(1).to(torch::kCPU);
    const auto predicted = best.accessor<std::int64_t, 1>();
    for (std::int64_t i = 0; i < predicted.size(0); ++i) {
      hits += predicted[i] == run.snapshot.labels[first + static_cast<std::size_t>(i)] ? '1' : '0';
    }
  }

  std::vector<MeasuredRun*> runs_;
  StopToken stop_;
  int threads_ = 1;
  std::shared_ptr<const data::PixelCache> cache_;
};

}  // namespace

Result<std::vector<RobustnessSnapshot>> measureRobustness(std::span<const RunFolder> folders,
                                                          const RobustnessPlan& plan, const StopToken& stop,
                                                          const ProgressCallback& progress) {
  if (folders.empty()) return Error{ErrorCode::usage, "no run is named", {}, {}};
  std::vector<MeasuredRun> runs;
  for (const RunFolder& folder : folders) {
    MARCIE_ASSIGN(auto run, openRun(folder, plan, stop).within(folder.root().string()));
    runs.push_back(std::move(run));
  }
  MARCIE_TRY(checkSamePictures(runs));

  std::map<std::tuple<int, int, bool>, std::vector<MeasuredRun*>> groups;
  for (MeasuredRun& run : runs) {
    const DataOptions& data = run.data.spec.data;
    groups[{data.imageSize, data::cachedSide(data), data.useCache}].push_back(&run);
  }
  const auto versions = versionsOf(plan);
  const auto total = static_cast<std::int64_t>(groups.size() * versions.size() * runs.front().data.indices.size());
  std::int64_t done = 0;
  for (auto& [pixels, members] : groups) {
    SharedPass pass(members, stop);
    MARCIE_TRY(pass.open());
    for (const Version& version : versions) {
      MARCIE_TRY(pass.measure(version, [&](std::int64_t pictures) {
        done += pictures;
        if (progress) progress(done, total);
      }));
    }
  }
  std::vector<RobustnessSnapshot> snapshots;
  for (MeasuredRun& run : runs) snapshots.push_back(std::move(run.snapshot));
  return snapshots;
}

}  // namespace marcie::eval
