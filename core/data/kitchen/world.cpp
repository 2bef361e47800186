#include "core/data/kitchen/world.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/data/kitchen/names.h"

namespace marcie::data {

namespace {

constexpr double kTurn = 2 * std::numbers::pi;

Colour hsv(double hue, double saturation, double value) {
  Colour colour{};
  for (std::size_t c = 0; c < 3; ++c) {
    const double k = std::fmod(5 - 2.0 * static_cast<double>(c) + hue * 6, 6);
    const double level = value - value * saturation * std::max(0.0, std::min({k, 4 - k, 1.0}));
    colour[c] = static_cast<std::uint8_t>(std::lround(255 * level));
  }
  return colour;
}

// Looks of ingredients beyond those drawn by hand: neighbours differ in hue, shape and texture at once.
KitchenIngredient generated(std::size_t k) {
  const double hue = std::fmod(0.03 + 0.618034 * static_cast<double>(k), 1.0);
  const double value = 0.62 + 0.34 * std::fmod(0.41 * static_cast<double>(k), 1.0);
  KitchenIngredient ingredient;
  ingredient.name = kMoreIngredients[k];
  ingredient.shape = static_cast<GlyphShape>((3 * k + 1) % 8);
  ingredient.texture = static_cast<GlyphTexture>((k + k / 8) % 6);
  const bool round = ingredient.shape == GlyphShape::disc || ingredient.shape == GlyphShape::square;
  const bool central = ingredient.texture == GlyphTexture::spokes || ingredient.texture == GlyphTexture::innerDisc;
  if (central && !round) ingredient.texture = GlyphTexture::bars;
  ingredient.body = hsv(hue, 0.62, value);
  ingredient.edge = hsv(hue, 0.8, 0.55 * value);
  ingredient.detail = hsv(std::fmod(hue + 0.07, 1.0), 0.3, std::min(1.0, value + 0.25));
  ingredient.size = 1.05;
  return ingredient;
}

KitchenIngredient ingredientNumber(int number) {
  const auto k = static_cast<std::size_t>(number);
  if (k >= kHandDrawn.size()) return generated(k - kHandDrawn.size());
  const IngredientLook& look = kHandDrawn[k];
  return {std::string(look.name), look.shape, look.texture, look.body, look.edge, look.detail, look.size};
}

// The order in which dishes are linked: evens, then odds, closed to a ring. Neighbours are never siblings, except where
// there are too few dishes.
std::vector<int> linkOrder(int classes) {
  std::vector<int> order;
  for (int d = 0; d < classes; d += 2) order.push_back(d);
  for (int d = 1; d < classes; d += 2) order.push_back(d);
  return order;
}

void addOptions(KitchenWorld& world) {
  const auto count = static_cast<int>(world.ingredients.size());
  for (std::size_t d = 0; d < world.dishes.size(); ++d) {
    auto& dish = world.dishes[d];
    std::vector<int> others;
    for (int k = 0; k < count; ++k) {
      if (std::find(dish.core.begin(), dish.core.end(), k) == dish.core.end()) others.push_back(k);
    }
    constexpr std::uint64_t kRecipeSeed = 24;  // recipes are part of the world and not of the seed
    Rng rng(deriveSeed(kRecipeSeed, world.dishes.size(), d));
    rng.shuffle(std::span(others));
    others.resize(std::min<std::size_t>(3, others.size()));
    std::sort(others.begin(), others.end());
    dish.options = others;
  }
}

void drawIngredients(const KitchenWorld& world, KitchenScene& scene, Rng& rng) {
  const KitchenDish& dish = world.dishes[static_cast<std::size_t>(scene.dish)];
  const auto in = [](const std::vector<int>& list, int k) {
    return std::find(list.begin(), list.end(), k) != list.end();
  };
  do {
    scene.ingredients.clear();
    for (int k = 0; k < static_cast<int>(world.ingredients.size()); ++k) {
      const double chance = in(dish.core, k) ? kCoreChance : in(dish.options, k) ? kOptionChance : kOtherChance;
      if (rng.chance(chance)) scene.ingredients.push_back(k);
    }
  } while (scene.ingredients.size() < kFewestIngredients);
}

void placeGlyphs(KitchenScene& scene, Rng& rng) {
  for (const int ingredient : scene.ingredients) {
    const int count = 1 + static_cast<int>(rng.below(kMostGlyphs));
    scene.counts.push_back(count);
    for (int i = 0; i < count; ++i) {
      const double radius = 0.72 * std::sqrt(rng.uniform());
      const double angle = kTurn * rng.uniform();
      scene.glyphs.push_back({ingredient, radius * std::cos(angle), radius * std::sin(angle), kTurn * rng.uniform(),
                              rng.uniform(0.88, 1.12)});
    }
  }
  rng.shuffle(std::span(scene.glyphs));
}

// Every factor uses its own numbers of the stream whatever the strength, so that strength alone changes.
KitchenNuisance drawNuisance(double s, Rng& rng) {
  KitchenNuisance n;
  n.strength = s;
  n.turn = kTurn * rng.uniform();
  n.foreshortening = 1 - 0.5 * s * rng.uniform();
  n.perspectiveX = 0.22 * s * rng.uniform(-1, 1);
  n.perspectiveY = 0.22 * s * rng.uniform(-1, 1);
  n.plateScale = 1 + 0.15 * s * rng.uniform(-1, 1);
  n.shiftX = 0.12 * s * rng.uniform(-1, 1);
  n.shiftY = 0.12 * s * rng.uniform(-1, 1);
  n.cutlery = rng.uniform() < 0.5 * s;
  n.cutleryAngle = kTurn * rng.uniform();
  n.cutleryOffset = rng.uniform(0.3, 0.95);
  n.blur = 0.010 * s * rng.uniform();
  n.contrast = 1 - 0.45 * s * rng.uniform();
  n.lightRamp = 0.35 * s * rng.uniform(-1, 1);
  n.lightAngle = kTurn * rng.uniform();
  n.brightness = std::exp(0.22 * s * rng.normal());
  for (double& channel : n.cast) channel = std::exp(0.10 * s * rng.normal());
  n.noise = 0.06 * s * rng.uniform();
  n.parsley = rng.poisson(1.5 * s);  // last: it may use any number of draws
  return n;
}

}  // namespace

std::string_view glyphShapeName(GlyphShape shape) {
  constexpr std::array<std::string_view, 8> kNames{"disc",  "ring", "triangle", "square",
                                                   "stick", "leaf", "crescent", "mushroom"};
  return kNames[static_cast<std::size_t>(shape)];
}

std::string_view glyphTextureName(GlyphTexture texture) {
  constexpr std::array<std::string_view, 6> kNames{"plain", "dots", "bars", "inner disc", "spokes", "midrib"};
  return kNames[static_cast<std::size_t>(texture)];
}

KitchenWorld makeKitchenWorld(int classes) {
  KitchenWorld world;
  int used = 0;
  for (int d = 0; d < classes; ++d) {
    world.dishes.push_back({std::string(kDishNames[static_cast<std::size_t>(d)]), {}, {}});
  }
  const auto addCore = [&](int d, int ingredient) {
    world.dishes[static_cast<std::size_t>(d)].core.push_back(ingredient);
  };
  for (int d = 0; d < classes; d += 2) {
    for (int i = 0; i < 2; ++i, ++used) {
      addCore(d, used);
      if (d + 1 < classes) addCore(d + 1, used);
    }
  }
  const auto order = linkOrder(classes);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (classes > 2) {
      addCore(order[i], used);
      addCore(order[(i + 1) % order.size()], used++);
    } else {  // two dishes have only each other: what is left is their own
      addCore(order[i], used++);
      addCore(order[i], used++);
    }
  }
  for (auto& dish : world.dishes) std::sort(dish.core.begin(), dish.core.end());
  for (int k = 0; k < used; ++k) world.ingredients.push_back(ingredientNumber(k));
  addOptions(world);
  return world;
}

KitchenScene makeKitchenScene(const KitchenWorld& world, std::uint64_t seed, std::int64_t index, int dish,
                              double strength) {
  enum Stream : std::uint64_t { kPlate = 1, kView = 2, kDrawing = 3 };
  KitchenScene scene;
  scene.dish = dish;
  scene.seed = deriveSeed(seed, index, kDrawing);
  Rng plate(deriveSeed(seed, index, kPlate));
  scene.table = static_cast<int>(plate.below(4));
  scene.plate = static_cast<int>(plate.below(3));
  drawIngredients(world, scene, plate);
  placeGlyphs(scene, plate);
  Rng view(deriveSeed(seed, index, kView));
  scene.nuisance = drawNuisance(strength, view);
  return scene;
}

}  // namespace marcie::data
