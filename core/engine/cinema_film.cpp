#include "core/engine/cinema_film.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include <ATen/ATen.h>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/engine/map_points.h"
#include "core/metrics/alignment.h"
#include "core/project/follow.h"
#include "core/project/neighbours.h"
#include "core/project/quality.h"
#include "core/train/cinema.h"
#include "core/train/safetensors.h"

namespace marcie::engine {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kFilmSeed = 1;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct FrameFile {
  std::int64_t step = 0;
  fs::path path;
  std::string stamp;
};

// Whole files in the order of their steps; what is being written has another name.
std::vector<FrameFile> frameFiles(const RunFolder& run) {
  std::vector<FrameFile> files;
  std::error_code failure;
  for (fs::directory_iterator it(run.snapshotsFolder(), failure), end; !failure && it != end; it.increment(failure)) {
    const std::string name = it->path().filename().string();
    constexpr std::string_view kBegin = "frame-", kEnd = ".safetensors";
    if (!name.starts_with(kBegin) || !name.ends_with(kEnd)) continue;
    const std::string number = name.substr(kBegin.size(), name.size() - kBegin.size() - kEnd.size());
    if (number.empty() || number.size() > 15 || number.find_first_not_of("0123456789") != std::string::npos) continue;
    std::error_code ignored;
    const auto time = fs::last_write_time(it->path(), ignored).time_since_epoch().count();
    files.push_back(
        {std::stoll(number), it->path(), std::to_string(time) + "|" + std::to_string(it->file_size(ignored))});
  }
  std::sort(files.begin(), files.end(), [](const FrameFile& a, const FrameFile& b) { return a.step < b.step; });
  return files;
}

protocol::MapPoints filmPoints(const train::ProbeFile& probe, bool withTexts) {
  eval::Embeddings embeddings;
  embeddings.tags = probe.tags;
  for (const auto& picture : probe.pictures) {
    embeddings.pictures.push_back(
        {picture.path, picture.label, picture.label, data::Split::val, kUnknown, kUnknown, picture.tags});
  }
  protocol::MapPoints points = mapPoints(embeddings, withTexts);
  // Numbers of classes as the run has them: a frame's predictions are those.
  points.classes = probe.classes;
  std::vector<std::int32_t> labels;
  for (const auto& picture : probe.pictures) {
    const auto it = std::find(probe.classes.begin(), probe.classes.end(), picture.label);
    labels.push_back(it == probe.classes.end() ? -1 : static_cast<std::int32_t>(it - probe.classes.begin()));
  }
  if (withTexts) {
    const std::vector<std::int32_t> once = labels;
    labels.insert(labels.end(), once.begin(), once.end());
  }
  points.labels = points.predictions = bytesOf(labels);
  points.fields.clear();
  return points;
}

project::Matrix tableOf(const at::Tensor& tensor) {
  const at::Tensor plain = tensor.to(at::kFloat).contiguous();
  project::Matrix matrix(plain.size(0), plain.size(1));
  std::copy_n(plain.const_data_ptr<float>(), plain.numel(), matrix.values.begin());
  return matrix;
}

at::Tensor sphere(const at::Tensor& rows) {
  return rows / rows.norm(2, {1}, true).clamp_min(1e-8);
}

bool fits(const at::Tensor& matrix, std::int64_t rows) {
  return matrix.defined() && matrix.dim() == 2 && matrix.size(0) == rows && matrix.size(1) > 0;
}

// The table that a frame's map is of; undefined when the file does not have it.
at::Tensor frameRows(const train::TensorFile& file, EmbeddingSpace space, std::int64_t pictures) {
  if (space == EmbeddingSpace::visual) {
    const at::Tensor rows = file.find("visual");
    return fits(rows, pictures) ? rows.to(at::kFloat) : at::Tensor();
  }
  const at::Tensor aligned = file.find("aligned"), semantic = file.find("semantic");
  if (!fits(aligned, pictures)) return {};
  const at::Tensor v = sphere(aligned.to(at::kFloat));
  // Where a run has no texts yet, they have no place.
  const at::Tensor s = fits(semantic, pictures) ? sphere(semantic.to(at::kFloat)) : at::full_like(v, kUnknown);
  return s.size(1) == v.size(1) ? at::cat({v, s}) : at::Tensor();
}

void addAlignment(const at::Tensor& rows, const train::ProbeFile& probe, protocol::CinemaFrame& frame) {
  frame.imageToTextR1 = frame.textToImageR1 = frame.matchedCosine = frame.mismatchedCosine = frame.modalityGap =
      kUnknown;
  const auto n = static_cast<std::int64_t>(probe.pictures.size());
  if (rows.size(0) != 2 * n) return;
  at::Tensor tags = at::zeros({n, static_cast<std::int64_t>(probe.tags.size())});
  for (std::int64_t i = 0; i < n; ++i) {
    for (const std::int32_t tag : probe.pictures[static_cast<std::size_t>(i)].tags) {
      if (tag >= 0 && tag < tags.size(1)) tags[i][tag] = 1;
    }
  }
  const at::Tensor has = at::isfinite(rows.narrow(0, n, n)).all(1).nonzero().squeeze(1);
  if (has.numel() < 2) return;
  const auto scores = metrics::alignmentScores(rows.narrow(0, 0, n).index_select(0, has),
                                               rows.narrow(0, n, n).index_select(0, has), tags.index_select(0, has));
  frame.imageToTextR1 = scores.imageToTextR1;
  frame.textToImageR1 = scores.textToImageR1;
  frame.matchedCosine = scores.matchedCosine;
  frame.mismatchedCosine = scores.mismatchedCosine;
  frame.modalityGap = scores.modalityGap;
}

Result<void> addQuality(const project::Matrix& rows, const project::Matrix& map, const StopToken& stop,
                        project::Crew& crew, protocol::CinemaFrame& frame) {
  frame.trustworthiness = frame.recall = kUnknown;
  std::vector<std::int64_t> finite;
  for (std::int64_t i = 0; i < map.rows; ++i) {
    if (std::isfinite(map.row(i)[0]) && std::isfinite(map.row(i)[1])) finite.push_back(i);
  }
  project::Matrix a(static_cast<std::int64_t>(finite.size()), rows.columns), b(a.rows, 2);
  for (std::int64_t i = 0; i < a.rows; ++i) {
    std::copy_n(rows.row(finite[static_cast<std::size_t>(i)]), rows.columns, a.row(i));
    std::copy_n(map.row(finite[static_cast<std::size_t>(i)]), 2, b.row(i));
  }
  if (a.rows == 0) return {};
  const project::Matrix seen = project::metricSpace(a, ProjectionMetric::euclidean, crew);
  MARCIE_ASSIGN(const MapQuality quality, project::measureQuality(seen, b, kFilmSeed, crew, stop));
  if (quality.sampled == 0) return {};
  frame.trustworthiness = quality.trustworthiness;
  frame.recall = quality.recall;
  return {};
}

std::vector<std::uint8_t> plainBytes(const at::Tensor& tensor) {
  const at::Tensor plain = tensor.contiguous();
  const auto* begin = static_cast<const std::uint8_t*>(plain.const_data_ptr());
  return {begin, begin + plain.nbytes()};
}

// Errors: format (damaged, of other pictures, or without this space).
Result<at::Tensor> readFrame(const FrameFile& from, EmbeddingSpace space, std::int64_t pictures,
                             protocol::CinemaFrame& frame) {
  MARCIE_ASSIGN(const train::TensorFile file, train::readTensors(from.path));
  const at::Tensor rows = frameRows(file, space, pictures);
  const at::Tensor prediction = file.find("prediction"), confidence = file.find("confidence");
  if (!rows.defined() || !prediction.defined() || !confidence.defined() || prediction.numel() != pictures ||
      confidence.numel() != pictures) {
    return Error{ErrorCode::format, "a frame without this space", {}, {}};
  }
  const auto text = [&file](const char* key) {
    const auto it = file.metadata.find(key);
    return it == file.metadata.end() ? std::string() : it->second;
  };
  frame.step = from.step;
  frame.epoch = std::strtod(text("epoch").c_str(), nullptr);
  frame.phase = text("phase");
  frame.predictions = plainBytes(prediction.to(at::kInt));
  frame.confidences = plainBytes(confidence.to(at::kFloat));
  return rows;
}

Result<train::ProbeFile> readProbe(const RunFolder& run, std::string& content) {
  auto read = readFile(train::probePath(run));
  if (!read) {
    if (read.error().code != ErrorCode::notFound) return std::move(read).error();
    return Error{ErrorCode::notFound,
                 "nothing was recorded while this run trained",
                 "Train it with trainer.probePictures above 0 and with validation pictures",
                 {}};
  }
  content = std::move(*read);
  MARCIE_ASSIGN(const Json json, parseJsonText(content));
  train::ProbeFile probe;
  Problems problems;
  fromJson(json, probe, problems);
  MARCIE_TRY(problems.toResult(ErrorCode::format));
  if (probe.pictures.empty()) return Error{ErrorCode::format, "the list of watched pictures is empty", {}, {}};
  return probe;
}

}  // namespace

