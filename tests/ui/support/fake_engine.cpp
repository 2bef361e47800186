// Speaks the engine's protocol without Torch or pictures: deterministic data, a run that learns on a clock. For tests
// of the window only. Paths steer it: "unknown" is a layout nobody knows, "slow" goes on until it is cancelled, "crash"
// ends the process as a fault would, "garbage" breaks the protocol.
#include <array>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <poll.h>
#include <unistd.h>

#include "core/api/frames.h"
#include "core/api/protocol.h"
#include "tests/ui/support/fake_maps.h"
#include "tests/ui/support/fake_recommender.h"

using namespace marcie;
using namespace marcie::protocol;

namespace {

constexpr int kClasses = 6;
constexpr int kPictures = 1200;
constexpr int kStepsPerEpoch = 20;
const char* const kClassNames[kClasses] = {"curry", "dumplings", "fried_rice", "noodle_soup", "salad", "stew"};
const char* const kTags[] = {"rice", "carrot", "onion", "egg", "noodles", "leaf", "chili", "beef"};

void put(const Json& message) {
  const std::string frame = encodeFrame(message);
  std::size_t done = 0;
  while (done < frame.size()) {
    const auto n = ::write(STDOUT_FILENO, frame.data() + done, frame.size() - done);
    if (n <= 0) std::_Exit(0);
    done += static_cast<std::size_t>(n);
  }
}

template <class Note>
void notify(const Note& note) {
  put(makeNotification(Note::kMethod, toJson(note)));
}

struct FakeRun {
  RunInfo info;
  std::vector<Json> events;
  bool watched = false;
};

struct State {
  std::map<std::string, FakeRun> runs;
  std::int64_t slowId = 0;
  std::int64_t slowDone = 0;
};

DataRow rowAt(std::int64_t index) {
  DataRow row;
  row.index = index;
  row.label = kClassNames[index % kClasses];
  row.split = index % 10 < 7 ? "train" : index % 10 < 8 ? "val" : "test";
  row.path = "/pictures/" + row.label + "/" + std::to_string(index) + ".jpg";
  row.tags = {kTags[index % 8], kTags[(index / 3) % 8]};
  return row;
}

Picture pictureOf(const std::string& path, std::int64_t size) {
  std::size_t hash = std::hash<std::string>{}(path);
  Picture picture{size, size * 3 / 4, {}};
  for (std::int64_t y = 0; y < picture.height; ++y) {
    for (std::int64_t x = 0; x < picture.width; ++x) {
      const double dx = static_cast<double>(x) / static_cast<double>(picture.width) - 0.5;
      const double dy = static_cast<double>(y) / static_cast<double>(picture.height) - 0.5;
      const bool plate = dx * dx + dy * dy < 0.16;
      for (int c = 0; c < 3; ++c) {
        const auto tone = static_cast<std::uint8_t>(80 + ((hash >> (8 * c)) & 0x7FU));
        picture.rgb.push_back(plate ? tone : static_cast<std::uint8_t>(225 - 10 * c));
      }
    }
  }
  return picture;
}

DatasetSummary summaryOf(const DataOptions& options) {
  DatasetSummary s;
  s.path = options.path;
  s.reader = "folder_per_class";
  s.readers = {
      {"folder_per_class", "Folder per class", 0.95, "6 folders with pictures",
       "One folder of pictures for each class."},
      {"samples_csv", "CSV list", 0.1, "no samples.csv", "A file samples.csv with columns image, label, split, tags."}};
  s.images = kPictures;
  for (const char* name : kClassNames) s.classes.push_back({name, 140, 20, 40});
  s.train = 840, s.val = 120, s.test = 240;
  s.splitOrigin = "given";
  for (int i = 0; i < 8; ++i) s.tags.push_back({kTags[i], 420 - 40 * i});
  s.tagsPerImage = 2;
  s.distinctTexts = 48;
  s.problems = {{"corrupt", options.path + "/curry/9.jpg", 0, "the file ends too early"},
                {"corrupt", options.path + "/stew/3.jpg", 0, "the file ends too early"},
                {"notAnImage", options.path + "/salad/notes.jpg", 0, "this is a text file"}};
  s.problemCount = 3;
  s.duplicates = {{options.path + "/curry/1.jpg", options.path + "/stew/7.jpg", "train", "test"}};
  s.duplicatesAcrossSplits = 1;
  s.smallestSide = 160, s.largestSide = 512;
  return s;
}

Result<Json> rows(const Json& params) {
  DataRows request;
  Problems problems;
  fromJson(params, request, problems);
  DataRowsReply reply;
  for (std::int64_t i = 0; i < kPictures; ++i) {
    const DataRow row = rowAt(i);
    const bool tagged = request.tag.empty() || row.tags[0] == request.tag || row.tags[1] == request.tag;
    if ((!request.label.empty() && row.label != request.label) ||
        (!request.split.empty() && row.split != request.split) || !tagged ||
        row.path.find(request.text) == std::string::npos) {
      continue;
    }
    if (reply.total >= request.offset && reply.total < request.offset + request.count) reply.rows.push_back(row);
    ++reply.total;
  }
  return toJson(reply);
}

Result<Json> thumbnails(const Json& params) {
  Thumbnails request;
  Problems problems;
  fromJson(params, request, problems);
  ThumbnailsReply reply;
  for (const auto& path : request.paths) reply.thumbnails.push_back({path, pictureOf(path, request.size), {}});
  return toJson(reply);
}

Result<Json> catalogReply() {
  CatalogReply reply;
  TaskCatalog& marnet = reply.tasks["marnet"];
  marnet.schema = schemaOf<RunSpec>();
  marnet.presets = {{"quick", "Quick", "A curve within a minute.", {{"trainer", {{"batchSize", 16}}}}},
                    {"standard", "Standard", "For real pictures.", Json::object()}};
  marnet.readers = {{"folder_per_class", "Folder per class", "One folder of pictures for each class.", nullptr},
                    {"samples_csv", "CSV list", "A file samples.csv with columns image, label, split, tags.", nullptr}};
  reply.tasks["cierec"] = testing::fakeRecCatalog();
  return toJson(reply);
}

Result<Json> predictReply(const Json& params, const State& state) {
  Predict request;
  Problems problems;
  fromJson(params, request, problems);
  const auto it = state.runs.find(request.run);
  if (it == state.runs.end()) return Error{ErrorCode::notFound, "no such run", {}, {}};
  if (it->second.info.status.step < kStepsPerEpoch) {
    return Error{ErrorCode::unavailable, "the run has no checkpoint yet", "Wait for the end of its first epoch", {}};
  }
  PredictReply reply;
  reply.path = request.path;
  reply.picture = pictureOf(request.path, 320);
  reply.top = {{"curry", 0.71}, {"stew", 0.15}, {"fried_rice", 0.08}, {"salad", 0.04}, {"dumplings", 0.02}};
  reply.tags = {{"rice", 0.93}, {"onion", 0.81}, {"chili", 0.64}, {"egg", 0.2}};
  for (int i = 0; i < 6; ++i) {
    reply.neighbours.push_back({rowAt(i).path, rowAt(i).label, 0.95 - 0.03 * i, pictureOf(rowAt(i).path, 96)});
  }
  if (request.path.find("/pictures/") == 0) reply.trueLabel = "curry", reply.trueTags = {"rice", "onion", "carrot"};
  reply.step = it->second.info.status.step;
  reply.milliseconds = 12;
  return toJson(reply);
}

// Right from the second epoch on.
Result<Json> glanceReply(const Json& params, const State& state) {
  Glance request;
  Problems problems;
  fromJson(params, request, problems);
  const auto it = state.runs.find(request.run);
  if (it == state.runs.end() || it->second.info.status.step < kStepsPerEpoch) {
    return Error{ErrorCode::notFound, "the run has no checkpoint yet", {}, {}};
  }
  GlanceReply reply;
  for (int i = 0; i < request.count; ++i) {
    reply.pictures.push_back({rowAt(i).path, rowAt(i).label, pictureOf(rowAt(i).path, request.size)});
  }
  for (std::int64_t step = kStepsPerEpoch; step <= it->second.info.status.step; step += kStepsPerEpoch) {
    GlanceStep glance{step, {}};
    for (int i = 0; i < request.count; ++i) {
      glance.chosen.push_back({step > kStepsPerEpoch ? rowAt(i).label : "stew", 0.5});
    }
    reply.steps.push_back(std::move(glance));
  }
  return toJson(reply);
}

void addEvent(FakeRun& run, RunEventBody body) {
  const auto& status = run.info.status;
  RunEvent event{status.step, status.epoch, static_cast<double>(status.step) / 100.0, std::move(body)};
  const Json json = runEventToJson(event);
  run.events.push_back(json);
  if (run.watched) notify(RunEventsNote{run.info.path, false, true, {json}});
}

void finish(FakeRun& run, RunState state, const std::string& outcome) {
  run.info.status.state = state;
  addEvent(run, RunFinished{outcome, {}, {}, {}, {}});
  if (run.watched) notify(RunStatusNote{run.info.path, run.info.status});
}

void tick(FakeRun& run) {
  RunStatus& status = run.info.status;
  if (status.state == RunState::created) {
    status.state = RunState::running;
    addEvent(run, RunStarted{"marnet", "pictures", 840, 120, 240, kClasses, 8, status.totalSteps, status.totalEpochs,
                             kStepsPerEpoch, 123456, "cpu", 2});
    addEvent(run, PhaseStarted{"backbone", "Backbone", 0, status.totalSteps / 2});
  }
  if (status.state != RunState::running) return;
  ++status.step;
  status.epoch = static_cast<double>(status.step) / kStepsPerEpoch;
  const double t = static_cast<double>(status.step) / 60.0;
  const double wobble = 0.15 * std::sin(static_cast<double>(status.step) * 1.7);
  addEvent(run, StepEnd{0.05,
                        {{"loss", 3 * std::exp(-t) + 0.6 + wobble},
                         {"cls", 1.8 * std::exp(-t) + 0.3 + wobble / 2},
                         {"ema", 0.8 * std::exp(-t) + 0.2}}});
  if (status.step == status.totalSteps / 2) {
    addEvent(run, PhaseStarted{"joint", "Joint training", status.step, status.totalSteps});
  }
  if (status.step % kStepsPerEpoch == 0) {
    addEvent(run, EpochEnd{{{"loss", 3 * std::exp(-t) + 0.6}, {"top1", 1 - 0.8 * std::exp(-t)}}});
    run.info.metrics = {{"top1", 0.9 - 0.75 * std::exp(-t)},
                        {"macroF1", 0.88 - 0.75 * std::exp(-t)},
                        {"loss", 2.6 * std::exp(-t) + 0.8}};
    addEvent(run, MetricsReady{"val", run.info.metrics});
    addEvent(run, CheckpointSaved{"checkpoints/step-" + std::to_string(status.step) + ".safetensors", false});
  }
  status.imagesPerSecond = 412;
  status.elapsedSeconds = static_cast<double>(status.step) / 100.0;
  status.remainingSeconds = static_cast<double>(status.totalSteps - status.step) / 100.0;
  status.memoryBytes = 512LL << 20U;
  if (status.step >= status.totalSteps) return finish(run, RunState::completed, "completed");
  if (status.step % 5 == 0 && run.watched) notify(RunStatusNote{run.info.path, status});
}

Result<Json> startRun(const Json& params, State& state) {
  RunStart request;
  Problems problems;
  fromJson(params, request, problems);
  if (request.spec.data.path.empty()) problems.add("data.path", "choose data first");
  if (auto bad = problems.toResult(); !bad.ok()) return std::move(bad).error();
  if (auto bad = checkRunSpec(request.spec); !bad.ok()) return std::move(bad).error();
  FakeRun run;
  run.info.path = "/runs/run-" + std::to_string(state.runs.size() + 1);
  run.info.notes.name = request.name.empty() ? "run " + std::to_string(state.runs.size() + 1) : request.name;
  run.info.created = "2026-01-02T03:04:05Z";
  run.info.spec = request.spec;
  run.info.status.session = 1;
  run.info.status.totalEpochs = 15;
  run.info.status.totalSteps = 15 * kStepsPerEpoch;
  run.info.status.device = "cpu";
  const std::string path = run.info.path;
  state.runs[path] = std::move(run);
  return Json{{"run", path}};
}

Result<Json> control(const Json& params, State& state) {
  RunControl request;
  Problems problems;
  fromJson(params, request, problems);
  const auto it = state.runs.find(request.run);
  if (it == state.runs.end()) return Error{ErrorCode::notFound, "no such run", {}, {}};
  FakeRun& run = it->second;
  RunStatus& status = run.info.status;
  switch (request.action) {
    case RunAction::pause:
      status.state = RunState::paused;
      break;
    case RunAction::unpause:
      status.state = RunState::running;
      break;
    case RunAction::stop:
      finish(run, RunState::stopped, "stopped");
      break;
    case RunAction::discard:
      state.runs.erase(it);
      return Json::object();
    case RunAction::moreEpochs:
      status.totalEpochs += request.epochs;
      status.totalSteps += request.epochs * kStepsPerEpoch;
      [[fallthrough]];
    case RunAction::resume:
      ++status.session;
      status.state = RunState::running;
  }
  if (run.watched) notify(RunStatusNote{request.run, status});
  return Json::object();
}

Result<Json> watch(const Json& params, State& state, bool on) {
  const auto it = state.runs.find(params.at("run").get<std::string>());
  if (it == state.runs.end()) return Error{ErrorCode::notFound, "no such run", {}, {}};
  FakeRun& run = it->second;
  run.watched = on;
  if (!on) return Json::object();
  notify(RunEventsNote{run.info.path, true, true, run.events});
  return toJson(run.info);
}

// Nothing when the answer comes later.
std::optional<Result<Json>> answer(const std::string& method, const Json& params, std::int64_t id, State& state) {
  if (method == "hello") {
    return Result<Json>(
        toJson(HelloReply{kProtocolVersion, "0.1.0", ::getpid(), "CPU, 2 threads", 2, 8LL << 30U, "/runs", "/sample"}));
  }
  if (method == "catalog") return catalogReply();
  if (method == "data.sample") return Result<Json>(Json{{"path", "/sample/kitchen"}});
  if (method == "data.rows") return rows(params);
  if (method == "data.thumbnails") return thumbnails(params);
  if (method == "predict") return predictReply(params, state);
  if (method == "predict.glance") return glanceReply(params, state);
  const auto asked = params.is_object() ? state.runs.find(params.value("run", std::string())) : state.runs.end();
  if (auto reply =
          testing::answerRecommend(method, params, asked != state.runs.end() && asked->second.info.spec.isCierec())) {
    return reply;
  }
  if (method == "run.start") return startRun(params, state);
  if (method == "run.control") return control(params, state);
  if (method == "run.watch") return watch(params, state, true);
  if (method == "run.unwatch") return watch(params, state, false);
  if (method == "run.notes") {
    Problems ignored;
    const auto it = state.runs.find(params.at("run").get<std::string>());
    if (it != state.runs.end()) fromJson(params.at("notes"), it->second.info.notes, ignored);
    return Result<Json>(Json::object());
  }
  if (method == "run.delete") {
    state.runs.erase(params.at("run").get<std::string>());
    return Result<Json>(Json::object());
  }
  if (method == "runs.list") {
    RunsListReply reply;
    for (const auto& [path, run] : state.runs) reply.runs.insert(reply.runs.begin(), run.info);
    return Result<Json>(toJson(reply));
  }
  if (method == "cancel") {
    if (params.at("id") == state.slowId && state.slowId != 0) {
      put(makeFailure(state.slowId, Error{ErrorCode::cancelled, "cancelled", {}, {}}));
      state.slowId = 0;
    }
    return Result<Json>(Json::object());
  }
  if (method == "data.inspect") {
    DataOptions options;
    Problems problems;
    fromJson(params.at("data"), options, problems);
    const auto has = [&options](const char* word) { return options.path.find(word) != std::string::npos; };
    if (has("crash")) ::kill(::getpid(), 9);
    if (has("garbage")) {
      std::cout << "hello, I am not a frame" << std::flush;
      return std::nullopt;
    }
    if (has("unknown")) {
      return Result<Json>(Error{ErrorCode::data,
                                "no reader recognises this folder: found 3 files .xyz and no pictures",
                                "Arrange the pictures in one of the layouts",
                                {}});
    }
    if (has("slow")) {
      state.slowId = id;
      state.slowDone = 0;
      return std::nullopt;
    }
    return Result<Json>(toJson(summaryOf(options)));
  }
  return answerAboutMaps(method, params, [](auto name, const Json& note) { put(makeNotification(name, note)); });
}

}  // namespace

int main() {
  State state;
  FrameDecoder decoder;
  std::array<char, 65536> buffer{};
  std::cerr << "fake engine ready" << std::endl;
  while (true) {
    pollfd in{STDIN_FILENO, POLLIN, 0};
    ::poll(&in, 1, 10);
    if ((in.revents & (POLLIN | POLLHUP)) != 0) {
      const auto n = ::read(STDIN_FILENO, buffer.data(), buffer.size());
      if (n <= 0) return 0;
      decoder.feed({buffer.data(), static_cast<std::size_t>(n)});
    }
    while (true) {
      auto message = decoder.next();
      if (!message.ok()) return 1;
      if (!*message) break;
      const Json& request = **message;
      const auto id = request.at("id").get<std::int64_t>();
      const auto reply = answer(request.at("method").get<std::string>(), request.at("params"), id, state);
      if (!reply) continue;
      put(reply->ok() ? makeResult(id, reply->value()) : makeFailure(id, reply->error()));
    }
    if (state.slowId != 0 && state.slowDone < 1000)
      notify(Progress{state.slowId, ++state.slowDone, 1000, "Looking at pictures"});
    for (auto& [path, run] : state.runs) tick(run);
  }
}
