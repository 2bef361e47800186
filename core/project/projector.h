// From a table of points to a map that one can watch: PCA, t-SNE, UMAP behind one stepping interface.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/api/projection_options.h"
#include "core/api/projection_result.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/project/matrix.h"

namespace marcie::project {

struct ProjectionProgress {
  ProjectionStage stage = ProjectionStage::start;
  std::int64_t done = 0, total = 1;  // within the stage
};

// Used by one thread at a time. Its map depends on options, points and machine only: not on the number of threads, on
// pauses, or on who watches.
class Projector {
 public:
  // Takes the points apart from the rows that cannot be mapped and lays them out by PCA, so that there is a map to show
  // at once. What had to be adapted is said by notes().
  // Errors: option (out of range), data (no points, or none without missing values), cancelled.
  [[nodiscard]] static Result<std::unique_ptr<Projector>> create(const ProjectionOptions& options, Matrix points,
                                                                 const StopToken& stop = {});
  virtual ~Projector() = default;

  // Called during long stages as well as after every step, by the thread that steps.
  using Watch = std::function<void(const ProjectionProgress&)>;
  virtual void setWatch(Watch watch) = 0;

  // One stage of the preparation, or one iteration. False when there was nothing left to do. Errors: cancelled, within
  // 200 ms of the stop.
  [[nodiscard]] virtual Result<bool> step() = 0;
  // Steps to the end, resting while the stop token is paused. Errors: cancelled.
  [[nodiscard]] Result<void> run();

  // [rows, 2] (PCA: [rows, components]) with a row for each that was given; NaN for those left out.
  [[nodiscard]] virtual Matrix map() const = 0;
  // Sentences for the reader of the map, in the order in which things were noticed.
  [[nodiscard]] virtual const std::vector<std::string>& notes() const = 0;
  // Rows that were left out, ascending.
  [[nodiscard]] virtual const std::vector<std::int64_t>& leftOut() const = 0;
  // Of the map as it is now. Errors: cancelled.
  [[nodiscard]] virtual Result<MapQuality> quality() = 0;
  // KL divergence of a t-SNE map, NaN for others.
  [[nodiscard]] virtual double divergence() = 0;

 protected:
  explicit Projector(StopToken stop) : stop_(std::move(stop)) {}
  StopToken stop_;
};

}  // namespace marcie::project