Result<protocol::CinemaReply> CinemaFilms::get(const protocol::Cinema& request, const StopToken& stop) {
  if (request.space != EmbeddingSpace::visual && request.space != EmbeddingSpace::aligned) {
    return Error{ErrorCode::usage, "a film is of the space 'visual' or 'aligned'", {}, {}};
  }
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  const std::lock_guard lock(mutex_);
  std::string content;
  MARCIE_ASSIGN(const train::ProbeFile probe, readProbe(run, content));
  if (run_ != request.run) films_.clear();
  run_ = request.run;
  Film& film = films_[request.space];
  if (film.probe != content) film = {content, {}};
  protocol::CinemaReply reply;
  reply.points = filmPoints(probe, request.space == EmbeddingSpace::aligned);
  project::Crew crew(1);
  project::Matrix previous;
  const auto pictures = static_cast<std::int64_t>(probe.pictures.size());
  for (const FrameFile& file : frameFiles(run)) {
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
    const auto known = film.frames.find(file.step);
    if (known == film.frames.end() || known->second.stamp != file.stamp) {
      // What came after it followed a frame that is no more.
      film.frames.erase(film.frames.lower_bound(file.step), film.frames.end());
      Made made{file.stamp, {}, {}};
      const auto rows = readFrame(file, request.space, pictures, made.frame);
      if (!rows) {
        // Before the joint stage there is no aligned space; that is no damage.
        reply.damaged += rows.error().message == "a frame without this space" ? 0 : 1;
        continue;
      }
      const project::Matrix table = tableOf(*rows);
      MARCIE_ASSIGN(made.map, project::followMap(table, previous, kFilmSeed, crew, stop));
      MARCIE_TRY(addQuality(table, made.map, stop, crew, made.frame));
      addAlignment(*rows, probe, made.frame);
      made.frame.coordinates = bytesOf(made.map.values);
      film.frames.emplace(file.step, std::move(made));
    }
    const Made& made = film.frames.at(file.step);
    previous = made.map;
    if (file.step > request.after) reply.frames.push_back(made.frame);
  }
  return reply;
}

}  // namespace marcie::engine
