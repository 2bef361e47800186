#include "core/nn/embedding_files.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <unordered_map>

#include <torch/torch.h>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/base/strings.h"
#include "core/nn/npy.h"

namespace marcie::nn {
namespace fs = std::filesystem;
namespace {

std::optional<float> numberOf(std::string_view text) {
  float value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

std::vector<std::string_view> cells(std::string_view line, std::string_view separators) {
  std::vector<std::string_view> result;
  for (std::size_t at = 0; (at = line.find_first_not_of(separators, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(separators, at), line.size());
    result.push_back(line.substr(at, end - at));
    at = end;
  }
  return result;
}

Error atLine(const fs::path& path, std::int64_t line, const std::string& what, const std::string& hint = {}) {
  return Error{ErrorCode::format, path.filename().string() + ", line " + std::to_string(line) + ": " + what, hint, {}};
}

std::vector<std::string> wordsOf(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool inWord =
        byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    if (inWord) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  for (std::string& word : words) word = toLower(word);
  return words;
}

// A file of word vectors, line by line; keeps the wanted words.
class WordFile {
 public:
  explicit WordFile(const fs::path& path) : path_(path) {}

  Result<void> read(std::unordered_map<std::string, std::vector<float>>& wanted);
  std::size_t width() const { return width_; }

 private:
  Result<void> takeLine(std::string_view line, std::unordered_map<std::string, std::vector<float>>& wanted);
  Error wrongWidth(std::size_t got) const {
    return atLine(path_, number_,
                  std::to_string(got) + " numbers instead of " + std::to_string(width_) + " as in the lines before",
                  "The file is cut off or mixed from several");
  }

  fs::path path_;
  std::size_t width_ = 0;
  std::int64_t number_ = 0;
};

Result<void> WordFile::takeLine(std::string_view line, std::unordered_map<std::string, std::vector<float>>& wanted) {
  const std::vector<std::string_view> parts = cells(line, " \t\r");
  if (parts.empty()) return {};
  if (width_ == 0) {
    if (number_ == 1 && parts.size() == 2 && numberOf(parts[0]) && numberOf(parts[1])) return {};  // word2vec's header
    width_ = parts.size() - 1;
    if (width_ == 0) return atLine(path_, number_, "no numbers after the word", "One line a word: word v1 v2 …");
  }
  if (parts.size() <= width_) return wrongWidth(parts.size() - 1);
  const std::size_t first = parts.size() - width_;
  if (first > 1) {
    // Some files have words with spaces in them; numbers there mean a line that is too long.
    for (std::size_t i = 1; i < first; ++i) {
      if (numberOf(parts[i])) return wrongWidth(parts.size() - 1);
    }
    return {};
  }
  const auto it = wanted.find(std::string(parts[0]));
  if (it == wanted.end() || !it->second.empty()) return {};
  for (std::size_t i = first; i < parts.size(); ++i) {
    const auto value = numberOf(parts[i]);
    if (!value || !std::isfinite(*value)) {
      return atLine(path_, number_, "'" + std::string(parts[i]) + "' is not a finite number");
    }
    it->second.push_back(*value);
  }
  return {};
}

Result<void> WordFile::read(std::unordered_map<std::string, std::vector<float>>& wanted) {
  MARCIE_TRY(readFileTail(path_, 0));  // the sentence for a file that is missing or unreadable
  std::ifstream file(path_, std::ios::binary);
  for (std::string line; std::getline(file, line);) {
    ++number_;
    MARCIE_TRY(takeLine(line, wanted));
  }
  if (file.bad()) return Error{ErrorCode::io, path_.filename().string() + " cannot be read to its end", {}, {}};
  if (width_ == 0) {
    return Error{
        ErrorCode::format, path_.filename().string() + " has no word vectors", "One line a word: word v1 …", {}};
  }
  return {};
}

Result<at::Tensor> matrixFromText(const fs::path& path) {
  MARCIE_ASSIGN(const std::string text, readFile(path));
  std::vector<float> values;
  std::size_t width = 0;
  std::int64_t number = 0;
  std::int64_t rows = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    const auto parts = cells(number == 1 && line.starts_with("\xEF\xBB\xBF") ? line.substr(3) : line, ",; \t\r");
    if (parts.empty()) continue;
    if (rows == 0 && number == 1 && !numberOf(parts[0])) continue;  // names of columns
    if (width == 0) width = parts.size();
    if (parts.size() != width) {
      return atLine(
          path, number,
          std::to_string(parts.size()) + " numbers instead of " + std::to_string(width) + " as in the lines before");
    }
    for (const std::string_view part : parts) {
      const auto value = numberOf(part);
      if (!value) return atLine(path, number, "'" + std::string(part) + "' is not a number");
      values.push_back(*value);
    }
    ++rows;
  }
  return torch::tensor(values).view({rows, static_cast<std::int64_t>(rows == 0 ? 1 : width)});
}

}  // namespace

Result<at::Tensor> readNameVectors(const fs::path& path, const std::vector<std::string>& names) {
  std::unordered_map<std::string, std::vector<float>> vectors;
  for (const std::string& name : names) {
    for (std::string& word : wordsOf(name)) vectors.try_emplace(std::move(word));
  }
  WordFile file(path);
  MARCIE_TRY(file.read(vectors));
  at::Tensor result = torch::zeros({static_cast<std::int64_t>(names.size()), static_cast<std::int64_t>(file.width())});
  std::size_t unknown = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    at::Tensor row = result[static_cast<std::int64_t>(i)];
    int known = 0;
    for (const std::string& word : wordsOf(names[i])) {
      const std::vector<float>& vector = vectors[word];
      if (vector.empty()) continue;
      row += torch::tensor(vector);
      ++known;
    }
    if (known > 0) row /= known;
    if (known == 0) ++unknown;
  }
  if (unknown == names.size()) {
    return Error{ErrorCode::format,
                 path.filename().string() + " knows none of the " + std::to_string(names.size()) + " annotations",
                 "Word vectors have to be in the language of the annotations",
                 {}};
  }
  if (unknown > 0) {
    log::warning(std::to_string(unknown) + " of " + std::to_string(names.size()) + " annotations have no vector in " +
                 path.filename().string() + " and count as zero");
  }
  return result;
}

Result<at::Tensor> readMatrix(const fs::path& path, std::int64_t rows) {
  at::Tensor matrix;
  if (toLower(path.extension().string()) == ".npy") {
    MARCIE_ASSIGN(matrix, readNpy(path));
    matrix = matrix.to(torch::kFloat);
  } else {
    MARCIE_ASSIGN(matrix, matrixFromText(path));
  }
  const std::string name = path.filename().string();
  if (matrix.dim() != 2 || matrix.size(1) == 0) {
    return Error{ErrorCode::format, name + " is not a matrix", "One row for each annotation is expected", {}};
  }
  if (matrix.size(0) != rows) {
    return Error{ErrorCode::format,
                 name + " has " + std::to_string(matrix.size(0)) + " rows, the data has " + std::to_string(rows) +
                     " annotations",
                 "Row k belongs to annotation k in the order of the data's vocabulary",
                 {}};
  }
  const at::Tensor bad = torch::isfinite(matrix).all(1).logical_not().nonzero();
  if (bad.size(0) > 0) {
    return Error{ErrorCode::format,
                 name + " has NaN or infinity in row " + std::to_string(bad[0][0].item<std::int64_t>() + 1),
                 "Every number of the matrix has to be finite",
                 {}};
  }
  return matrix;
}

}  // namespace marcie::nn
