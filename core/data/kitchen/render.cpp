#include "core/data/kitchen/render.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

#include "core/data/kitchen/glyphs.h"
#include "core/data/kitchen/table.h"

namespace marcie::data {

namespace {

constexpr int kOversampling = 2;
constexpr double kPlateRadius = 0.42;  // of the picture's side
constexpr double kGlyphRadius = 0.2;   // of the plate's radius
constexpr int kFractionBits = 4;       // of polygon corners

// Plate coordinates → pixels of the canvas: turn, tilt, perspective, scale, shift.
class View {
 public:
  View(const KitchenNuisance& nuisance, int canvas)
      : n_(nuisance),
        radius_(kPlateRadius * canvas * nuisance.plateScale),
        centreX_(canvas * (0.5 + nuisance.shiftX)),
        centreY_(canvas * (0.5 + nuisance.shiftY)),
        cos_(std::cos(nuisance.turn)),
        sin_(std::sin(nuisance.turn)) {}

  [[nodiscard]] cv::Point2d operator()(cv::Point2d p) const {
    const double x = cos_ * p.x - sin_ * p.y;
    const double y = (sin_ * p.x + cos_ * p.y) * n_.foreshortening;
    const double depth = 1 + n_.perspectiveX * x + n_.perspectiveY * y;
    return {centreX_ + radius_ * x / depth, centreY_ + radius_ * y / depth};
  }

 private:
  const KitchenNuisance& n_;
  double radius_, centreX_, centreY_, cos_, sin_;
};

class Canvas {
 public:
  Canvas(cv::Mat& pixels, const View& view) : pixels_(pixels), view_(view) {}

  // Outlines in plate coordinates. Shaded paint is lighter at the upper left of its own extent.
  void paint(const std::vector<Outline>& outlines, Colour colour, double opacity, bool shaded) {
    project(outlines);
    if (box_.empty()) return;
    mask_.create(box_.size(), CV_8UC1);
    mask_.setTo(0);
    cv::fillPoly(mask_, fixed_, cv::Scalar(255), cv::LINE_AA, kFractionBits);
    blend(colour, opacity, shaded);
  }

 private:
  void project(const std::vector<Outline>& outlines) {
    cv::Point2d low(1e9, 1e9);
    cv::Point2d high(-1e9, -1e9);
    projected_.resize(outlines.size());
    for (std::size_t i = 0; i < outlines.size(); ++i) {
      projected_[i].clear();
      for (const auto& point : outlines[i]) {
        const cv::Point2d pixel = view_(point);
        projected_[i].push_back(pixel);
        low = {std::min(low.x, pixel.x), std::min(low.y, pixel.y)};
        high = {std::max(high.x, pixel.x), std::max(high.y, pixel.y)};
      }
    }
    const cv::Rect whole(0, 0, pixels_.cols, pixels_.rows);
    const cv::Point first(static_cast<int>(std::floor(low.x)) - 1, static_cast<int>(std::floor(low.y)) - 1);
    const cv::Point last(static_cast<int>(std::ceil(high.x)) + 2, static_cast<int>(std::ceil(high.y)) + 2);
    box_ = cv::Rect(first, last) & whole;
    constexpr double kOne = 1 << kFractionBits;
    fixed_.resize(projected_.size());
    for (std::size_t i = 0; i < projected_.size(); ++i) {
      fixed_[i].clear();
      for (const auto& pixel : projected_[i]) {
        fixed_[i].emplace_back(static_cast<int>(std::lround((pixel.x - box_.x) * kOne)),
                               static_cast<int>(std::lround((pixel.y - box_.y) * kOne)));
      }
    }
  }

  void blend(Colour colour, double opacity, bool shaded) {
    const int alphaScale = static_cast<int>(std::lround(256 * opacity));
    const int span = std::max(1, box_.width + box_.height);
    for (int y = 0; y < box_.height; ++y) {
      const std::uint8_t* mask = mask_.ptr(y);
      std::uint8_t* out = pixels_.ptr(box_.y + y) + 3 * box_.x;
      for (int x = 0; x < box_.width; ++x, out += 3) {
        if (mask[x] == 0) continue;
        const int alpha = mask[x] * alphaScale;  // of 255 · 256
        // From 116 % at the upper left to 84 % at the lower right.
        const int light = shaded ? 297 - 82 * (x + y) / span : 256;
        for (std::size_t c = 0; c < 3; ++c) {
          const int wanted = std::min(255, colour[c] * light / 256);
          out[c] = static_cast<std::uint8_t>(out[c] + (wanted - out[c]) * alpha / (255 * 256));
        }
      }
    }
  }

