#include "core/data/pickle_literals.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>

namespace marcie::data {
namespace {

using Kind = PickleValue::Kind;

// Opcodes that are no letters; the letters are those of Python's pickle.py.
enum LiteralOp : unsigned char {
  kNewTrue = 0x88,
  kNewFalse = 0x89,
  kLong1 = 0x8a,
  kShortBinUnicode = 0x8c,
  kBinUnicode8 = 0x8d,
  kBinBytes8 = 0x8e,
  kEmptySet = 0x8f,
};

// Two's complement, little-endian, of any size.
Literal readSigned(std::optional<std::uint64_t> size, PickleCursor& cursor, PickleValue& value) {
  const auto bytes = cursor.block(size);
  if (!bytes) return Literal::tooShort;
  if (bytes->size() > 8) {  // states of random generators may be longer; no shape is
    value.kind = Kind::other;
    return Literal::yes;
  }
  std::uint64_t bits = *PickleCursor(*bytes).number(bytes->size());
  const bool negative = !bytes->empty() && (static_cast<unsigned char>(bytes->back()) & 0x80U) != 0;
  if (negative && bytes->size() < 8) bits |= ~std::uint64_t{0} << (8 * bytes->size());
  value.kind = Kind::integer;
  value.integer = static_cast<std::int64_t>(bits);
  return Literal::yes;
}

Literal readUnsigned(std::size_t size, PickleCursor& cursor, PickleValue& value) {
  const auto number = cursor.number(size);
  if (!number) return Literal::tooShort;
  value.kind = Kind::integer;
  value.integer = static_cast<std::int64_t>(*number);
  return Literal::yes;
}

Literal readReal(PickleCursor& cursor, PickleValue& value) {
  const auto bytes = cursor.block(8);
  if (!bytes) return Literal::tooShort;
  std::uint64_t bits = 0;  // big-endian, unlike everything else
  for (const char c : *bytes) bits = bits << 8U | static_cast<unsigned char>(c);
  value.kind = Kind::real;
  value.real = std::bit_cast<double>(bits);
  return Literal::yes;
}

Literal readText(std::size_t width, PickleCursor& cursor, PickleValue& value) {
  const auto text = cursor.block(cursor.number(width));
  if (!text) return Literal::tooShort;
  value.kind = Kind::text;
  value.text = *text;
  return Literal::yes;
}

Literal simply(Kind kind, PickleValue& value) {
  value.kind = kind;
  return Literal::yes;
}

constexpr std::array<std::string_view, 7> kFunctions{"collections.OrderedDict",
                                                     "torch.Size",
                                                     "torch.device",
                                                     "torch._utils._rebuild_tensor_v2",
                                                     "torch._utils._rebuild_tensor_v3",
                                                     "torch._utils._rebuild_parameter",
                                                     "torch.storage.UntypedStorage"};
constexpr std::array<std::string_view, 14> kTypes{"float32", "float64", "float16", "bfloat16", "int64",
                                                  "int32",   "int16",   "int8",    "uint8",    "bool",
                                                  "float",   "double",  "half",    "long"};

constexpr std::array<std::string_view, 6> kNumpyFunctions{"numpy.core.multiarray._reconstruct",
                                                          "numpy._core.multiarray._reconstruct",
                                                          "numpy.core.multiarray.scalar",
                                                          "numpy._core.multiarray.scalar",
                                                          "numpy.ndarray",
                                                          "numpy.dtype"};

}  // namespace

std::optional<std::uint64_t> PickleCursor::number(std::size_t size) {
  const auto bytes = block(size);
  if (!bytes) return {};
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8U | static_cast<unsigned char>((*bytes)[i]);
  return value;
}

std::optional<std::string_view> PickleCursor::block(std::optional<std::uint64_t> size) {
  if (!size || *size > bytes_.size()) return {};
  const auto result = bytes_.substr(0, *size);
  bytes_.remove_prefix(*size);
  return result;
}

std::optional<std::string_view> PickleCursor::line() {
  const std::size_t end = bytes_.find('\n');
  if (end == std::string_view::npos) return {};
  const auto result = bytes_.substr(0, end);
  bytes_.remove_prefix(end + 1);
  return result;
}

Literal readLiteral(unsigned char op, PickleCursor& cursor, PickleValue& value) {
  switch (op) {
    case 'N':
      return simply(Kind::none, value);
    case kNewTrue:
    case kNewFalse:
      value.integer = op == kNewTrue ? 1 : 0;
      return simply(Kind::boolean, value);
    case 'J':
      return readSigned(4, cursor, value);
    case kLong1:
      return readSigned(cursor.number(1), cursor, value);
    case 'K':
      return readUnsigned(1, cursor, value);
    case 'M':
      return readUnsigned(2, cursor, value);
    case 'G':
      return readReal(cursor, value);
    case ')':
      return simply(Kind::tuple, value);
    case ']':
      return simply(Kind::list, value);
    case '}':
      return simply(Kind::dict, value);
    case kEmptySet:
      return simply(Kind::other, value);
    case kShortBinUnicode:
    case 'U':  // Python 2's str
    case 'C':
      return readText(1, cursor, value);
    case 'X':
    case 'T':
    case 'B':
      return readText(4, cursor, value);
    case kBinUnicode8:
    case kBinBytes8:
      return readText(8, cursor, value);
    default:
      return Literal::no;
  }
}

bool isKnownName(std::string_view name, PickleNames names) {
  if (names == PickleNames::numpy) {
    return std::find(kNumpyFunctions.begin(), kNumpyFunctions.end(), name) != kNumpyFunctions.end();
  }
  if (std::find(kFunctions.begin(), kFunctions.end(), name) != kFunctions.end()) return true;
  constexpr std::string_view kTorch = "torch.";
  if (!name.starts_with(kTorch)) return false;
  const std::string_view rest = name.substr(kTorch.size());
  if (std::find(kTypes.begin(), kTypes.end(), rest) != kTypes.end()) return true;
  constexpr std::string_view kStorage = "Storage";
  return rest.ends_with(kStorage) &&
         std::all_of(rest.begin(), rest.end(), [](unsigned char c) { return std::isalnum(c); });
}

}  // namespace marcie::data
