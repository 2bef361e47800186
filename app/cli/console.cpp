#include "app/cli/console.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/base/strings.h"

namespace marcie::cli {
namespace {

std::size_t codePoints(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void writeLine(std::FILE* stream, std::string_view line) {
  std::string whole(line);
  whole += '\n';
  std::fwrite(whole.data(), 1, whole.size(), stream);
  std::fflush(stream);
}

}  // namespace

void printError(const Error& error) {
  const auto lines = split(error.message, '\n');
  if (lines.size() == 1) {
    writeLine(stderr, "error: " + error.message);
  } else {
    writeLine(stderr, "error: " + std::to_string(lines.size()) + " problems");
    for (const auto line : lines) writeLine(stderr, "  " + std::string(line));
  }
  for (const auto& where : error.context) writeLine(stderr, "  while " + where);
  if (!error.hint.empty()) writeLine(stderr, "hint: " + error.hint);
}

void say(std::string_view line) {
  writeLine(stderr, line);
}

void print(std::string_view line) {
  writeLine(stdout, line);
}

void printJson(const Json& json) {
  writeLine(stdout, dumpJson(json, 2));
}

void printTable(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], codePoints(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - codePoints(row[i]) + 2, ' ');
    }
    writeLine(stdout, line);
  }
}

std::string percent(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %%", share * 100);
  return text.data();
}

}  // namespace marcie::cli