  cv::Mat& pixels_;
  const View& view_;
  cv::Rect box_;
  cv::Mat mask_;
  std::vector<std::vector<cv::Point2d>> projected_;
  std::vector<std::vector<cv::Point>> fixed_;
};

// The plate's soft shadow: drawn small and blurred, then taken from the table's light.
void castShadow(cv::Mat& pixels, const View& view) {
  constexpr int kShrink = 8;
  cv::Mat small(pixels.rows / kShrink, pixels.cols / kShrink, CV_8UC1, cv::Scalar(0));
  std::vector<cv::Point> outline;
  for (const auto& point : circleOutline(0, 0, 1.03, 40)) {
    const cv::Point2d pixel = view(point) * (1.0 / kShrink);
    const cv::Point2d offset(0.022 * small.cols, 0.035 * small.rows);
    outline.emplace_back(static_cast<int>(std::lround((pixel.x + offset.x) * 16)),
                         static_cast<int>(std::lround((pixel.y + offset.y) * 16)));
  }
  cv::fillPoly(small, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(150), cv::LINE_AA, 4);
  cv::GaussianBlur(small, small, cv::Size(0, 0), 0.028 * small.cols);
  cv::Mat mask;
  cv::resize(small, mask, pixels.size(), 0, 0, cv::INTER_LINEAR);
  for (int y = 0; y < pixels.rows; ++y) {
    const std::uint8_t* shade = mask.ptr(y);
    std::uint8_t* out = pixels.ptr(y);
    for (int x = 0; x < pixels.cols; ++x, out += 3) {
      const int light = 255 - shade[x];
      for (int c = 0; c < 3; ++c) out[c] = static_cast<std::uint8_t>(out[c] * light / 255);
    }
  }
}

void drawPlate(Canvas& canvas, int style) {
  constexpr std::array<Colour, 3> kBands{Colour{246, 243, 236}, Colour{74, 112, 168}, Colour{196, 108, 74}};
  const auto circle = [](double radius) { return std::vector<Outline>{circleOutline(0, 0, radius, 56)}; };
  canvas.paint(circle(1.0), {196, 190, 180}, 1, false);
  canvas.paint(circle(0.985), {248, 246, 240}, 1, true);
  if (style > 0) {
    canvas.paint({circleOutline(0, 0, 0.955, 56), circleOutline(0, 0, 0.925, 56)},
                 kBands[static_cast<std::size_t>(style)], 0.9, false);
  }
  canvas.paint(circle(0.80), {214, 208, 198}, 1, false);
  canvas.paint(circle(0.785), {244, 241, 234}, 1, false);
  canvas.paint(circle(0.74), {252, 250, 245}, 1, false);
}

std::vector<Outline> placed(const std::vector<Outline>& outlines, cv::Point2d at, double angle, double scale) {
  const double c = std::cos(angle) * scale;
  const double s = std::sin(angle) * scale;
  std::vector<Outline> result(outlines.size());
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    result[i].reserve(outlines[i].size());
    for (const auto& p : outlines[i]) result[i].emplace_back(at.x + c * p.x - s * p.y, at.y + s * p.x + c * p.y);
  }
  return result;
}

void drawGlyphs(Canvas& canvas, const KitchenWorld& world, const KitchenScene& scene) {
  std::vector<std::vector<GlyphLayer>> layers(world.ingredients.size());
  for (const int k : scene.ingredients) {
    layers[static_cast<std::size_t>(k)] = glyphLayers(world.ingredients[static_cast<std::size_t>(k)]);
  }
  // Light comes from the picture's upper left whatever the plate's turn: shadows fall to the lower right.
  const double turn = scene.nuisance.turn;
  const cv::Point2d shadow(0.03 * std::cos(-turn) - 0.04 * std::sin(-turn),
                           0.03 * std::sin(-turn) + 0.04 * std::cos(-turn));
  for (const auto& glyph : scene.glyphs) {
    const auto k = static_cast<std::size_t>(glyph.ingredient);
    const double scale = kGlyphRadius * glyph.scale * world.ingredients[k].size;
    const cv::Point2d at(glyph.x, glyph.y);
    canvas.paint(placed(layers[k].front().outlines, at + shadow, glyph.angle, scale), {60, 40, 30}, 0.28, false);
    for (const auto& layer : layers[k]) {
      canvas.paint(placed(layer.outlines, at, glyph.angle, scale), layer.colour, layer.opacity, layer.shaded);
    }
  }
}

void drawParsley(Canvas& canvas, int count, Rng& rng) {
  for (int i = 0; i < count; ++i) {
    const double radius = 0.75 * std::sqrt(rng.uniform());
    const double angle = 2 * std::numbers::pi * rng.uniform();
    const cv::Point2d at(radius * std::cos(angle), radius * std::sin(angle));
    const double size = rng.uniform(0.13, 0.19);
    const double turn = 2 * std::numbers::pi * rng.uniform();
    for (int leaf = 0; leaf < 3; ++leaf) {
      const double direction = turn + 2 * std::numbers::pi * leaf / 3;
      const cv::Point2d lobe = at + cv::Point2d(std::cos(direction), std::sin(direction)) * (0.62 * size);
      canvas.paint({circleOutline(lobe.x, lobe.y, 0.56 * size, 9)}, {44, 96, 40}, 1, false);
      canvas.paint({circleOutline(lobe.x, lobe.y, 0.42 * size, 9)}, {78, 146, 62}, 1, true);
    }
    canvas.paint({circleOutline(at.x, at.y, 0.3 * size, 8)}, {96, 164, 76}, 1, false);
  }
}

// A fork or a knife that lies across the plate.
void drawCutlery(Canvas& canvas, const KitchenNuisance& nuisance, Rng& rng) {
  const bool fork = rng.chance(0.5);
  std::vector<Outline> parts{barOutline({-0.5, 0}, {1.7, 0}, 0.10)};
  if (fork) {
    parts.push_back(barOutline({-0.72, 0}, {-0.44, 0}, 0.26));
    for (const double y : {-0.11, -0.037, 0.037, 0.11}) parts.push_back(barOutline({-1.1, y}, {-0.7, y}, 0.04));
  } else {
    parts.push_back({{-1.15, 0.07}, {-1.0, -0.06}, {-0.4, -0.07}, {-0.4, 0.07}});
  }
  const cv::Point2d at(-std::sin(nuisance.cutleryAngle) * nuisance.cutleryOffset,
                       std::cos(nuisance.cutleryAngle) * nuisance.cutleryOffset);
  for (const auto& part : parts) {
    canvas.paint(placed({part}, at + cv::Point2d(0.03, 0.05), nuisance.cutleryAngle, 1), {40, 30, 26}, 0.3, false);
  }
  for (const auto& part : parts) canvas.paint(placed({part}, at, nuisance.cutleryAngle, 1), {188, 192, 198}, 1, true);
  canvas.paint(placed({barOutline({-0.4, -0.02}, {1.65, -0.02}, 0.025)}, at, nuisance.cutleryAngle, 1), {238, 240, 244},
               0.9, false);
}

// Four bytes of one draw added up are near enough to a normal number, and cheap.
class GrainNoise {
 public:
  explicit GrainNoise(std::uint64_t seed) : rng_(seed) {}
  float next() {
    if (left_ == 0) {
      bits_ = rng_.next();
      left_ = 2;
    }
    int sum = 0;
    for (int i = 0; i < 4; ++i, bits_ >>= 8U) sum += static_cast<int>(bits_ & 0xFFU);
    --left_;
    return (static_cast<float>(sum) - 510.0F) * (1.0F / 147.8F);  // standard deviation of four bytes
  }

