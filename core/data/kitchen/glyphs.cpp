#include "core/data/kitchen/glyphs.h"

#include <cmath>
#include <numbers>

namespace marcie::data {

namespace {

constexpr double kPi = std::numbers::pi;

cv::Point2d polar(double radius, double angle) {
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

// A polygon whose corners are rounded: each corner is replaced by an arc made of a few points.
Outline rounded(const Outline& corners, double share) {
  Outline outline;
  const std::size_t n = corners.size();
  for (std::size_t i = 0; i < n; ++i) {
    const cv::Point2d corner = corners[i];
    const cv::Point2d start = corner + (corners[(i + n - 1) % n] - corner) * share;
    const cv::Point2d end = corner + (corners[(i + 1) % n] - corner) * share;
    for (int k = 0; k <= 4; ++k) {
      const double t = k / 4.0;  // quadratic Bézier
      outline.push_back(start * ((1 - t) * (1 - t)) + corner * (2 * t * (1 - t)) + end * (t * t));
    }
  }
  return outline;
}

Outline crescent() {
  Outline outline;
  constexpr int kSteps = 14;
  constexpr double kReach = 0.72 * kPi;
  for (int i = 0; i <= kSteps; ++i) outline.push_back(polar(1.0, -kReach + 2 * kReach * i / kSteps));
  for (int i = 0; i <= kSteps; ++i) {
    const double angle = kReach - 2 * kReach * i / kSteps;
    const double along = std::abs(angle) / kReach;
    outline.push_back(polar(0.36 + 0.62 * along * along, angle));
  }
  for (auto& point : outline) point.x -= 0.25;
  return outline;
}

Outline leaf() {
  Outline outline;
  for (int i = 0; i <= 10; ++i) {
    const double t = i / 10.0;
    outline.emplace_back(-1.15 + 2.3 * t, -0.62 * std::sin(kPi * std::pow(t, 0.8)));
  }
  for (int i = 9; i > 0; --i) {
    const double t = i / 10.0;
    outline.emplace_back(-1.15 + 2.3 * t, 0.62 * std::sin(kPi * std::pow(t, 0.8)));
  }
  return outline;
}

Outline mushroom() {
  Outline outline;
  for (int i = 0; i <= 14; ++i) {
    const cv::Point2d point = polar(1.0, kPi + kPi * i / 14);
    outline.emplace_back(point.x, point.y * 0.9 + 0.1);
  }
  for (const auto& point :
       {cv::Point2d(0.85, 0.32), cv::Point2d(0.34, 0.30), cv::Point2d(0.30, 0.75), cv::Point2d(0.40, 0.98),
        cv::Point2d(-0.40, 0.98), cv::Point2d(-0.30, 0.75), cv::Point2d(-0.34, 0.30), cv::Point2d(-0.85, 0.32)}) {
    outline.push_back(point);
  }
  return outline;
}

std::vector<Outline> silhouette(GlyphShape shape) {
  switch (shape) {
    case GlyphShape::disc:
      return {circleOutline(0, 0, 1, 28)};
    case GlyphShape::ring:
      return {circleOutline(0, 0, 1, 28), circleOutline(0, 0, 0.5, 20)};
    case GlyphShape::triangle:
      return {rounded({polar(1.25, -kPi / 2), polar(1.25, kPi / 6), polar(1.25, kPi * 5 / 6)}, 0.2)};
    case GlyphShape::square:
      return {rounded({{-0.92, -0.92}, {0.92, -0.92}, {0.92, 0.92}, {-0.92, 0.92}}, 0.15)};
    case GlyphShape::stick:
      return {rounded({{-1.5, -0.3}, {1.5, -0.3}, {1.5, 0.3}, {-1.5, 0.3}}, 0.12)};
    case GlyphShape::leaf:
      return {leaf()};
    case GlyphShape::crescent:
      return {crescent()};
    case GlyphShape::mushroom:
      return {mushroom()};
  }
  return {};
}

// The silhouette drawn in by `margin` towards its middle line: what lies within the edge.
std::vector<Outline> inset(GlyphShape shape, double margin) {
  auto outlines = silhouette(shape);
  if (shape == GlyphShape::ring)
    return {circleOutline(0, 0, 1 - margin, 28), circleOutline(0, 0, 0.5 + margin * 0.8, 20)};
  if (shape == GlyphShape::stick)
    return {rounded({{-1.5 + margin, -0.3 + margin},
                     {1.5 - margin, -0.3 + margin},
                     {1.5 - margin, 0.3 - margin},
                     {-1.5 + margin, 0.3 - margin}},
                    0.1)};
  if (shape == GlyphShape::crescent) {
    // Towards the arc of radius 0.68 about the crescent's own centre.
    for (auto& point : outlines[0]) {
      const cv::Point2d centred(point.x + 0.25, point.y);
      const double radius = std::hypot(centred.x, centred.y);
      const double angle = std::atan2(centred.y, centred.x) * (1 - margin * 0.5);
      point = polar(radius + (0.7 - radius) * margin * 2.2, angle) - cv::Point2d(0.25, 0);
    }
    return outlines;
  }
  for (auto& outline : outlines) {
    for (auto& point : outline) point *= 1 - margin;
  }
  return outlines;
}

std::vector<Outline> dots(GlyphShape shape) {
  if (shape == GlyphShape::triangle) {
    return {circleOutline(0, -0.45, 0.17, 10), circleOutline(-0.36, 0.28, 0.2, 10), circleOutline(0.4, 0.34, 0.15, 10),
            circleOutline(0.06, 0.02, 0.13, 10)};
  }
  if (shape == GlyphShape::stick) {
    return {circleOutline(-0.9, 0, 0.14, 9), circleOutline(-0.1, 0.03, 0.14, 9), circleOutline(0.8, -0.02, 0.14, 9)};
  }
  return {circleOutline(0.42, 0.1, 0.19, 10),  circleOutline(-0.08, 0.5, 0.16, 10),
          circleOutline(-0.48, 0.08, 0.2, 10), circleOutline(-0.1, -0.46, 0.17, 10),
          circleOutline(0.36, -0.4, 0.13, 10), circleOutline(0.0, 0.04, 0.12, 10)};
}

std::vector<Outline> bars(GlyphShape shape) {
  std::vector<Outline> result;
  if (shape == GlyphShape::crescent || shape == GlyphShape::ring) {
    const double offset = shape == GlyphShape::crescent ? 0.25 : 0;
    const double inner = shape == GlyphShape::crescent ? 0.45 : 0.6;
    for (const double angle : {-1.25, -0.62, 0.0, 0.62, 1.25, 2.3, -2.3}) {
      if (shape == GlyphShape::crescent && std::abs(angle) > 2) continue;
      const cv::Point2d shift(-offset, 0);
      result.push_back(barOutline(polar(inner, angle) + shift, polar(0.88, angle) + shift, 0.13));
    }
    return result;
  }
  const double reach = shape == GlyphShape::stick ? 0.2 : shape == GlyphShape::leaf ? 0.32 : 0.55;
  const double step = shape == GlyphShape::stick ? 0.6 : 0.42;
  for (int i = -1; i <= 1; ++i) {
    const double x = i * step;
    const double shorter = shape == GlyphShape::triangle && i != 0 ? 0.25 : 0;
    result.push_back(barOutline({x + 0.08, -reach + shorter}, {x - 0.08, reach}, 0.13));
  }
  return result;
}

std::vector<Outline> spokes() {
  std::vector<Outline> result;
  for (int i = 0; i < 6; ++i) {
    const double angle = kPi / 3 * i;
    result.push_back({polar(0.2, angle), polar(0.74, angle - 0.3), polar(0.8, angle), polar(0.74, angle + 0.3)});
  }
  return result;
}

std::vector<Outline> texture(const KitchenIngredient& ingredient) {
  switch (ingredient.texture) {
    case GlyphTexture::plain:
      return {};
    case GlyphTexture::dots:
      return dots(ingredient.shape);
    case GlyphTexture::bars:
      return bars(ingredient.shape);
    case GlyphTexture::innerDisc:
      return {circleOutline(0, 0, 0.52, 20)};
    case GlyphTexture::spokes:
      return spokes();
    case GlyphTexture::midrib:
      if (ingredient.shape != GlyphShape::crescent) return {barOutline({-0.95, 0}, {0.85, 0}, 0.1)};
      Outline arc;
      for (int i = 0; i <= 10; ++i) arc.push_back(polar(0.6, -1.2 + 0.24 * i) - cv::Point2d(0.25, 0));
      for (int i = 10; i >= 0; --i) arc.push_back(polar(0.72, -1.2 + 0.24 * i) - cv::Point2d(0.25, 0));
      return {arc};
  }
  return {};
}

}  // namespace

Outline circleOutline(double x, double y, double radius, int points) {
  Outline outline;
  for (int i = 0; i < points; ++i) outline.push_back(polar(radius, 2 * kPi * i / points) + cv::Point2d(x, y));
  return outline;
}

Outline barOutline(cv::Point2d from, cv::Point2d to, double width) {
  const cv::Point2d along = to - from;
  const double length = std::max(1e-9, std::hypot(along.x, along.y));
  const cv::Point2d side(-along.y / length * width / 2, along.x / length * width / 2);
  return {from - side, to - side, to + side, from + side};
}

std::vector<GlyphLayer> glyphLayers(const KitchenIngredient& ingredient) {
  std::vector<GlyphLayer> layers;
  layers.push_back({silhouette(ingredient.shape), ingredient.edge, 1.0, false});
  const double margin = ingredient.shape == GlyphShape::stick ? 0.08 : 0.13;
  layers.push_back({inset(ingredient.shape, margin), ingredient.body, 1.0, true});
  const auto details = texture(ingredient);
  if (!details.empty()) layers.push_back({details, ingredient.detail, 0.95, false});
  constexpr Colour kWhite{255, 255, 255};
  if (ingredient.shape == GlyphShape::disc || ingredient.shape == GlyphShape::mushroom) {
    layers.push_back({{circleOutline(-0.34, -0.4, 0.2, 10)}, kWhite, 0.35, false});
  }
  return layers;
}

}  // namespace marcie::data
