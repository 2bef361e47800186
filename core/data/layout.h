// What readers share: looking at folders, naming what is there, and gathering samples.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/stop_token.h"
#include "core/data/dataset.h"

namespace marcie::data {

// By its extension: jpg, jpeg, png, webp, bmp, tif, tiff, and the formats that are known but not read (gif, heic, …),
// which the decoder then names.
[[nodiscard]] bool hasPictureName(const std::filesystem::path& path);
// Files that every system leaves about: hidden ones, Thumbs.db, desktop.ini, __MACOSX.
[[nodiscard]] bool isClutter(const std::filesystem::path& path);
[[nodiscard]] std::optional<Split> splitFromName(std::string_view name);  // "Training", "valid", "dev", "test" …

// Sorted, without clutter; empty when the folder cannot be read.
[[nodiscard]] std::vector<std::filesystem::path> subfolders(const std::filesystem::path& folder);
[[nodiscard]] std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder);
// Sorted files at any depth (at most 8 levels), without clutter.
[[nodiscard]] std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder);
// True when a picture lies in the folder or, to `depth` levels, below it. Looks at no more files than needed.
[[nodiscard]] bool holdsPictures(const std::filesystem::path& folder, int depth);
// The entry of that name without regard to case.
[[nodiscard]] std::optional<std::filesystem::path> entryNamed(const std::filesystem::path& folder,
                                                              std::string_view name);

// "3 folders (a, b, c), 12 pictures, 2 other files (x.csv, y.txt)"
[[nodiscard]] std::string describeFolder(const std::filesystem::path& folder);

[[nodiscard]] std::filesystem::path absolutePath(const std::filesystem::path& path);

// Names → indices in order of first appearance.
class Vocabulary {
 public:
  [[nodiscard]] std::int32_t indexOf(std::string_view name);
  [[nodiscard]] std::optional<std::int32_t> find(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::int32_t> indices_;
};

// Sorts classes and tags by name and renumbers the samples. For layouts without an order of their own.
void sortNames(Dataset& dataset);
// Ascending and without repeats.
void tidyTags(std::vector<std::int32_t>& tags);

[[nodiscard]] Error stoppedReading();

}  // namespace marcie::data
