// Maps that a run's folder keeps: snapshots/map-<key>.json (what it is) and map-<key>.msgpack (points, coordinates).
//
// The key says what a map is made of, so that the same request finds it again. The small file is written last: a
// snapshot that was half written does not exist. Every function may be called by any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/protocol_projection.h"
#include "core/api/run_folder.h"
#include "core/project/matrix.h"

namespace marcie::engine {

// Depends on everything that the coordinates depend on but the data, which MapEntry tells; not on the threads.
[[nodiscard]] std::string mapName(const protocol::ProjectionStart& request, std::int64_t step);

// The oldest beyond 64 maps are removed. Errors: io, diskFull; notFound when the run's folder is gone.
[[nodiscard]] Result<void> saveMap(const RunFolder& run, const protocol::MapSnapshot& map);
// Errors: notFound (no such map), format (damaged or half written).
[[nodiscard]] Result<protocol::MapSnapshot> loadMap(const RunFolder& run, const std::string& name);
// Newest first; damaged ones are left out.
[[nodiscard]] std::vector<protocol::MapEntry> listMaps(const RunFolder& run);

[[nodiscard]] std::vector<std::uint8_t> coordinateBytes(const project::Matrix& map);
[[nodiscard]] project::Matrix coordinatesOf(const protocol::MapSnapshot& map);

// Lays maps of some pictures over a map that was made before.
class MapAligner {
 public:
  MapAligner() = default;  // leaves maps as they are
  MapAligner(const protocol::MapSnapshot& reference, const std::vector<std::string>& paths);
  // `map` has a row for each of the paths. Pictures that the reference does not have do not take part in the fit, but
  // move with the others. Maps of other than two columns stay as they are.
  void align(project::Matrix& map) const;

 private:
  project::Matrix target_;  // a row for each path; NaN where the reference has no such picture
};
// Errors: those of loadMap. An empty `alignTo` gives an aligner that does nothing.
[[nodiscard]] Result<MapAligner> makeAligner(const RunFolder& run, const std::string& alignTo,
                                             const std::string& alignRun, const std::vector<std::string>& paths);

}  // namespace marcie::engine
