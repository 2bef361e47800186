#include "core/data/kitchen/world.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "core/data/kitchen/taste.h"

namespace marcie::data {
namespace {

int shared(const KitchenDish& a, const KitchenDish& b) {
  return static_cast<int>(std::count_if(
      a.core.begin(), a.core.end(), [&](int k) { return std::find(b.core.begin(), b.core.end(), k) != b.core.end(); }));
}

TEST(WorldTest, TwelveDishesFollowTheRecipe) {
  const auto world = makeKitchenWorld(12);
  ASSERT_EQ(world.dishes.size(), 12U);
  ASSERT_EQ(world.ingredients.size(), 24U);
  std::map<int, int> coreOf;
  for (std::size_t a = 0; a < 12; ++a) {
    EXPECT_EQ(world.dishes[a].core.size(), 4U);
    EXPECT_EQ(world.dishes[a].options.size(), 3U);
    for (const int k : world.dishes[a].core) {
      ++coreOf[k];
      EXPECT_EQ(std::count(world.dishes[a].options.begin(), world.dishes[a].options.end(), k), 0);
    }
    for (std::size_t b = a + 1; b < 12; ++b) {
      const bool siblings = a / 2 == b / 2;
      const int common = shared(world.dishes[a], world.dishes[b]);
      EXPECT_TRUE(siblings ? common == 2 : common <= 1) << a << " and " << b << " share " << common;
    }
  }
  for (int k = 0; k < 24; ++k) EXPECT_EQ(coreOf[k], 2) << k;
}

TEST(WorldTest, EveryNumberOfDishesGivesDistinctRecipes) {
  for (int classes = 2; classes <= 40; ++classes) {
    const auto world = makeKitchenWorld(classes);
    std::set<std::vector<int>> cores;
    std::set<std::string> names;
    for (const auto& dish : world.dishes) {
      EXPECT_EQ(dish.core.size(), 4U) << classes;
      EXPECT_TRUE(cores.insert(dish.core).second) << classes;
      EXPECT_TRUE(names.insert(dish.name).second) << classes;
    }
    std::set<std::string> ingredients;
    for (const auto& ingredient : world.ingredients) EXPECT_TRUE(ingredients.insert(ingredient.name).second);
    EXPECT_GE(world.ingredients.size(), static_cast<std::size_t>(2 * classes));
    EXPECT_LE(world.ingredients.size(), static_cast<std::size_t>(2 * classes + 2));
  }
}

TEST(WorldTest, PicturesHaveTheIngredientsThatTheRecipeGives) {
  const auto world = makeKitchenWorld(12);
  double total = 0;
  double core = 0;
  double option = 0;
  constexpr int kScenes = 2400;
  std::set<std::vector<int>> texts;
  for (int i = 0; i < kScenes; ++i) {
    const auto scene = makeKitchenScene(world, 1, i, i % 12, 0.5);
    const auto& dish = world.dishes[static_cast<std::size_t>(scene.dish)];
    EXPECT_GE(scene.ingredients.size(), 2U);
    texts.insert(scene.ingredients);
    total += static_cast<double>(scene.ingredients.size());
    for (const int k : scene.ingredients) {
      core += static_cast<double>(std::count(dish.core.begin(), dish.core.end(), k));
      option += static_cast<double>(std::count(dish.options.begin(), dish.options.end(), k));
    }
    for (const int count : scene.counts) {
      EXPECT_GE(count, 1);
      EXPECT_LE(count, 8);
    }
  }
  EXPECT_NEAR(total / kScenes, 4.9, 0.12);
  EXPECT_NEAR(core / kScenes / 4, 0.8, 0.02);
  EXPECT_NEAR(option / kScenes / 3, 0.4, 0.03);
  EXPECT_GT(texts.size(), 1000U) << "the text must not identify the class";
}

// The same plate at every strength; only how it is seen grows stronger.
TEST(WorldTest, StrengthChangesTheViewAndNotThePlate) {
  const auto world = makeKitchenWorld(12);
  double mild = 0;
  double strong = 0;
  for (int i = 0; i < 50; ++i) {
    const auto a = makeKitchenScene(world, 1, i, i % 12, 0.5);
    const auto b = makeKitchenScene(world, 1, i, i % 12, 0.85);
    EXPECT_EQ(a.ingredients, b.ingredients);
    ASSERT_EQ(a.glyphs.size(), b.glyphs.size());
    for (std::size_t g = 0; g < a.glyphs.size(); ++g) EXPECT_EQ(a.glyphs[g].x, b.glyphs[g].x);
    EXPECT_EQ(a.nuisance.turn, b.nuisance.turn);
    EXPECT_LE(b.nuisance.foreshortening, a.nuisance.foreshortening);
    mild += std::abs(a.nuisance.lightRamp);
    strong += std::abs(b.nuisance.lightRamp);
    const auto studio = makeKitchenScene(world, 1, i, i % 12, 0);
    EXPECT_EQ(studio.nuisance.noise, 0);
    EXPECT_EQ(studio.nuisance.parsley, 0);
    EXPECT_EQ(studio.nuisance.brightness, 1);
  }
  EXPECT_NEAR(strong / mild, 0.85 / 0.5, 1e-9);
}

TEST(WorldTest, UsersChooseByTaste) {
  const auto world = makeKitchenWorld(12);
  std::vector<std::vector<int>> items;
  for (int i = 0; i < 600; ++i) items.push_back(makeKitchenScene(world, 1, i, i % 12, 0.5).ingredients);
  const auto taste = makeKitchenTaste(items, 24, 100, 1);
  EXPECT_EQ(taste.interactions.size(), 2000U);
  EXPECT_EQ(std::count(taste.cold.begin(), taste.cold.end(), true), 120);
  std::map<int, std::set<int>> chosen;
  std::vector<int> popularity(items.size(), 0);
  for (const auto& one : taste.interactions) {
    EXPECT_TRUE(chosen[one.user].insert(one.item).second) << "chosen twice";
    ++popularity[static_cast<std::size_t>(one.item)];
  }
  // Skewed: the upper fifth of the items takes well over its share.
  std::sort(popularity.rbegin(), popularity.rend());
  int head = 0;
  for (std::size_t i = 0; i < 120; ++i) head += popularity[i];
  EXPECT_GT(head, 900);
  // Two choices of one user have more ingredients in common than choices of two users.
  const auto overlap = [&](int a, int b) {
    std::vector<int> common;
    const auto& first = items[static_cast<std::size_t>(a)];
    const auto& second = items[static_cast<std::size_t>(b)];
    std::set_intersection(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(common));
    return static_cast<double>(common.size());
  };
  double within = 0;
  double across = 0;
  for (std::size_t i = 0; i + 20 < taste.interactions.size(); i += 20) {
    const int item = taste.interactions[i].item;
    for (std::size_t j = 1; j < 20; ++j) {
      within += overlap(item, taste.interactions[i + j].item);
      across += overlap(item, taste.interactions[i + 20 + (j - 1)].item);
    }
  }
  EXPECT_GT(within, 1.2 * across);
}

}  // namespace
}  // namespace marcie::data
