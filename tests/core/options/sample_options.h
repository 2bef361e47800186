// Options of every kind that a visitor knows, for the tests of the visitors.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/options/json.h"

namespace marcie::testing {

enum class Colour { red, darkGreen };

struct Inner {
  int epochs = 4;
  double rate = 0.5;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("epochs", self.epochs, {.label = "Epochs", .help = "How many.", .min = 1, .max = 100, .unit = "epochs"});
    v("rate", self.rate, {.label = "Rate", .help = "How fast.", .min = 0, .max = 1, .advanced = true});
  }
};

struct Sample {
  bool on = true;
  Colour colour = Colour::red;
  std::uint64_t seed = 1;
  std::string name = "plate";
  Inner inner;
  std::vector<Inner> steps;
  std::optional<double> limit;
  std::map<std::string, int> counts;
  std::vector<std::uint8_t> bytes;
  Json extra;
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("on", self.on, {.label = "On", .help = "Whether."});
    v("colour", self.colour, {.label = "Colour", .help = "Which."});
    v("seed", self.seed, {.label = "Seed", .help = "Start."});
    v("name", self.name, {.label = "Name", .help = "Called."});
    v("inner", self.inner, {.label = "Inner"});
    v("steps", self.steps);
    v("limit", self.limit);
    v("counts", self.counts);
    v("bytes", self.bytes);
    v("extra", self.extra, {.hidden = true});
  }
};

}  // namespace marcie::testing

template <>
struct marcie::EnumTable<marcie::testing::Colour> {
  using Colour = marcie::testing::Colour;
  static constexpr std::array entries{EnumEntry{Colour::red, "red", "Red"},
                                      EnumEntry{Colour::darkGreen, "dark_green", "Dark green"}};
};
