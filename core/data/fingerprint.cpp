#include "core/data/fingerprint.h"

#include <array>
#include <cstdio>
#include <filesystem>

#include "core/base/random.h"

namespace marcie::data {
namespace fs = std::filesystem;

std::string relativeName(const Dataset& dataset, const Sample& sample) {
  const fs::path root = fs::is_directory(dataset.root) ? fs::path(dataset.root) : fs::path(dataset.root).parent_path();
  return fs::path(sample.path).lexically_relative(root).generic_string();
}

// FNV-1a, spread by mix64.
std::uint64_t nameHash(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return mix64(hash);
}

std::string SplitFingerprint::toString() const {
  return std::to_string(pictures) + " " + split + " pictures of " + std::to_string(classes) + " classes (" +
         hash.substr(0, 8) + ")";
}

SplitFingerprint fingerprintOf(const Dataset& dataset, Split split) {
  SplitFingerprint result;
  result.split = splitName(split);
  result.classes = static_cast<std::int64_t>(dataset.classes.size());
  std::uint64_t sum = 0;  // of well-mixed numbers: the order does not matter
  for (const Sample& sample : dataset.samples) {
    if (sample.split != split) continue;
    ++result.pictures;
    std::error_code failure;
    const auto bytes = fs::file_size(sample.path, failure);
    sum += deriveSeed(nameHash(relativeName(dataset, sample)),
                      nameHash(dataset.classes[static_cast<std::size_t>(sample.label)]), failure ? 0 : bytes);
  }
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(mix64(sum)));
  result.hash = text.data();
  return result;
}

std::string contentKey(const Dataset& dataset) {
  std::uint64_t sum = 0;
  for (const Sample& sample : dataset.samples) {
    const std::uint64_t name = sample.tags.empty() ? 0 : nameHash(relativeName(dataset, sample));
    for (const std::int32_t tag : sample.tags) {
      sum += deriveSeed(name, nameHash(dataset.tags[static_cast<std::size_t>(tag)]));
    }
  }
  std::string key = std::to_string(sum);
  for (const Split split : kSplits) key += "-" + fingerprintOf(dataset, split).hash;
  return key;
}

}  // namespace marcie::data