 private:
  Rng rng_;
  std::uint64_t bits_ = 0;
  int left_ = 0;
};

void light(cv::Mat& rgb, const KitchenNuisance& n, std::uint64_t seed) {
  GrainNoise grain(seed);
  const auto cos = static_cast<float>(std::cos(n.lightAngle) * n.lightRamp * 2 / rgb.cols);
  const auto sin = static_cast<float>(std::sin(n.lightAngle) * n.lightRamp * 2 / rgb.rows);
  const auto contrast = static_cast<float>(n.contrast);
  const auto noise = static_cast<float>(255 * n.noise);
  std::array<float, 3> gain{};
  for (std::size_t c = 0; c < 3; ++c) gain[c] = static_cast<float>(n.brightness * n.cast[c]);
  const float middleX = 0.5F * static_cast<float>(rgb.cols - 1);
  const float middleY = 0.5F * static_cast<float>(rgb.rows - 1);
  for (int y = 0; y < rgb.rows; ++y) {
    std::uint8_t* out = rgb.ptr(y);
    for (int x = 0; x < rgb.cols; ++x, out += 3) {
      const float ramp = 1 + cos * (static_cast<float>(x) - middleX) + sin * (static_cast<float>(y) - middleY);
      for (std::size_t c = 0; c < 3; ++c) {
        float value = static_cast<float>(out[c]) * gain[c] * ramp;
        value = (value - 128.0F) * contrast + 128.0F;
        if (noise > 0) value += noise * grain.next();
        out[c] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
      }
    }
  }
}

}  // namespace

cv::Mat renderKitchen(const KitchenWorld& world, const KitchenScene& scene, int size) {
  const int canvasSize = size * kOversampling;
  Rng rng(scene.seed);
  cv::Mat pixels = tableTop(scene.table, canvasSize, rng);
  const View view(scene.nuisance, canvasSize);
  castShadow(pixels, view);
  Canvas canvas(pixels, view);
  drawPlate(canvas, scene.plate);
  drawGlyphs(canvas, world, scene);
  drawParsley(canvas, scene.nuisance.parsley, rng);
  if (scene.nuisance.cutlery) drawCutlery(canvas, scene.nuisance, rng);
  cv::Mat rgb;
  cv::resize(pixels, rgb, cv::Size(size, size), 0, 0, cv::INTER_AREA);
  const double sigma = scene.nuisance.blur * size;
  if (sigma > 0.25) cv::GaussianBlur(rgb, rgb, cv::Size(0, 0), sigma);
  light(rgb, scene.nuisance, deriveSeed(scene.seed, 1));
  return rgb;
}

}  // namespace marcie::data
