// Outlines of ingredients, in units of the glyph's own radius.
#pragma once

#include <vector>

#include <opencv2/core/types.hpp>

#include "core/data/kitchen/world.h"

namespace marcie::data {

using Outline = std::vector<cv::Point2d>;

[[nodiscard]] Outline circleOutline(double x, double y, double radius, int points);
[[nodiscard]] Outline barOutline(cv::Point2d from, cv::Point2d to, double width);

// One layer of paint. Several outlines in one layer cut holes (even-odd rule).
struct GlyphLayer {
  std::vector<Outline> outlines;
  Colour colour{};
  double opacity = 1;
  bool shaded = false;  // lighter towards the light
};

// From the bottom up: edge, body, texture, gloss. Depends on the ingredient alone, so it is made once a world.
[[nodiscard]] std::vector<GlyphLayer> glyphLayers(const KitchenIngredient& ingredient);

}  // namespace marcie::data
