#include "core/data/safetensors.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <limits>
#include <set>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/options/json.h"

namespace marcie::data {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kLargestHeader = std::uint64_t{100} << 20U;
constexpr std::size_t kAlignment = 8;

struct TensorType {
  at::ScalarType type;
  const char* name;
};
constexpr std::array kTensorTypes{TensorType{at::kFloat, "F32"}, TensorType{at::kDouble, "F64"},
                                  TensorType{at::kHalf, "F16"},  TensorType{at::kBFloat16, "BF16"},
                                  TensorType{at::kLong, "I64"},  TensorType{at::kInt, "I32"},
                                  TensorType{at::kShort, "I16"}, TensorType{at::kChar, "I8"},
                                  TensorType{at::kByte, "U8"},   TensorType{at::kBool, "BOOL"}};

Error damagedTensors(const fs::path& path, const std::string& what) {
  return Error{ErrorCode::format, path.filename().string() + " is not a usable safetensors file: " + what, {}, {}};
}

struct Described {
  std::string name;
  at::ScalarType type = at::kFloat;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0, end = 0;
};

// One header entry; every member is checked before it is believed.
Result<Described> describe(const fs::path& path, const std::string& name, const Json& entry, std::uint64_t dataSize) {
  if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets")) {
    return damagedTensors(path, "'" + name + "' lacks dtype, shape or data_offsets");
  }
  Described result;
  result.name = name;
  const auto type = std::find_if(kTensorTypes.begin(), kTensorTypes.end(),
                                 [&](const TensorType& t) { return entry["dtype"] == t.name; });
  if (type == kTensorTypes.end())
    return damagedTensors(path, "'" + name + "' has the unsupported type " + dumpJson(entry["dtype"]));
  result.type = type->type;
  std::uint64_t count = 1;
  if (!entry["shape"].is_array() || entry["shape"].size() > 16)
    return damagedTensors(path, "'" + name + "' has no valid shape");
  for (const Json& side : entry["shape"]) {
    if (!side.is_number_unsigned()) return damagedTensors(path, "'" + name + "' has no valid shape");
    const auto value = side.get<std::uint64_t>();
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) ||
        (value != 0 && count > dataSize / value))
      return damagedTensors(path, "'" + name + "' claims to be larger than the file");
    count *= value;
    result.shape.push_back(static_cast<std::int64_t>(value));
  }
  const Json& offsets = entry["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
      !offsets[1].is_number_unsigned()) {
    return damagedTensors(path, "'" + name + "' has no valid data_offsets");
  }
  result.begin = offsets[0].get<std::uint64_t>();
  result.end = offsets[1].get<std::uint64_t>();
  if (result.begin > result.end || result.end > dataSize)
    return damagedTensors(path, "'" + name + "' lies outside the file");
  if (result.end - result.begin != count * c10::elementSize(result.type)) {
    return damagedTensors(path, "'" + name + "' has " + std::to_string(result.end - result.begin) +
                                    " bytes where its shape needs " +
                                    std::to_string(count * c10::elementSize(result.type)));
  }
  return result;
}

struct Header {
  std::vector<Described> tensors;  // by offset
  std::map<std::string, std::string> metadata;
  std::uint64_t dataStart = 0;
};

