#include "core/project/projector.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/random.h"
#include "core/base/strings.h"
#include "core/options/json.h"
#include "core/project/affinities.h"
#include "core/project/crew.h"
#include "core/project/fuzzy_set.h"
#include "core/project/neighbours.h"
#include "core/project/pca.h"
#include "core/project/quality.h"
#include "core/project/tsne.h"
#include "core/project/umap.h"

namespace marcie::project {
namespace {

constexpr std::uint64_t kJitterStream = 0x31772;  // of random numbers

std::string shortNumber(double value) {
  return formatNumber(std::round(value * 10) / 10);
}

// Rows with a NaN or an infinity, ascending.
std::vector<std::int64_t> unusableRows(const Matrix& points) {
  std::vector<std::int64_t> rows;
  for (std::int64_t i = 0; i < points.rows; ++i) {
    const float* row = points.row(i);
    if (!std::all_of(row, row + points.columns, [](float v) { return std::isfinite(v); })) rows.push_back(i);
  }
  return rows;
}

std::string leftOutSentence(const std::vector<std::int64_t>& rows, std::int64_t all) {
  constexpr std::size_t kNamed = 10;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(kNamed, rows.size()); ++i) names.push_back(std::to_string(rows[i]));
  return std::to_string(rows.size()) + " of " + std::to_string(all) +
         " points are left out because values are missing or infinite: row" + (rows.size() == 1 ? " " : "s ") +
         join(names, ", ") + (rows.size() > kNamed ? ", …" : "") + " (counted from 0)";
}

Matrix without(const Matrix& points, const std::vector<std::int64_t>& rows) {
  Matrix kept(points.rows - static_cast<std::int64_t>(rows.size()), points.columns);
  std::int64_t to = 0;
  auto next = rows.begin();
  for (std::int64_t i = 0; i < points.rows; ++i) {
    if (next != rows.end() && *next == i) {
      ++next;
      continue;
    }
    std::copy_n(points.row(i), points.columns, kept.row(to++));
  }
  return kept;
}

bool allEqual(const Matrix& points) {
  for (std::int64_t i = 1; i < points.rows; ++i) {
    if (!std::equal(points.row(0), points.row(0) + points.columns, points.row(i))) return false;
  }
  return true;
}

class Layout : public Projector {
 public:
  Layout(const ProjectionOptions& options, std::int64_t rows, std::vector<std::int64_t> leftOut, Matrix points,
         const StopToken& stop)
      : Projector(stop),
        options_(options),
        rows_(rows),
        leftOut_(std::move(leftOut)),
        points_(std::move(points)),
        crew_(options.threads) {
    if (!leftOut_.empty()) notes_.push_back(leftOutSentence(leftOut_, rows_));
  }

  // The first map. What needs no more is finished with it.
  Result<void> begin() {
    const std::int64_t n = points_.rows;
    const std::string title(enumLabel());
    map_ = Matrix(n, 2);
    if (points_.columns <= 2) {
      notes_.push_back(points_.columns == 2 ? "the points have two dimensions and are shown as they are"
                                            : "the points have one dimension and are shown along a line");
      for (std::int64_t i = 0; i < n; ++i) std::copy_n(points_.row(i), points_.columns, map_.row(i));
      return {};
    }
    if (n == 1 || allEqual(points_)) {
      notes_.push_back(n == 1 ? std::string("there is only one point")
                              : "all " + std::to_string(n) + " points are equal and lie in one place");
      return {};
    }
    const std::int64_t components = options_.method == ProjectionMethod::pca ? options_.pca.components : 2;
    points_ = metricSpace(points_, options_.metric, crew_);
    MARCIE_ASSIGN(Pca pca, principalComponents(points_, components, options_.seed, crew_, stop_));
    map_ = std::move(pca.scores);
    if (options_.method == ProjectionMethod::pca) {
      explained_ = pca.explained(pca.variance.size());
      return {};
    }
    if (n < 4) {
      notes_.push_back(std::to_string(n) + " points are too few for " + title + " and are shown by PCA");
      return {};
    }
    adapt();
    stage_ = ProjectionStage::neighbours;
    return {};
  }

  void setWatch(Watch watch) override { watch_ = std::move(watch); }

