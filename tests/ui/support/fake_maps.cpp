#include "tests/ui/support/fake_maps.h"

#include <cmath>
#include <cstring>
#include <map>

#include "core/api/protocol.h"

namespace marcie {
namespace {

using namespace protocol;

constexpr int kFakeClasses = 6;
const char* const kFakeNames[kFakeClasses] = {"curry", "dumplings", "fried_rice", "noodle_soup", "salad", "stew"};

template <class T>
std::vector<std::uint8_t> raw(const std::vector<T>& values) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

MapPoints fakePoints(int pictures, bool withTexts) {
  MapPoints points;
  points.classes.assign(kFakeNames, kFakeNames + kFakeClasses);
  points.tags = {"rice", "egg"};
  std::vector<std::int32_t> labels, predictions, starts{0}, tagged;
  std::vector<float> confidences, losses;
  const int count = withTexts ? 2 * pictures : pictures;
  for (int i = 0; i < count; ++i) {
    const int k = i % pictures;
    const int label = k % kFakeClasses;
    points.paths.push_back("/pictures/" + std::string(kFakeNames[label]) + "/" + std::to_string(k) + ".jpg");
    points.splits.push_back(static_cast<std::uint8_t>(k % 10 < 7 ? 0 : k % 10 < 8 ? 1 : 2));
    if (withTexts) points.modalities.push_back(i < pictures ? 0 : 1);
    labels.push_back(label);
    predictions.push_back(k % 9 == 0 ? (label + 1) % kFakeClasses : label);
    confidences.push_back(0.5F + 0.004F * static_cast<float>(k % 100));
    losses.push_back(0.01F * static_cast<float>(k));
    if (k % 2 == 0) tagged.push_back(0);
    if (k % 3 == 0) tagged.push_back(1);
    starts.push_back(static_cast<std::int32_t>(tagged.size()));
  }
  points.labels = raw(labels);
  points.predictions = raw(predictions);
  points.confidences = raw(confidences);
  points.tagStarts = raw(starts);
  points.tagged = raw(tagged);
  points.fields = {{"loss", raw(losses)}};
  return points;
}

// A ring of clusters that opens from 0 to 1.
std::vector<std::uint8_t> fakePlaces(int pictures, bool withTexts, double open) {
  std::vector<float> xy;
  for (int i = 0; i < (withTexts ? 2 * pictures : pictures); ++i) {
    const int k = i % pictures;
    const double angle = 2 * M_PI * (k % kFakeClasses) / kFakeClasses;
    const double x = 10 * open * std::cos(angle) + 0.05 * (k / kFakeClasses), y = 10 * open * std::sin(angle);
    xy.push_back(static_cast<float>(x + (i < pictures ? 0 : 0.7)));
    xy.push_back(static_cast<float>(y + 0.03 * (k % 17)));
  }
  return raw(xy);
}

struct Running {
  std::int64_t job = 0;
  ProjectionStart request;
};
std::map<std::string, Running>& running() {
  static std::map<std::string, Running> jobs;
  return jobs;
}

template <class Note>
void say(const FakeNotify& notify, const Note& note) {
  notify(Note::kMethod, toJson(note));
}

MapNeighbours fakeNeighbours(int count) {
  MapNeighbours near;
  near.count = 3;
  std::vector<std::int32_t> indices;
  std::vector<float> cosines;
  for (int i = 0; i < count; ++i) {
    for (int k = 1; k <= 3; ++k) {
      indices.push_back((i + kFakeClasses * k) % count);
      cosines.push_back(1 - 0.1F * static_cast<float>(k));
    }
  }
  near.indices = raw(indices);
  near.cosines = raw(cosines);
  return near;
}

Result<Json> startMap(const Json& params, const FakeNotify& notify) {
  static std::int64_t last = 0;
  MARCIE_ASSIGN(const ProjectionStart request, parseStruct<ProjectionStart>(params, ErrorCode::usage));
  const std::int64_t job = ++last;
  if (const auto it = running().find(request.pane); it != running().end()) {
    const Error outdated{ErrorCode::cancelled, "cancelled", {}, {}};
    say(notify, ProjectionFinishedNote{it->second.job, request.pane, {}, {}, errorToJson(outdated)});
    running().erase(it);
  }
  if (request.space == EmbeddingSpace::reconstructed) {
    const Error none{ErrorCode::unavailable,
                     "this run has no 'reconstructed' space: it has no diffusion (CDR)",
                     "It has visual, aligned",
                     {}};
    say(notify, ProjectionFinishedNote{job, request.pane, {}, {}, errorToJson(none)});
    return toJson(ProjectionStarted{job});
  }
  const int pictures = request.limit > 0 ? 120 : 240;
  const int count = request.withTexts ? 2 * pictures : pictures;
  say(notify, ProjectionPointsNote{job, request.pane, fakePoints(pictures, request.withTexts)});
  for (const double open : {0.2, 0.6, 1.0}) {
    say(notify, ProjectionFrameNote{job, request.pane, ProjectionStage::layout, std::int64_t(100 * open), 100, 2,
                                    fakePlaces(pictures, request.withTexts, open)});
  }
  if (request.options.method == ProjectionMethod::umap) {
    running()[request.pane] = {job, request};
    return toJson(ProjectionStarted{job});
  }
  MapEntry entry;
  entry.name = "map-fake";
  entry.space = request.space;
  entry.split = request.split;
  entry.withTexts = request.withTexts;
  entry.limit = request.limit;
  entry.available = request.limit > 0 ? 1200 : 240;
  entry.step = 40;
  entry.options = request.options;
  entry.points = count;
  entry.columns = 2;
  entry.quality = {15, count, count, 0.987, 0.976, 0.765, -1};
  say(notify, ProjectionFinishedNote{job, request.pane, entry, fakeNeighbours(count), Json()});
  return toJson(ProjectionStarted{job});
}

Result<Json> controlMap(const Json& params, const FakeNotify& notify) {
  MARCIE_ASSIGN(const ProjectionControl request, parseStruct<ProjectionControl>(params, ErrorCode::usage));
  const auto it = running().find(request.pane);
  if (it == running().end() || request.action != ProjectionAction::cancel) return Json::object();
  const Error cancelled{ErrorCode::cancelled, "cancelled", {}, {}};
  say(notify, ProjectionFinishedNote{it->second.job, request.pane, {}, {}, errorToJson(cancelled)});
  running().erase(it);
  return Json::object();
}

Result<Json> film(const Json& params) {
  MARCIE_ASSIGN(const Cinema request, parseStruct<Cinema>(params, ErrorCode::usage));
  constexpr int kPictures = 30;
  const bool hasTexts = request.space == EmbeddingSpace::aligned;
  CinemaReply reply;
  reply.points = fakePoints(kPictures, hasTexts);
  for (int epoch = hasTexts ? 3 : 1; epoch <= 5; ++epoch) {
    if (20 * epoch <= request.after) continue;
    CinemaFrame frame;
    frame.step = 20 * epoch;
    frame.epoch = epoch;
    frame.phase = epoch < 3 ? "backbone" : "joint";
    frame.coordinates = fakePlaces(kPictures, hasTexts, 0.2 * epoch);
    frame.predictions = raw(std::vector<std::int32_t>(kPictures, epoch % kFakeClasses));
    frame.confidences = raw(std::vector<float>(kPictures, 0.1F * static_cast<float>(epoch)));
    frame.trustworthiness = 0.8 + 0.03 * epoch;
    frame.recall = 0.1 * epoch;
    frame.imageToTextR1 = frame.textToImageR1 = 0.15 * epoch;
    frame.matchedCosine = 0.18 * epoch;
    frame.modalityGap = 1 - 0.15 * epoch;
    reply.frames.push_back(frame);
  }
  return toJson(reply);
}

Result<Json> report() {
  AlignmentReply reply;
  reply.step = 40;
  reply.pairs = 100;
  reply.texts = 48;
  reply.available = 120;
  reply.imageToText = {0.25, 0.5, 0.75};
  reply.textToImage = {0.2, 0.4, 0.6};
  reply.matchedCosine = 0.8;
  reply.modalityGap = 0.12;
  reply.matched.assign(50, 0.02);
  reply.mismatched.assign(50, 0.02);
  reply.worst = {{"/pictures/stew/5.jpg", "stew", "train", {"egg"}, -0.3, 17},
                 {"/pictures/curry/0.jpg", "curry", "train", {"rice", "egg"}, -0.1, 4}};
  return toJson(reply);
}

}  // namespace

Result<Json> answerAboutMaps(const std::string& method, const Json& params, const FakeNotify& notify) {
  if (method == "projection.start") return startMap(params, notify);
  if (method == "projection.control") return controlMap(params, notify);
  if (method == "projection.list") return toJson(ProjectionListReply{});
  if (method == "embedding.cinema") return film(params);
  if (method == "embedding.alignment") return report();
  return Error{ErrorCode::usage, "unknown method '" + method + "'", {}, {}};
}

}  // namespace marcie
