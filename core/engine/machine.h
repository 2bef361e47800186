// What this machine has, told without waking Torch.
#pragma once

#include <cstdint>
#include <string>

namespace marcie::engine {

struct Machine {
  std::string gpu;  // name of the first GPU with a driver; empty when there is none
  std::int64_t threads = 1;
  std::int64_t memoryBytes = 0;  // physical
  // "CPU, 2 threads" or the GPU's name.
  [[nodiscard]] std::string device() const;
};

[[nodiscard]] Machine thisMachine();

}  // namespace marcie::engine
