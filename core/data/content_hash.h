// What a file or a set of weights is, whatever it is called.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace marcie::data {

// Two independent 64-bit hashes over words: together with the size, equal means equal for any practical purpose. Not
// meant to resist anybody.
using ContentHash = std::array<std::uint64_t, 2>;
[[nodiscard]] ContentHash contentHash(std::string_view bytes);

// Grows with what is added; the order counts.
class Fingerprint {
 public:
  void add(std::string_view bytes);
  void add(std::uint64_t value);
  [[nodiscard]] std::string hex() const;  // 16 digits

 private:
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

}  // namespace marcie::data
