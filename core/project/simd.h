// Kernels that are compiled twice, for AVX2 with FMA and for the base instruction set, and chosen when they run.
//
//   [[gnu::always_inline]] inline void sumBody(const float* x, int n, float* out) { … Float8 … }
//   MARCIE_KERNEL(sum, (const float* x, int n, float* out), (x, n, out))       defines void sum(…)
//
// Both give the same answer up to rounding; on one machine it is always the same one, so results are reproducible
// there.
#pragma once

#include <cstdint>

namespace marcie::project {

// Eight lanes. Passed through memory, never by value: the calling convention depends on the instruction set.
using Float8 = float __attribute__((vector_size(32)));
using Int8 = std::int32_t __attribute__((vector_size(32)));
// For reading and writing floats anywhere in memory.
using LooseFloat8 = float __attribute__((vector_size(32), aligned(4), may_alias));

#if defined(__x86_64__)
[[nodiscard]] inline bool hasAvx2() {
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return has;
}
#define MARCIE_KERNEL(name, parameters, arguments)                        \
  __attribute__((target("avx2,fma"))) static void name##Avx2 parameters { \
    name##Body arguments;                                                 \
  }                                                                       \
  static void name##Base parameters {                                     \
    name##Body arguments;                                                 \
  }                                                                       \
  void name parameters {                                                  \
    hasAvx2() ? name##Avx2 arguments : name##Base arguments;              \
  }
#else
#define MARCIE_KERNEL(name, parameters, arguments) \
  void name parameters {                           \
    name##Body arguments;                          \
  }
#endif

}  // namespace marcie::project
