#include "core/data/text_file.h"

#include "core/base/files.h"
#include "core/base/strings.h"

namespace marcie::data {

Result<TextFile> decodeText(std::string bytes, const std::string& name) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return Error{ErrorCode::format, name + " is in UTF-16", "save it as UTF-8 (in Excel: \"CSV UTF-8\")", {}};
  }
  TextFile file;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  if (bytes.find('\0') != std::string::npos) {
    return Error{ErrorCode::format, name + " is not a text file", "choose the list file itself", {}};
  }
  if (isUtf8(bytes)) {
    file.text = std::move(bytes);
  } else {
    file.text = latin1ToUtf8(bytes);
    file.encoding = DataProblem{"encoding", name, 0,
                                "is not UTF-8 and was read as Latin-1; check names with accents, or save it as UTF-8"};
  }
  return file;
}

Result<TextFile> readTextFile(const std::filesystem::path& path) {
  MARCIE_ASSIGN(std::string bytes, readFile(path));
  return decodeText(std::move(bytes), path.string());
}

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace marcie::data
