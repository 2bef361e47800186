// Seeds and a small generator whose numbers are the same on every machine and standard library.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

namespace marcie {

// SplitMix64 finaliser (Steele, Lea, Flood, OOPSLA 2014): a bijection on 64 bits that decorrelates counters.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

// A seed derived from a base seed and any number of counters (epoch, step, sample …): this is how every random
// decision of a run stays a function of (seed, position), so that a resumed run equals an uninterrupted one.
template <class... Counters>
[[nodiscard]] constexpr std::uint64_t deriveSeed(std::uint64_t seed, Counters... counters) {
  std::uint64_t state = mix64(seed);
  ((state = mix64(state ^ static_cast<std::uint64_t>(counters))), ...);
  return state;
}

// SplitMix64 stream. Not thread-safe: one per thread or per sample.
class Rng {
 public:
  explicit Rng(std::uint64_t seed) : state_(seed) {}

  [[nodiscard]] std::uint64_t next() {
    const std::uint64_t value = mix64(state_);
    state_ += 0x9E3779B97F4A7C15ULL;
    return value;
  }
  // Uniform in [0, 1) with 53 bits.
  [[nodiscard]] double uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  [[nodiscard]] double uniform(double low, double high) { return low + (high - low) * uniform(); }
  // Uniform in [0, n); n > 0. The bias of the multiply-shift is below n / 2^64.
  [[nodiscard]] std::uint64_t below(std::uint64_t n) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(next()) * n) >> 64U);
  }
  [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
  // Standard normal (Box-Muller; both values used).
  [[nodiscard]] double normal();
  // Poisson with mean `mean` (Knuth; meant for small means).
  [[nodiscard]] int poisson(double mean);

  // Fisher-Yates.
  template <class T>
  void shuffle(std::span<T> values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::uint64_t state_;
  double spare_ = 0;
  bool hasSpare_ = false;
};

}  // namespace marcie
