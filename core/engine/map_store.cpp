#include "core/engine/map_store.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <limits>
#include <unordered_map>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/project/procrustes.h"

namespace marcie::engine {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kPrefix = "map-";
constexpr std::size_t kMostMaps = 64;

fs::path entryPath(const RunFolder& run, const std::string& name) {
  return run.snapshotsFolder() / (name + ".json");
}
fs::path dataPath(const RunFolder& run, const std::string& name) {
  return run.snapshotsFolder() / (name + ".msgpack");
}

// A name of ours and nothing that could lead out of the folder.
bool isMapName(const std::string& name) {
  return name.starts_with(kPrefix) &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

Error damaged(const std::string& name) {
  return Error{ErrorCode::format, "the map " + name + " is damaged", "Compute it again", {}};
}

std::size_t bytesFor(std::int64_t count) {
  return static_cast<std::size_t>(count) * sizeof(float);
}

// What older maps do not have, and what else may be left out.
bool hasWholeExtras(const protocol::MapSnapshot& map, std::size_t n) {
  const auto whole = [](const std::vector<std::uint8_t>& bytes, std::size_t size) {
    return bytes.empty() || bytes.size() == size;
  };
  const std::int64_t k = map.neighbours.count;
  if (k < 0 || k > 1000) return false;
  const auto all = bytesFor(static_cast<std::int64_t>(n) * k);
  return whole(map.points.modalities, n) && whole(map.points.tagStarts, 4 * (n + 1)) &&
         map.points.tagged.size() % 4 == 0 && map.neighbours.indices.size() == all &&
         map.neighbours.cosines.size() == all &&
         std::all_of(map.points.fields.begin(), map.points.fields.end(),
                     [n](const protocol::MapField& field) { return field.values.size() == 4 * n; });
}

// Every array has the length that the entry claims.
bool isWhole(const protocol::MapSnapshot& map) {
  const protocol::MapEntry& e = map.entry;
  const auto n = static_cast<std::size_t>(e.points);
  constexpr std::int64_t kMost = std::int64_t{1} << 31U;
  return e.points > 0 && e.points < kMost && e.columns > 0 && e.columns <= 64 && map.points.paths.size() == n &&
         map.points.labels.size() == 4 * n && map.points.predictions.size() == 4 * n &&
         map.points.confidences.size() == 4 * n && map.points.splits.size() == n &&
         map.coordinates.size() == bytesFor(e.points * e.columns) && hasWholeExtras(map, n);
}

std::optional<protocol::MapEntry> readEntry(const RunFolder& run, const std::string& name) {
  constexpr std::uint64_t kMostBytes = 64U << 20U;
  const auto text = readFile(entryPath(run, name), kMostBytes);
  if (!text) return {};
  const auto json = parseJsonText(*text);
  if (!json) return {};
  protocol::MapEntry entry;
  Problems problems;
  fromJson(*json, entry, problems);
  if (!problems.empty() || entry.name != name) return {};
  return entry;
}

// The oldest go: whoever watches a run would keep one for each checkpoint. The small file first: a map is either whole
// or not there.
void forgetOldest(const RunFolder& run) {
  const auto maps = listMaps(run);
  for (std::size_t i = kMostMaps; i < maps.size(); ++i) {
    std::error_code ignored;
    fs::remove(entryPath(run, maps[i].name), ignored);
    fs::remove(dataPath(run, maps[i].name), ignored);
  }
}

}  // namespace

std::string mapName(const protocol::ProjectionStart& request, std::int64_t step) {
  ProjectionOptions what = request.options;
  what.threads = 0;
  const std::string text = request.split + "|" + dumpJson(toJson(what)) + (request.withTexts ? "|texts" : "") +
                           (request.limit > 0 ? "|" + std::to_string(request.limit) : "");
  std::uint64_t hash = mix64(static_cast<std::uint64_t>(step));
  for (const char c : text) hash = mix64(hash ^ static_cast<unsigned char>(c));
  std::array<char, 17> key{};
  std::snprintf(key.data(), key.size(), "%016llx", static_cast<unsigned long long>(hash));
  return std::string(kPrefix) + std::string(enumKey(request.space)) + "-" +
         std::string(enumKey(request.options.method)) + "-" + std::to_string(step) + "-" + key.data();
}

Result<void> saveMap(const RunFolder& run, const protocol::MapSnapshot& map) {
  if (!RunFolder::isRun(run.root())) {
    return Error{ErrorCode::notFound, run.root().string() + " is not a run folder any more", {}, {}};
  }
  MARCIE_TRY(makeFolders(run.snapshotsFolder()));
  const std::vector<std::uint8_t> bytes = Json::to_msgpack(toJson(map));
  MARCIE_TRY(writeFileAtomically(dataPath(run, map.entry.name),
                                 std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())));
  MARCIE_TRY(writeFileAtomically(entryPath(run, map.entry.name), dumpJson(toJson(map.entry), 2) + "\n"));
  forgetOldest(run);
  return {};
}

