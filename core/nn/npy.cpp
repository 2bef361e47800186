#include "core/nn/npy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/strings.h"

namespace marcie::nn {
namespace {

constexpr std::string_view kMagic("\x93NUMPY\x01\x00", 8);
constexpr std::size_t kAlignment = 64;

struct TypeCode {
  at::ScalarType type;
  const char* code;
};
constexpr std::array kTypes{TypeCode{at::kFloat, "<f4"}, TypeCode{at::kDouble, "<f8"}, TypeCode{at::kLong, "<i8"},
                            TypeCode{at::kInt, "<i4"},   TypeCode{at::kByte, "|u1"},   TypeCode{at::kHalf, "<f2"}};

Error damaged(const std::string& name, const std::string& what) {
  return Error{ErrorCode::format, name + " is not a usable .npy file: " + what, {}, {}};
}

// The text between `before` and `after`, or nothing.
std::optional<std::string_view> between(std::string_view text, std::string_view before, std::string_view after) {
  const auto begin = text.find(before);
  if (begin == std::string_view::npos) return {};
  const auto end = text.find(after, begin + before.size());
  if (end == std::string_view::npos) return {};
  return text.substr(begin + before.size(), end - begin - before.size());
}

std::optional<std::vector<std::int64_t>> parseShape(std::string_view text) {
  std::vector<std::int64_t> shape;
  for (const std::string_view part : split(text, ',')) {
    const std::string_view number = trimmed(part);
    if (number.empty()) continue;
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (failure != std::errc() || end != number.data() + number.size() || value < 0) return {};
    shape.push_back(value);
  }
  return shape;
}

}  // namespace

Result<void> writeNpy(const std::filesystem::path& path, const at::Tensor& tensor) {
  const at::Tensor plain = tensor.detach().to(torch::kCPU).contiguous();
  const auto type =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeCode& t) { return t.type == plain.scalar_type(); });
  if (type == kTypes.end()) return Error{ErrorCode::format, "this type of numbers cannot be written as .npy", {}, {}};
  std::string header = std::string("{'descr': '") + type->code + "', 'fortran_order': False, 'shape': (";
  for (const std::int64_t side : plain.sizes()) header += std::to_string(side) + ",";
  header += "), }";
  const std::size_t unpadded = kMagic.size() + 2 + header.size() + 1;
  header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  header += '\n';
  std::string prefix(kMagic);
  prefix += static_cast<char>(header.size() & 0xFFU);
  prefix += static_cast<char>(header.size() >> 8U);
  return writeFileAtomically(path, [&](const ByteSink& put) {
    if (put(prefix) && put(header)) put({static_cast<const char*>(plain.data_ptr()), plain.nbytes()});
  });
}

Result<at::Tensor> readNpy(const std::filesystem::path& path) {
  MARCIE_ASSIGN(const std::string bytes, readFile(path, std::uint64_t{1} << 36U));
  return parseNpy(bytes, path.filename().string());
}

Result<at::Tensor> parseNpy(std::string_view bytes, const std::string& name) {
  if (bytes.size() < kMagic.size() + 2 || !bytes.starts_with(kMagic)) {
    return damaged(name, "it does not begin as version 1.0 does");
  }
  const auto low = static_cast<unsigned char>(bytes[8]);
  const auto high = static_cast<unsigned char>(bytes[9]);
  const std::size_t start = kMagic.size() + 2 + low + (std::size_t{high} << 8U);
  if (start > bytes.size()) return damaged(name, "its header is longer than the file");
  const std::string_view header = bytes.substr(10, start - 10);
  const auto code = between(header, "'descr': '", "'");
  const auto type =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeCode& t) { return code && *code == t.code; });
  if (type == kTypes.end()) return damaged(name, "its type of numbers is not supported");
  if (header.find("'fortran_order': False") == std::string_view::npos) return damaged(name, "it is in Fortran order");
  const auto shapeText = between(header, "'shape': (", ")");
  const auto shape = shapeText ? parseShape(*shapeText) : std::nullopt;
  if (!shape) return damaged(name, "its shape cannot be read");
  const std::size_t room = bytes.size() - start;
  std::uint64_t count = 1;
  for (const std::int64_t side : *shape) {
    const auto value = static_cast<std::uint64_t>(side);
    if (value != 0 && count > room / value) return damaged(name, "it claims more numbers than it has");
    count *= value;
  }
  if (count * c10::elementSize(type->type) != room) return damaged(name, "its size does not fit its shape");
  at::Tensor tensor = torch::empty(*shape, type->type);
  std::memcpy(tensor.data_ptr(), bytes.data() + start, room);
  return tensor;
}

}  // namespace marcie::nn
