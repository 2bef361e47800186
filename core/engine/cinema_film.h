// The recorded frames of a run (core/train/cinema.h) as a film: maps that follow each other, and their figures.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/api/protocol_alignment.h"
#include "core/api/run_folder.h"
#include "core/base/stop_token.h"
#include "core/project/matrix.h"

namespace marcie::engine {

// Thread-safe. Frames that were made are kept for the run that was asked for last: a film that grows costs its new
// frames. A frame depends on the files up to it only, so what was seen live comes again the same.
class CinemaFilms {
 public:
  // Frames of `space` (visual, or aligned: the texts as points, too, once there are texts) after a step.
  // Errors: notFound (no run, or nothing recorded), usage (another space), format (probe.json), cancelled.
  [[nodiscard]] Result<protocol::CinemaReply> get(const protocol::Cinema& request, const StopToken& stop);

 private:
  struct Made {
    std::string stamp;  // of the file: when it was written and how long it is
    protocol::CinemaFrame frame;
    project::Matrix map;
  };
  struct Film {
    std::string probe;  // content of probe.json
    std::map<std::int64_t, Made> frames;
  };
  std::mutex mutex_;
  std::string run_;
  std::map<EmbeddingSpace, Film> films_;
};

}  // namespace marcie::engine
