// Names and looks of the kitchen world's ingredients and dishes, in the order in which recipes use them.
#pragma once

#include <array>
#include <string_view>

#include "core/data/kitchen/world.h"

namespace marcie::data {

// Siblings stand side by side.
inline constexpr std::array<std::string_view, 40> kDishNames{
    "margherita", "hawaii_pizza",   "greek_salad", "chef_salad",  "poke_bowl",  "sushi",      "ramen",     "pad_thai",
    "calamari",   "fish_and_chips", "fruit_tart",  "fruit_salad", "paella",     "risotto",    "burrito",   "taco",
    "minestrone", "ratatouille",    "waffle",      "pancake",     "bibimbap",   "bulgogi",    "falafel",   "shawarma",
    "lasagna",    "cannelloni",     "samosa",      "pakora",      "cheesecake", "tiramisu",   "gnocchi",   "ravioli",
    "couscous",   "tabbouleh",      "omelette",    "frittata",    "goulash",    "stroganoff", "gado_gado", "satay"};

struct IngredientLook {
  std::string_view name;
  GlyphShape shape;
  GlyphTexture texture;
  Colour body, edge, detail;
  double size;
};

// The first 24 are drawn by hand: those that sibling dishes share, then those that link dishes of different pairs.
// Look-alikes on purpose: tomato and salami, onion and squid, carrot and fries, cucumber and lime, cheese and
// pineapple, shrimp and apple.
inline constexpr std::array<IngredientLook, 24> kHandDrawn{{
    {"tomato", GlyphShape::disc, GlyphTexture::spokes, {222, 58, 42}, {160, 26, 22}, {246, 148, 108}, 1.0},
    {"cheese", GlyphShape::triangle, GlyphTexture::dots, {250, 206, 84}, {206, 150, 34}, {222, 168, 46}, 1.1},
    {"onion", GlyphShape::ring, GlyphTexture::plain, {236, 214, 236}, {158, 84, 150}, {250, 240, 250}, 1.0},
    {"pepper", GlyphShape::ring, GlyphTexture::bars, {228, 66, 44}, {150, 28, 22}, {250, 150, 120}, 1.0},
    {"salmon", GlyphShape::square, GlyphTexture::bars, {250, 142, 98}, {206, 92, 58}, {255, 206, 178}, 0.95},
    {"avocado", GlyphShape::crescent, GlyphTexture::midrib, {196, 214, 110}, {72, 112, 40}, {232, 236, 168}, 1.1},
    {"egg", GlyphShape::disc, GlyphTexture::innerDisc, {253, 250, 242}, {214, 204, 186}, {250, 178, 42}, 1.1},
    {"tofu", GlyphShape::square, GlyphTexture::dots, {248, 238, 212}, {198, 176, 132}, {218, 196, 150}, 0.95},
    {"squid", GlyphShape::ring, GlyphTexture::plain, {250, 234, 216}, {196, 158, 128}, {255, 248, 240}, 1.0},
    {"fries", GlyphShape::stick, GlyphTexture::plain, {250, 212, 98}, {202, 150, 42}, {255, 236, 170}, 1.15},
    {"strawberry", GlyphShape::triangle, GlyphTexture::dots, {226, 46, 66}, {154, 18, 38}, {252, 214, 120}, 1.05},
    {"apple", GlyphShape::crescent, GlyphTexture::midrib, {252, 238, 190}, {206, 56, 46}, {240, 214, 150}, 1.1},
    {"olive", GlyphShape::ring, GlyphTexture::plain, {70, 62, 74}, {30, 26, 34}, {120, 112, 128}, 0.8},
    {"cucumber", GlyphShape::disc, GlyphTexture::innerDisc, {206, 230, 156}, {62, 122, 50}, {232, 244, 204}, 1.0},
    {"corn", GlyphShape::disc, GlyphTexture::plain, {252, 214, 62}, {206, 154, 22}, {255, 240, 160}, 0.6},
    {"mushroom", GlyphShape::mushroom, GlyphTexture::plain, {222, 196, 164}, {136, 98, 66}, {246, 234, 214}, 1.15},
    {"lime", GlyphShape::disc, GlyphTexture::spokes, {190, 220, 100}, {88, 146, 36}, {234, 246, 190}, 1.0},
    {"pineapple", GlyphShape::triangle, GlyphTexture::bars, {252, 220, 104}, {210, 156, 40}, {228, 176, 56}, 1.1},
    {"salami", GlyphShape::disc, GlyphTexture::dots, {192, 62, 56}, {126, 30, 30}, {242, 190, 178}, 1.0},
    {"carrot", GlyphShape::stick, GlyphTexture::bars, {246, 138, 48}, {194, 90, 16}, {255, 186, 116}, 1.15},
    {"shrimp", GlyphShape::crescent, GlyphTexture::bars, {252, 172, 136}, {214, 96, 70}, {255, 222, 202}, 1.1},
    {"peas", GlyphShape::disc, GlyphTexture::plain, {124, 192, 72}, {60, 124, 34}, {196, 232, 150}, 0.6},
    {"mint", GlyphShape::leaf, GlyphTexture::bars, {116, 200, 132}, {44, 126, 72}, {190, 236, 190}, 1.1},
    {"basil", GlyphShape::leaf, GlyphTexture::midrib, {74, 152, 60}, {30, 90, 32}, {146, 206, 108}, 1.15},
}};

// More names for larger worlds; their looks are made from shape, texture and hue in turn.
inline constexpr std::array<std::string_view, 57> kMoreIngredients{
    "aubergine", "bacon",    "beetroot", "blueberry", "broccoli",  "cabbage", "caper",     "cauliflower", "celery",
    "cherry",    "chestnut", "chicken",  "chickpea",  "chilli",    "chive",   "chocolate", "clam",        "coconut",
    "coriander", "crab",     "date",     "dill",      "fennel",    "feta",    "fig",       "garlic",      "ginger",
    "grape",     "ham",      "hazelnut", "kale",      "kiwi",      "leek",    "lentil",    "lychee",      "mango",
    "melon",     "mussel",   "noodle",   "okra",      "orange",    "papaya",  "peach",     "peanut",      "pear",
    "plum",      "potato",   "pumpkin",  "radish",    "raspberry", "rice",    "sage",      "spinach",     "tuna",
    "turnip",    "walnut",   "zucchini"};

}  // namespace marcie::data
