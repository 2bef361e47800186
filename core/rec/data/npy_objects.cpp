#include "core/rec/data/npy_objects.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <ATen/ATen.h>

#include "core/base/files.h"
#include "core/rec/data/tables.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

using data::PickleValue;
using ValueKind = PickleValue::Kind;
constexpr std::string_view kNumpyMagic("\x93NUMPY", 6);
constexpr std::size_t kBeforeHeader = 10;

std::string_view headerOfNpy(std::string_view bytes) {
  if (bytes.size() < kBeforeHeader || !bytes.starts_with(kNumpyMagic)) return {};
  const std::size_t length =
      static_cast<unsigned char>(bytes[8]) + (std::size_t{static_cast<unsigned char>(bytes[9])} << 8U);
  return bytes.substr(kBeforeHeader, std::min(length, bytes.size() - kBeforeHeader));
}

bool isObjectHeader(std::string_view header) {
  return header.find("'|O'") != std::string_view::npos || header.find("'O'") != std::string_view::npos;
}

// A list of objects, whether Python's or NumPy's.
const PickleValue& listOf(const PickleValue& value) {
  return value.kind == ValueKind::array && value.items.size() == 3 ? *value.items[2] : value;
}

// Little-endian whole numbers.
std::optional<std::vector<std::int64_t>> numbersInBytes(const std::string& bytes, const PickleValue& numbers) {
  const std::string& kind = numbers.text;
  if (kind.size() != 2 || (kind[0] != 'i' && kind[0] != 'u') || numbers.type == ">") return {};
  const auto width = static_cast<std::size_t>(kind[1] - '0');
  if ((width != 1 && width != 2 && width != 4 && width != 8) || bytes.size() % width != 0) return {};
  std::vector<std::int64_t> values;
  values.reserve(bytes.size() / width);
  for (std::size_t at = 0; at < bytes.size(); at += width) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + at, width);
    const auto shift = static_cast<unsigned>(64 - 8 * width);
    values.push_back(kind[0] == 'i' ? static_cast<std::int64_t>(value << shift) >> shift
                                    : static_cast<std::int64_t>(value));
  }
  return values;
}

std::optional<std::int64_t> wholeNumberIn(const PickleValue& value) {
  if (value.kind == ValueKind::integer) return value.integer;
  if (value.kind != ValueKind::array || value.items.size() != 1) return {};
  const auto one = numbersInBytes(value.text, *value.items[0]);
  return one && one->size() == 1 ? std::optional(one->front()) : std::nullopt;
}

}  // namespace

bool holdsObjects(const fs::path& npy) {
  return isObjectHeader(headerOfNpy(firstLine(npy)));
}

Result<data::Pickle> readObjects(const fs::path& npy) {
  const std::string name = npy.filename().string();
  MARCIE_ASSIGN(const std::string bytes, readFile(npy));
  const std::string_view header = headerOfNpy(bytes);
  if (!isObjectHeader(header)) {
    return Error{ErrorCode::format, name + " is no .npy file with objects", "Give the file that numpy.save wrote", {}};
  }
  return data::Pickle::parse(std::string_view(bytes).substr(kBeforeHeader + header.size()), name,
                             data::PickleNames::numpy);
}

const PickleValue* dictionaryIn(const PickleValue& root) {
  const PickleValue* value = &root;
  if (root.kind == ValueKind::array && root.items.size() == 3 && root.items[2]->items.size() == 1) {
    value = root.items[2]->items.front();
  }
  return value->kind == ValueKind::dict ? value : nullptr;
}

std::optional<std::vector<std::int64_t>> wholeNumbersIn(const PickleValue& value) {
  if (value.kind == ValueKind::array && value.items.size() == 2) return numbersInBytes(value.text, *value.items[1]);
  const PickleValue& list = listOf(value);
  if (list.kind != ValueKind::list && list.kind != ValueKind::tuple) return {};
  std::vector<std::int64_t> numbers;
  for (const PickleValue* one : list.items) {
    const auto number = wholeNumberIn(*one);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<std::vector<std::vector<std::int64_t>>> listsIn(const PickleValue& value) {
  std::vector<std::vector<std::int64_t>> lists;
  const PickleValue& list = listOf(value);
  if (list.kind == ValueKind::list || list.kind == ValueKind::tuple) {
    for (const PickleValue* one : list.items) {
      auto numbers = wholeNumbersIn(*one);
      if (!numbers) return {};
      lists.push_back(std::move(*numbers));
    }
    return lists;
  }
  if (list.kind != ValueKind::array || list.items.size() != 2 || list.items[0]->items.size() != 2 ||
      list.integer != 0) {
    return {};
  }
  const auto numbers = numbersInBytes(list.text, *list.items[1]);
  const std::int64_t columns = list.items[0]->items[1]->integer;
  if (!numbers || columns <= 0 || static_cast<std::int64_t>(numbers->size()) % columns != 0) return {};
  for (std::size_t at = 0; at < numbers->size(); at += static_cast<std::size_t>(columns)) {
    const auto begin = numbers->begin() + static_cast<std::ptrdiff_t>(at);
    lists.emplace_back(begin, begin + columns);
  }
  return lists;
}

Result<at::Tensor> tensorIn(const PickleValue& value, const std::string& name) {
  const auto unusable = [&](const std::string& why) {
    return Error{ErrorCode::format, name + " is no usable array: " + why, "Save it as an array of float32", {}};
  };
  if (value.kind != ValueKind::array || value.items.size() != 2) return unusable("it holds no plain numbers");
  constexpr std::array<std::pair<std::string_view, at::ScalarType>, 5> kTypes{
      {{"f4", at::kFloat}, {"f8", at::kDouble}, {"f2", at::kHalf}, {"i4", at::kInt}, {"i8", at::kLong}}};
  const auto type =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& t) { return t.first == value.items[1]->text; });
  if (type == kTypes.end() || value.items[1]->type == ">") {
    return unusable("its type " + value.items[1]->type + value.items[1]->text + " is not supported");
  }
  if (value.integer != 0) return unusable("it is in Fortran order");
  std::vector<std::int64_t> shape;
  std::uint64_t count = 1;
  for (const PickleValue* side : value.items[0]->items) {
    const auto whole = static_cast<std::uint64_t>(side->integer);
    if (side->kind != ValueKind::integer || side->integer < 0 || (whole != 0 && count > value.text.size() / whole)) {
      return unusable("its shape does not fit its size");
    }
    count *= whole;
    shape.push_back(side->integer);
  }
  if (count * c10::elementSize(type->second) != value.text.size()) return unusable("its shape does not fit its size");
  at::Tensor tensor = at::empty(shape, type->second);
  std::memcpy(tensor.data_ptr(), value.text.data(), value.text.size());
  return tensor;
}

}  // namespace marcie::rec
