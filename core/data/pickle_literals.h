// The bytes of a pickle, the opcodes that push one value without looking at others, and the names that are known. For
// core/data/pickle.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/data/pickle.h"

namespace marcie::data {

// Bytes, taken one after the other; nothing where there are not enough.
class PickleCursor {
 public:
  explicit PickleCursor(std::string_view bytes) : bytes_(bytes) {}
  // An unsigned number of at most 8 bytes, little-endian.
  std::optional<std::uint64_t> number(std::size_t size);
  std::optional<std::string_view> block(std::optional<std::uint64_t> size);
  // Up to the next line feed, which is taken, too.
  std::optional<std::string_view> line();

 private:
  std::string_view bytes_;
};

enum class Literal { no, yes, tooShort };
// `yes`: `value` is what `op` pushes.
[[nodiscard]] Literal readLiteral(unsigned char op, PickleCursor& cursor, PickleValue& value);

// Whether a pickle may ask for what has this name ("torch.float32").
[[nodiscard]] bool isKnownName(std::string_view name, PickleNames names);

}  // namespace marcie::data