Result<Header> readHeader(const fs::path& path, std::ifstream& file) {
  std::error_code failure;
  const std::uint64_t size = fs::file_size(path, failure);
  if (failure) return Error{ErrorCode::notFound, "cannot read " + path.string() + ": " + failure.message(), {}, {}};
  file.open(path, std::ios::binary);
  if (!file) return Error{ErrorCode::io, "cannot read " + path.string(), {}, {}};
  std::array<unsigned char, 8> prefix{};
  if (size < prefix.size() || !file.read(reinterpret_cast<char*>(prefix.data()), prefix.size())) {
    return damagedTensors(path, "it is shorter than its own length field");
  }
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < prefix.size(); ++i) length |= std::uint64_t{prefix[i]} << (8 * i);
  if (length > kLargestHeader || length > size - prefix.size()) {
    return damagedTensors(path, "its header would be longer than the file");
  }
  std::string text(length, '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(length))) return damagedTensors(path, "it is truncated");
  const auto json = parseJsonText(text);
  if (!json || !json->is_object()) return damagedTensors(path, "its header is not a JSON object");

  Header header;
  header.dataStart = prefix.size() + length;
  const std::uint64_t dataSize = size - header.dataStart;
  for (const auto& [name, entry] : json->items()) {
    if (name == "__metadata__") {
      Problems problems;
      fromJson(entry, header.metadata, problems);
      if (!problems.empty()) return damagedTensors(path, "its metadata is not a map of texts");
      continue;
    }
    MARCIE_ASSIGN(auto described, describe(path, name, entry, dataSize));
    header.tensors.push_back(std::move(described));
  }
  std::sort(header.tensors.begin(), header.tensors.end(),
            [](const Described& a, const Described& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
  std::uint64_t expected = 0;
  for (const Described& tensor : header.tensors) {
    if (tensor.begin != expected)
      return damagedTensors(path, "its tensors overlap or leave gaps at '" + tensor.name + "'");
    expected = tensor.end;
  }
  if (expected != dataSize) {
    return damagedTensors(path, "it has " + std::to_string(dataSize) + " bytes of data where its header needs " +
                                    std::to_string(expected));
  }
  return header;
}

}  // namespace

at::Tensor TensorFile::find(const std::string& name) const {
  for (const auto& [key, tensor] : tensors) {
    if (key == name) return tensor;
  }
  return {};
}

Result<void> writeTensors(const fs::path& path, const TensorFile& file) {
  Json header = Json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::vector<at::Tensor> data;
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : file.tensors) {
    const at::Tensor plain = tensor.detach().to(at::kCPU).contiguous();
    const auto type = std::find_if(kTensorTypes.begin(), kTensorTypes.end(),
                                   [&](const TensorType& t) { return t.type == plain.scalar_type(); });
    if (type == kTensorTypes.end() || header.contains(name)) {
      return Error{
          ErrorCode::format, "'" + name + "' cannot be stored: its type is unknown or its name occurs twice", {}, {}};
    }
    header[name] = {
        {"dtype", type->name}, {"shape", plain.sizes().vec()}, {"data_offsets", {offset, offset + plain.nbytes()}}};
    offset += plain.nbytes();
    data.push_back(plain);
  }
  std::string text = dumpJson(header);
  text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');  // data begins aligned
  std::string prefix(8, '\0');
  for (std::size_t i = 0; i < prefix.size(); ++i) prefix[i] = static_cast<char>((text.size() >> (8 * i)) & 0xFFU);
  return writeFileAtomically(path, [&](const ByteSink& put) {
    if (!put(prefix) || !put(text)) return;
    for (const at::Tensor& tensor : data) {
      if (!put({static_cast<const char*>(tensor.data_ptr()), tensor.nbytes()})) return;
    }
  });
}

Result<TensorFile> readTensors(const fs::path& path) {
  std::ifstream file;
  MARCIE_ASSIGN(Header header, readHeader(path, file));
  TensorFile result;
  result.metadata = std::move(header.metadata);
  for (const Described& described : header.tensors) {
    at::Tensor tensor = at::empty(described.shape, described.type);
    file.seekg(static_cast<std::streamoff>(header.dataStart + described.begin));
    if (tensor.nbytes() > 0 &&
        !file.read(static_cast<char*>(tensor.data_ptr()), static_cast<std::streamsize>(tensor.nbytes()))) {
      return damagedTensors(path, "'" + described.name + "' cannot be read to its end");
    }
    result.tensors.emplace_back(described.name, std::move(tensor));
  }
  return result;
}

Result<std::map<std::string, std::string>> readTensorMetadata(const fs::path& path) {
  std::ifstream file;
  MARCIE_ASSIGN(Header header, readHeader(path, file));
  return std::move(header.metadata);
}

}  // namespace marcie::data