  Result<bool> step() override {
    if (stop_.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
    switch (stage_) {
      case ProjectionStage::neighbours:
        MARCIE_TRY(findNeighbours());
        return true;
      case ProjectionStage::affinities:
        MARCIE_TRY(weighNeighbours());
        return true;
      case ProjectionStage::exaggeration:
      case ProjectionStage::layout:
        move();
        if (stop_.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
        return true;
      default:
        return false;
    }
  }

  Matrix map() const override {
    if (leftOut_.empty()) return map_;
    Matrix all(rows_, map_.columns);
    std::int64_t from = 0;
    auto next = leftOut_.begin();
    for (std::int64_t i = 0; i < rows_; ++i) {
      if (next != leftOut_.end() && *next == i) {
        std::fill_n(all.row(i), all.columns, std::numeric_limits<float>::quiet_NaN());
        ++next;
      } else {
        std::copy_n(map_.row(from++), all.columns, all.row(i));
      }
    }
    return all;
  }
  const std::vector<std::string>& notes() const override { return notes_; }
  const std::vector<std::int64_t>& leftOut() const override { return leftOut_; }

  Result<MapQuality> quality() override {
    MARCIE_ASSIGN(MapQuality quality, measureQuality(points_, map_, options_.seed, crew_, stop_));
    quality.explained = explained_;
    return quality;
  }
  double divergence() override { return tsne_ ? tsne_->divergence() : std::numeric_limits<double>::quiet_NaN(); }

 private:
  [[nodiscard]] std::string_view enumLabel() const {
    for (const auto& entry : EnumTable<ProjectionMethod>::entries) {
      if (entry.value == options_.method) return entry.label;
    }
    return "";
  }

  // Fits what the options ask for to the number of points there are.
  void adapt() {
    const std::int64_t n = points_.rows;
    const double largest = static_cast<double>(n - 1) / 3;
    if (options_.method == ProjectionMethod::tsne && options_.tsne.perplexity > largest) {
      notes_.push_back("the perplexity is lowered from " + shortNumber(options_.tsne.perplexity) + " to " +
                       shortNumber(largest) + ", because there are only " + std::to_string(n) + " points");
      options_.tsne.perplexity = largest;
    }
    if (options_.method == ProjectionMethod::umap && options_.umap.neighbours > n) {
      notes_.push_back("the neighbourhood is lowered from " + std::to_string(options_.umap.neighbours) + " to " +
                       std::to_string(n) + ", because there are only " + std::to_string(n) + " points");
      options_.umap.neighbours = static_cast<int>(n);
    }
  }

  void tell(std::int64_t done, std::int64_t total) {
    if (watch_) watch_({stage_, done, total});
  }

  Result<void> findNeighbours() {
    const std::int64_t wanted = options_.method == ProjectionMethod::tsne
                                    ? static_cast<std::int64_t>(3 * options_.tsne.perplexity)
                                    : options_.umap.neighbours - 1;
    constexpr std::int64_t kParts = 1000;
    const auto share = [this](double done) { tell(static_cast<std::int64_t>(done * kParts), kParts); };
    MARCIE_ASSIGN(neighbours_, nearestNeighbours(points_, std::clamp<std::int64_t>(wanted, 1, points_.rows - 1),
                                                 options_.search, options_.seed, crew_, stop_, share));
    stage_ = ProjectionStage::affinities;
    return {};
  }

  Result<void> weighNeighbours() {
    std::vector<float> start = startingMap();
    if (options_.method == ProjectionMethod::tsne) {
      MARCIE_ASSIGN(SparseRows p, gaussianAffinities(neighbours_, options_.tsne.perplexity, crew_, stop_));
      tsne_ = std::make_unique<Tsne>(std::move(p), std::move(start), options_.tsne, crew_, stop_);
    } else {
      MARCIE_ASSIGN(SparseRows graph, fuzzyNeighbours(neighbours_, options_.metric, crew_, stop_));
      umap_ = std::make_unique<Umap>(std::move(graph), std::move(start), options_.umap, options_.seed, crew_, stop_);
    }
    neighbours_ = {};
    tell(1, 1);
    stage_ = tsne_ && tsne_->isExaggerating() ? ProjectionStage::exaggeration : ProjectionStage::layout;
    return {};
  }

  // The PCA map with a hundredth of noise: points on a line or in one place could never part without.
  [[nodiscard]] std::vector<float> startingMap() const {
    double squares = 0;
    for (const float value : map_.values) squares += static_cast<double>(value) * static_cast<double>(value);
    const double noise = 0.01 * std::sqrt(squares / static_cast<double>(map_.values.size()));
    Rng rng(deriveSeed(options_.seed, kJitterStream));
    std::vector<float> start = map_.values;
    for (float& value : start) value += static_cast<float>(noise * rng.normal());
    return start;
  }

  void move() {
    const auto iterate = [this](auto& method) {
      method.step();
      map_.values = method.map();
      tell(method.iteration(), method.total());
      if (method.iteration() >= method.total()) stage_ = ProjectionStage::quality;
    };
    if (umap_) return iterate(*umap_);
    iterate(*tsne_);
    if (stage_ == ProjectionStage::exaggeration && !tsne_->isExaggerating()) stage_ = ProjectionStage::layout;
  }

  ProjectionOptions options_;
  std::int64_t rows_;
  std::vector<std::int64_t> leftOut_;
  Matrix points_;  // usable rows, as the metric sees them
  Crew crew_;
  Matrix map_;  // of the usable rows
  std::vector<std::string> notes_;
  Watch watch_;
  ProjectionStage stage_ = ProjectionStage::quality;
  double explained_ = -1;
  Neighbours neighbours_;
  std::unique_ptr<Tsne> tsne_;
  std::unique_ptr<Umap> umap_;
};

}  // namespace

Result<std::unique_ptr<Projector>> Projector::create(const ProjectionOptions& options, Matrix points,
                                                     const StopToken& stop) {
  Problems problems;
  validate(options, problems);
  if (options.umap.minDist > options.umap.spread) {
    problems.add("umap.minDist", "must not be larger than umap.spread, " + formatNumber(options.umap.spread));
  }
  MARCIE_TRY(problems.toResult(ErrorCode::option));
  constexpr std::int64_t kMostPoints = std::numeric_limits<std::int32_t>::max() / 4;
  if (points.rows < 1 || points.columns < 1 || points.rows > kMostPoints) {
    return Error{ErrorCode::data, "a map needs at least one point with one value", {}, {}};
  }
  std::vector<std::int64_t> unusable = unusableRows(points);
  if (static_cast<std::int64_t>(unusable.size()) == points.rows) {
    return Error{ErrorCode::data, "every point has missing or infinite values", "A map needs finite numbers", {}};
  }
  const std::int64_t rows = points.rows;
  Matrix usable = unusable.empty() ? std::move(points) : without(points, unusable);
  auto layout = std::make_unique<Layout>(options, rows, std::move(unusable), std::move(usable), stop);
  MARCIE_TRY(layout->begin());
  return std::unique_ptr<Projector>(std::move(layout));
}

Result<void> Projector::run() {
  for (;;) {
    stop_.waitWhilePaused();
    MARCIE_ASSIGN(const bool more, step());
    if (!more) return {};
  }
}

}  // namespace marcie::project
