// Recipes and scenes of the kitchen world: what is on a plate and how it is seen. No pixels.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/data/kitchen/kitchen.h"

namespace marcie::data {

enum class GlyphShape : std::uint8_t { disc, ring, triangle, square, stick, leaf, crescent, mushroom };
enum class GlyphTexture : std::uint8_t { plain, dots, bars, innerDisc, spokes, midrib };
[[nodiscard]] std::string_view glyphShapeName(GlyphShape shape);
[[nodiscard]] std::string_view glyphTextureName(GlyphTexture texture);

using Colour = std::array<std::uint8_t, 3>;  // RGB

struct KitchenIngredient {
  std::string name;
  GlyphShape shape = GlyphShape::disc;
  GlyphTexture texture = GlyphTexture::plain;
  Colour body{}, edge{}, detail{};
  double size = 1;  // relative to the common glyph size
};

struct KitchenDish {
  std::string name;
  std::vector<int> core;     // four ingredients, each present with kCoreChance
  std::vector<int> options;  // three more, each with kOptionChance; any other with kOtherChance
};

inline constexpr double kCoreChance = 0.8;
inline constexpr double kOptionChance = 0.4;
inline constexpr double kOtherChance = 0.03;
inline constexpr int kFewestIngredients = 2;
inline constexpr int kMostGlyphs = 8;

// Sibling dishes (2k, 2k+1) share two of their four core ingredients, others at most one; with an even number of at
// least four dishes each ingredient is core of exactly two. Depends on the number of classes alone.
struct KitchenWorld {
  std::vector<KitchenDish> dishes;
  std::vector<KitchenIngredient> ingredients;
};
[[nodiscard]] KitchenWorld makeKitchenWorld(int classes);

struct PlacedGlyph {
  int ingredient = 0;
  double x = 0, y = 0;  // plate coordinates: the rim has radius 1
  double angle = 0;     // rad
  double scale = 1;
};

// Every factor of how a plate is seen. All zero (scale, brightness and foreshortening 1) is a picture from straight
// above in even light.
struct KitchenNuisance {
  double strength = 0;
  double turn = 0;  // rad
  double foreshortening = 1;
  double perspectiveX = 0, perspectiveY = 0;
  double plateScale = 1;
  double shiftX = 0, shiftY = 0;  // in picture sides
  int parsley = 0;
  bool cutlery = false;
  double cutleryAngle = 0, cutleryOffset = 0;
  double blur = 0;  // standard deviation in picture sides
  double contrast = 1;
  double lightRamp = 0, lightAngle = 0;
  double brightness = 1;
  std::array<double, 3> cast{1, 1, 1};
  double noise = 0;  // standard deviation of 0…1
};

struct KitchenScene {
  int dish = 0;
  int table = 0;                    // 0…3
  int plate = 0;                    // 0…2
  std::uint64_t seed = 0;           // of what is left to chance in drawing
  std::vector<int> ingredients;     // ascending
  std::vector<int> counts;          // glyphs of each
  std::vector<PlacedGlyph> glyphs;  // in drawing order
  KitchenNuisance nuisance;
};

// Picture `index` of the world. The same index and seed give the same plate at every strength: only how it is seen
// grows stronger.
[[nodiscard]] KitchenScene makeKitchenScene(const KitchenWorld& world, std::uint64_t seed, std::int64_t index, int dish,
                                            double strength);

}  // namespace marcie::data
