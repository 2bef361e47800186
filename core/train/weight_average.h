// Exponential moving average of a module's parameters and floating-point buffers (Polyak averaging), used for
// evaluation. The decay warms up, min(d, (1 + n)/(10 + n)) after n updates, so that early weights do not linger.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/train/module_state.h"

namespace marcie::train {

class WeightAverage {
 public:
  // decay 0 = off: update() and swap() do nothing.
  WeightAverage(const torch::nn::Module& module, double decay);
  [[nodiscard]] bool enabled() const { return decay_ > 0; }
  void update();
  // Exchanges the module's values with the averages, in place. Call again to go back.
  void swap();
  // Gives the module the averages of what begins with `prefix`, for good: there the two are the same from now on.
  void settle(std::string_view prefix);
  // The averages by name; empty when off.
  [[nodiscard]] const NamedTensors& state() const { return averages_; }
  [[nodiscard]] std::int64_t updates() const { return updates_; }
  void setUpdates(std::int64_t updates) { updates_ = updates; }

 private:
  double decay_;
  std::int64_t updates_ = 0;
  NamedTensors live_, averages_;
};

}  // namespace marcie::train
