// The kitchen world: the built-in sample, drawn by our own code and known in every factor.
//
// A class is a dish: a distribution over ingredients. Every picture has its own list of ingredients (its tags), laid
// out on a plate, and its own nuisance: viewpoint, light, things in the way, noise. Written in the layout of the CSV
// reader: images/<dish>/<number>.jpg with samples.csv; the test pictures again under strong nuisance as strong/ with
// strong.csv; users.csv, items.csv and interactions.csv for recommenders; world.json with every factor; README.txt.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/parallel.h"
#include "core/options/field.h"

namespace marcie::data {

struct KitchenOptions {
  int classes = 12;
  int images = 1200;
  std::uint64_t seed = 1;
  int imageSize = 160;
  double nuisance = 0.5;
  double strongNuisance = 0.85;
  int users = 300;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("classes", self.classes,
      {.label = MARCIE_TR("Options", "Dishes"),
       .help = MARCIE_TR("Options", "Number of classes; there are about twice as many ingredients."),
       .min = 2,
       .max = 40});
    v("images", self.images,
      {.label = MARCIE_TR("Options", "Pictures"),
       .help = MARCIE_TR("Options", "Half is for training, a tenth for validation, the rest for the test."),
       .min = 8,
       .max = 1000000,
       .unit = "pictures"});
    v("seed", self.seed,
      {.label = MARCIE_TR("Options", "Seed"),
       .help = MARCIE_TR("Options", "The same seed writes the same bytes. Recipes do not depend on it.")});
    v("imageSize", self.imageSize,
      {.label = MARCIE_TR("Options", "Picture size"),
       .help = MARCIE_TR("Options", "Side of the square pictures."),
       .min = 32,
       .max = 1024,
       .unit = "px"});
    v("nuisance", self.nuisance,
      {.label = MARCIE_TR("Options", "Nuisance"),
       .help = MARCIE_TR("Options", "Strength of viewpoint, light, occlusion and noise: 0 is a studio, 1 a bad day."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("strongNuisance", self.strongNuisance,
      {.label = MARCIE_TR("Options", "Strong nuisance"),
       .help = MARCIE_TR("Options", "The same for the second copy of the test pictures."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("users", self.users,
      {.label = MARCIE_TR("Options", "Users"),
       .help = MARCIE_TR("Options", "People with a taste over ingredients, who each choose up to twenty pictures."),
       .min = 1,
       .max = 100000,
       .advanced = true});
  }
};

// Writes everything into a folder beside `out` and moves it there at the end, so that `out` is whole or absent. The
// bytes depend on the options alone, not on the number of threads. `progress` counts pictures.
// Errors: option (out of range), exists (`out` is there and not empty), io, diskFull, cancelled.
[[nodiscard]] Result<void> synthKitchen(const KitchenOptions& options, const std::filesystem::path& out,
                                        const Progress& progress = {}, const StopToken& stop = {});

}  // namespace marcie::data
