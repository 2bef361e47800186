// x_v of pictures that was computed before: what a batch carries in place of pictures.
//
// Immutable, thread-safe to read. A picture has one row, or several where it was also encoded augmented: row 0 is how
// evaluation sees it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace marcie::data {

class FeatureTable {
 public:
  struct Place {
    std::int64_t first = -1;  // row of the picture; -1 = it has none
    std::int32_t views = 0;
  };
  // `rows`: [any, width] float32, row-major, kept alive by `owner`. `places`: by index into Dataset::samples.
  FeatureTable(std::shared_ptr<const void> owner, const float* rows, std::int64_t width, std::vector<Place> places)
      : owner_(std::move(owner)), rows_(rows), width_(width), places_(std::move(places)) {}

  [[nodiscard]] std::int64_t width() const { return width_; }
  [[nodiscard]] bool has(std::int64_t index) const { return place(index).first >= 0; }
  [[nodiscard]] std::int32_t views(std::int64_t index) const { return place(index).views; }
  // `width()` floats.
  [[nodiscard]] const float* row(std::int64_t index, std::int32_t view = 0) const {
    return rows_ + (place(index).first + view) * width_;
  }

 private:
  [[nodiscard]] const Place& place(std::int64_t index) const { return places_[static_cast<std::size_t>(index)]; }
  std::shared_ptr<const void> owner_;
  const float* rows_;
  std::int64_t width_;
  std::vector<Place> places_;
};

}  // namespace marcie::data