Result<protocol::MapSnapshot> loadMap(const RunFolder& run, const std::string& name) {
  if (!isMapName(name) || !readEntry(run, name)) {
    return Error{ErrorCode::notFound, "there is no map '" + name + "' in " + run.root().string(), {}, {}};
  }
  MARCIE_ASSIGN(const std::string bytes, readFile(dataPath(run, name)));
  const Json json = Json::from_msgpack(bytes, true, false);
  if (json.is_discarded()) return damaged(name);
  protocol::MapSnapshot map;
  Problems problems;
  fromJson(json, map, problems);
  if (!problems.empty() || map.entry.name != name || !isWhole(map)) return damaged(name);
  return map;
}

std::vector<protocol::MapEntry> listMaps(const RunFolder& run) {
  std::vector<std::pair<fs::file_time_type, protocol::MapEntry>> found;
  std::error_code failure;
  for (fs::directory_iterator it(run.snapshotsFolder(), failure), end; !failure && it != end; it.increment(failure)) {
    const std::string name = it->path().stem().string();
    std::error_code ignored;
    if (it->path().extension() != ".json" || !isMapName(name) || !fs::exists(dataPath(run, name), ignored)) continue;
    if (auto entry = readEntry(run, name))
      found.emplace_back(fs::last_write_time(it->path(), ignored), std::move(*entry));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second.name < b.second.name;
  });
  std::vector<protocol::MapEntry> entries;
  for (auto& [time, entry] : found) entries.push_back(std::move(entry));
  return entries;
}

std::vector<std::uint8_t> coordinateBytes(const project::Matrix& map) {
  std::vector<std::uint8_t> bytes(map.values.size() * sizeof(float));
  if (!bytes.empty()) std::memcpy(bytes.data(), map.values.data(), bytes.size());
  return bytes;
}

project::Matrix coordinatesOf(const protocol::MapSnapshot& map) {
  project::Matrix matrix(map.entry.points, map.entry.columns);
  if (!map.coordinates.empty()) std::memcpy(matrix.values.data(), map.coordinates.data(), map.coordinates.size());
  return matrix;
}

MapAligner::MapAligner(const protocol::MapSnapshot& reference, const std::vector<std::string>& paths) {
  if (reference.entry.columns != 2) return;
  const project::Matrix known = coordinatesOf(reference);
  std::unordered_map<std::string_view, std::int64_t> row;
  for (std::size_t i = 0; i < reference.points.paths.size(); ++i) {
    row.emplace(reference.points.paths[i], static_cast<std::int64_t>(i));
  }
  target_ = project::Matrix(static_cast<std::int64_t>(paths.size()), 2);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    float* to = target_.row(static_cast<std::int64_t>(i));
    const auto it = row.find(paths[i]);
    if (it == row.end()) {
      std::fill_n(to, 2, std::numeric_limits<float>::quiet_NaN());
    } else {
      std::copy_n(known.row(it->second), 2, to);
    }
  }
}

void MapAligner::align(project::Matrix& map) const {
  if (target_.rows != map.rows || map.columns != 2) return;
  project::procrustes(map, target_).apply(map);
}

Result<MapAligner> makeAligner(const RunFolder& run, const std::string& alignTo, const std::string& alignRun,
                               const std::vector<std::string>& paths) {
  if (alignTo.empty()) return MapAligner();
  const RunFolder other = alignRun.empty() ? run : RunFolder(alignRun);
  MARCIE_ASSIGN(const protocol::MapSnapshot reference, loadMap(other, alignTo));
  return MapAligner(reference, paths);
}

}  // namespace marcie::engine
