#include "core/eval/robust_lens.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/data/fingerprint.h"
#include "core/data/preprocess.h"
#include "core/eval/picture_queries.h"
#include "core/eval/reply_parts.h"
#include "core/eval/robustness.h"
#include "core/image/corruption.h"
#include "core/image/decode.h"
#include "core/train/feature_matrix.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kLensDraw = 0xC0;  // as measureRobustness() draws
constexpr int kLensSide = 320;             // px of the picture in a reply

}  // namespace

at::Tensor RobustLens::inputOf(const cv::Mat& square) const {
  const int size = predictor_.spec().data.imageSize;
  at::Tensor input =
      torch::empty({1, 3, size, size}, torch::TensorOptions().memory_format(torch::MemoryFormat::ChannelsLast));
  data::evaluationPixels(square, size, input.mutable_data_ptr<float>());
  return input;
}

Result<void> RobustLens::open(const protocol::Lens& request, const StopToken& stop) {
  if (clean_.path == request.path && !clean_.square.empty() && top_ == request.top) return {};
  clean_ = {};
  places_.clear();
  placesOf_.clear();
  MARCIE_ASSIGN(const cv::Mat rgb, image::decodeFile(request.path));
  clean_.square = image::resizeAndCrop(rgb, data::cachedSide(predictor_.spec().data));
  const std::int64_t index = predictor_.sampleOf(request.path, stop);
  std::string name = fs::path(request.path).filename().string();
  if (index >= 0) {
    const data::Dataset& dataset = *predictor_.dataset(stop);
    const data::Sample& sample = dataset.samples[static_cast<std::size_t>(index)];
    name = data::relativeName(dataset, sample);
    clean_.trueLabel = dataset.classes[static_cast<std::size_t>(sample.label)];
  }
  clean_.name = data::nameHash(name);
  const nn::MarnetView seen = predictor_.view(inputOf(clean_.square));
  clean_.reconstructed = seen.reconstructed;
  const auto& classes = predictor_.classes();
  const std::int64_t best = seen.logits[0].argmax().item<std::int64_t>();
  clean_.prediction = classes[static_cast<std::size_t>(best)];
  nn::MarnetLens lens(predictor_.model());
  clean_.classes = classesToShow(lens.heads(seen), std::max<std::int64_t>(1, request.top));
  const auto truth = std::find(classes.begin(), classes.end(), clean_.trueLabel);
  if (truth != classes.end()) {
    const std::int64_t label = truth - classes.begin();
    std::erase(clean_.classes, label);
    clean_.classes.insert(clean_.classes.begin(), label);
  }
  if (tracer_ != nullptr) clean_.reference = tracer_->referenceOf(request.path, seen.logits[0], stop);
  clean_.path = request.path;
  top_ = request.top;
  return {};
}

