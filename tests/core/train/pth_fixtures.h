// PyTorch files made by hand: whatever a test wants to see in one, also what no library would write.
#pragma once

#include <caffe2/serialize/inline_container.h>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace marcie::train::fixtures {

using Records = std::vector<std::pair<std::string, std::string>>;

inline void writeZip(const std::filesystem::path& path, const Records& records, bool compress = false) {
  std::filesystem::remove(path);
  caffe2::serialize::PyTorchStreamWriter archive(path.string());
  for (const auto& [name, bytes] : records) archive.writeRecord(name, bytes.data(), bytes.size(), compress);
  archive.writeEndOfFile();
}

// Parts of pickles, protocol 2.
inline std::string text(const std::string& value) {
  return std::string("X") + static_cast<char>(value.size()) + std::string(3, '\0') + value;
}
inline std::string number(std::int64_t value) {
  std::string bytes = "\x8a\x08";
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU);
  return bytes;
}
inline std::string numbers(const std::vector<std::int64_t>& values) {
  std::string bytes = "(";
  for (const auto value : values) bytes += number(value);
  return bytes + "t";
}
inline std::string storage(const std::string& type, const std::string& key, std::int64_t elements) {
  return "(" + text("storage") + "ctorch\n" + type + "\n" + text(key) + text("cpu") + number(elements) + "tQ";
}
inline std::string tensor(const std::string& storage, std::int64_t offset, const std::vector<std::int64_t>& sizes,
                          const std::vector<std::int64_t>& strides) {
  return "ctorch._utils\n_rebuild_tensor_v2\n(" + storage + number(offset) + numbers(sizes) + numbers(strides) +
         "\x89"
         "ccollections\nOrderedDict\n)RtR";
}
inline std::string dict(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string bytes = "}(";
  for (const auto& [name, value] : items) bytes += text(name) + value;
  return bytes + "u";
}
inline std::string pickle(const std::string& value) {
  return "\x80\x02" + value + ".";
}

inline std::string floats(const std::vector<float>& values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

}  // namespace marcie::train::fixtures
