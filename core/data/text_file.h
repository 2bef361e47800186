// List files as people have them: with a byte-order mark, Windows line ends, or in an old encoding.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/dataset_summary.h"
#include "core/base/result.h"

namespace marcie::data {

struct TextFile {
  std::string text;                     // UTF-8, no byte-order mark
  std::optional<DataProblem> encoding;  // set when the bytes were not UTF-8 and were read as Latin-1
};

// Errors: notFound, io; format for UTF-16 and binary files.
[[nodiscard]] Result<TextFile> readTextFile(const std::filesystem::path& path);
// The same for bytes in memory; `name` is for messages.
[[nodiscard]] Result<TextFile> decodeText(std::string bytes, const std::string& name);

// Lines without their ends; a final empty line is dropped. Views into `text`.
[[nodiscard]] std::vector<std::string_view> linesOf(std::string_view text);

}  // namespace marcie::data
