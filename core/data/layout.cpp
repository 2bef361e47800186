#include "core/data/layout.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/base/strings.h"

namespace marcie::data {
namespace fs = std::filesystem;

namespace {

std::string lowerExtension(const fs::path& path) {
  return toLower(path.extension().string());
}

template <class Keep>
std::vector<fs::path> entries(const fs::path& folder, const Keep& keep) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (!isClutter(it->path()) && keep(*it, ignored)) found.push_back(it->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

void gather(const fs::path& folder, int depth, std::vector<fs::path>& files) {
  const auto here = filesIn(folder);
  files.insert(files.end(), here.begin(), here.end());
  if (depth <= 0) return;
  for (const auto& child : subfolders(folder)) gather(child, depth - 1, files);
}

std::string count(std::size_t n, const std::string& one, const std::string& many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

std::string examples(const std::vector<fs::path>& paths) {
  std::vector<std::string> names;
  for (const auto& path : paths) {
    if (names.size() == 4) {
      names.emplace_back("…");
      break;
    }
    names.push_back(path.filename().string());
  }
  return names.empty() ? "" : " (" + join(names, ", ") + ")";
}

// order[i] = old index of the i-th name; `rank` the inverse.
std::vector<std::int32_t> sortedRanks(std::vector<std::string>& names) {
  std::vector<std::int32_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return names[static_cast<std::size_t>(a)] < names[static_cast<std::size_t>(b)];
  });
  std::vector<std::int32_t> rank(names.size());
  std::vector<std::string> sorted;
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
    sorted.push_back(names[static_cast<std::size_t>(order[i])]);
  }
  names = std::move(sorted);
  return rank;
}

}  // namespace

bool hasPictureName(const fs::path& path) {
  constexpr std::array<std::string_view, 12> kExtensions{".jpg",  ".jpeg", ".png",  ".webp", ".bmp", ".tif",
                                                         ".tiff", ".gif",  ".heic", ".avif", ".jpe", ".jfif"};
  return std::find(kExtensions.begin(), kExtensions.end(), lowerExtension(path)) != kExtensions.end();
}

bool isClutter(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.empty() || name.front() == '.' || name == "Thumbs.db" || name == "desktop.ini" || name == "__MACOSX";
}

std::optional<Split> splitFromName(std::string_view name) {
  const std::string lower = toLower(trimmed(name));
  if (lower == "train" || lower == "training") return Split::train;
  if (lower == "val" || lower == "valid" || lower == "validation" || lower == "dev") return Split::val;
  if (lower == "test" || lower == "testing") return Split::test;
  return std::nullopt;
}

std::vector<fs::path> subfolders(const fs::path& folder) {
  return entries(folder, [](const fs::directory_entry& e, std::error_code& error) { return e.is_directory(error); });
}

std::vector<fs::path> filesIn(const fs::path& folder) {
  return entries(folder, [](const fs::directory_entry& e, std::error_code& error) { return e.is_regular_file(error); });
}

std::vector<fs::path> filesBelow(const fs::path& folder) {
  std::vector<fs::path> files;
  gather(folder, 8, files);
  std::sort(files.begin(), files.end());
  return files;
}

bool holdsPictures(const fs::path& folder, int depth) {
  std::error_code error;
  std::vector<fs::path> deeper;
  for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (isClutter(it->path())) continue;
    if (hasPictureName(it->path())) return true;
    if (depth > 0 && it->is_directory(ignored)) deeper.push_back(it->path());
  }
  return std::any_of(deeper.begin(), deeper.end(), [&](const fs::path& p) { return holdsPictures(p, depth - 1); });
}

std::optional<fs::path> entryNamed(const fs::path& folder, std::string_view name) {
  std::error_code error;
  if (fs::exists(folder / name, error)) return folder / name;
  const std::string lower = toLower(name);
  const auto found = entries(folder, [&](const fs::directory_entry& e, std::error_code&) {
    return toLower(e.path().filename().string()) == lower;
  });
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::string describeFolder(const fs::path& folder) {
  const auto folders = subfolders(folder);
  std::size_t pictures = 0;
  std::vector<fs::path> others;
  for (const auto& file : filesIn(folder)) {
    if (hasPictureName(file)) {
      ++pictures;
    } else {
      others.push_back(file);
    }
  }
  if (folders.empty() && pictures == 0 && others.empty()) return "nothing";
  std::vector<std::string> parts;
  if (!folders.empty()) parts.push_back(count(folders.size(), "folder", "folders") + examples(folders));
  if (pictures > 0) parts.push_back(count(pictures, "picture", "pictures"));
  if (!others.empty()) parts.push_back(count(others.size(), "other file", "other files") + examples(others));
  return join(parts, ", ");
}

fs::path absolutePath(const fs::path& path) {
  std::error_code error;
  fs::path absolute = fs::absolute(path, error).lexically_normal();
  if (!absolute.has_filename() && absolute.has_relative_path()) absolute = absolute.parent_path();
  return absolute;
}

std::int32_t Vocabulary::indexOf(std::string_view name) {
  const auto [it, isNew] = indices_.try_emplace(std::string(name), static_cast<std::int32_t>(names_.size()));
  if (isNew) names_.emplace_back(name);
  return it->second;
}

std::optional<std::int32_t> Vocabulary::find(std::string_view name) const {
  const auto it = indices_.find(std::string(name));
  return it == indices_.end() ? std::nullopt : std::optional(it->second);
}

void sortNames(Dataset& dataset) {
  const auto classRank = sortedRanks(dataset.classes);
  const auto tagRank = sortedRanks(dataset.tags);
  for (Sample& sample : dataset.samples) {
    sample.label = classRank[static_cast<std::size_t>(sample.label)];
    for (auto& tag : sample.tags) tag = tagRank[static_cast<std::size_t>(tag)];
    tidyTags(sample.tags);
  }
}

void tidyTags(std::vector<std::int32_t>& tags) {
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
}

Error stoppedReading() {
  return Error{ErrorCode::cancelled, "stopped while reading the data set", {}, {}};
}

}  // namespace marcie::data