Result<protocol::LensReply> RobustLens::look(const protocol::Lens& request, const StopToken& stop) {
  const auto start = std::chrono::steady_clock::now();
  const torch::NoGradGuard noGradients;
  if (train::isMatrix(predictor_.spec().model)) {
    return Error{ErrorCode::unavailable, "this run learned from a feature matrix and sees no pictures", {}, {}};
  }
  if (!(request.severity >= 0 && request.severity <= image::kSeverities)) {
    return Error{ErrorCode::usage, "severity: 0 to " + std::to_string(image::kSeverities), {}, {}};
  }
  const std::vector<std::string> wanted{request.corruption};
  MARCIE_ASSIGN(const auto corruptions, image::findCorruptions(wanted));
  MARCIE_TRY(open(request, stop));
  const auto* corruption = corruptions.front();
  const std::uint64_t seed = deriveSeed(kLensDraw, data::nameHash(corruption->name), clean_.name);
  const cv::Mat damaged = corruption->apply(clean_.square, request.severity, seed);
  const nn::MarnetView seen = predictor_.view(inputOf(damaged));
  nn::MarnetLens lens(predictor_.model());

  protocol::LensReply reply;
  reply.step = predictor_.step();
  reply.corruption = request.corruption;
  reply.severity = request.severity;
  reply.picture = asPicture(image::fitInto(damaged, kLensSide));
  reply.trueLabel = clean_.trueLabel;
  reply.prediction = clean_.prediction;
  const auto heads = lens.heads(seen);
  // The same bars all along; what the whole model takes it for now joins where it is none of them.
  std::vector<std::int64_t> classes = clean_.classes;
  const std::int64_t now = heads.back().logits[0].argmax().item<std::int64_t>();
  if (std::find(classes.begin(), classes.end(), now) == classes.end()) classes.push_back(now);
  reply.heads = opinionsOf(heads, classes, predictor_.classes());
  if (tracer_ != nullptr && seen.reconstructed.defined()) {
    const at::Tensor both = torch::cat({seen.reconstructed, clean_.reconstructed});
    MARCIE_ASSIGN(const auto positions, tracer_->positions(both, clean_.reference, stop));
    const auto& place = positions.front();
    reply.toLabel = place.toLabel;
    reply.toPrediction = place.toPrediction;
    reply.toText = place.toText;
    reply.toClean = (seen.reconstructed - clean_.reconstructed).square().mean().sqrt().item<double>();
    if (placesOf_ != request.corruption) {
      places_.clear();
      placesOf_ = request.corruption;
    }
    places_[0] = {positions[1].x, positions[1].y};  // where every path begins
    places_[request.severity] = {place.x, place.y};
    for (const auto& [severity, at] : places_) reply.places.push_back({severity, at.first, at.second});
  } else {
    reply.notes.emplace_back("This run has no diffusion, so there is no reconstruction to follow.");
  }
  reply.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return reply;
}

Result<protocol::RobustnessReply> keptRobustness(const RunFolder& folder, const std::string& split) {
  MARCIE_TRY(folder.spec());
  protocol::RobustnessReply reply;
  reply.split = split;
  std::error_code failure;
  std::optional<RobustnessSnapshot> newest;
  fs::file_time_type written{};
  for (fs::directory_iterator it(folder.snapshotsFolder(), failure), end; !failure && it != end;
       it.increment(failure)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with("robustness-" + split + "-") || !name.ends_with(".json")) continue;
    std::error_code ignored;
    const auto time = fs::last_write_time(it->path(), ignored);
    if (newest && time < written) continue;
    const auto text = readFile(it->path());
    const auto json = text ? parseJsonText(*text) : Result<Json>(Error(text.error()));
    auto snapshot = json ? parseStruct<RobustnessSnapshot>(*json) : Result<RobustnessSnapshot>(Error(json.error()));
    // One that is being written, or of another version, is no measurement.
    if (!snapshot || snapshot->version != kRobustnessVersion || snapshot->labels.size() != snapshot->pictures.size()) {
      continue;
    }
    newest = std::move(*snapshot);
    written = time;
  }
  if (!newest) return reply;
  std::erase_if(newest->cells, [&](const RobustnessCell& cell) { return cell.hits.size() != newest->pictures.size(); });
  std::set<int> severities;
  std::map<std::string, std::set<int>> found;
  bool hasClean = false;
  for (const RobustnessCell& cell : newest->cells) {
    hasClean = hasClean || cell.severity == 0;
    if (cell.severity == 0) continue;
    severities.insert(cell.severity);
    found[cell.corruption].insert(cell.severity);
  }
  RobustnessPlan plan;
  plan.severities.assign(severities.begin(), severities.end());
  for (const auto* corruption : image::corruptions()) {
    const auto it = found.find(std::string(corruption->name));
    if (it == found.end() || it->second != severities) continue;
    plan.corruptions.push_back(corruption);
    reply.corruptions.emplace_back(corruption->name);
  }
  if (!hasClean || plan.corruptions.empty()) {
    reply.corruptions.clear();
    return reply;
  }
  reply.severities.assign(severities.begin(), severities.end());
  reply.reports.push_back(robustnessReport(folder.root().filename().string(), *newest, plan));
  if (const auto current = Predictor::current(folder)) {
    reply.isOutdated = !newest->checkpoint.starts_with(current->filename().string() + "@");
  }
  return reply;
}

}  // namespace marcie::eval
