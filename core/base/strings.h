// Small text helpers shared by every layer. All functions are pure and thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace marcie {

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);
[[nodiscard]] std::string toLower(std::string_view text);
// True when the bytes are well-formed UTF-8 (overlong forms and surrogates are refused).
[[nodiscard]] bool isUtf8(std::string_view bytes);
// Reads bytes as ISO-8859-1 and returns UTF-8; never fails.
[[nodiscard]] std::string latin1ToUtf8(std::string_view bytes);

// Levenshtein distance in bytes.
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);
// The candidate nearest to `word`, or an empty string when none is near enough to be meant.
[[nodiscard]] std::string nearestSpelling(std::string_view word, std::span<const std::string> candidates);

// "1.4 GB", "2:10", "1,250": for logs and terminals; the window formats through QLocale.
[[nodiscard]] std::string formatBytes(std::uint64_t bytes);
[[nodiscard]] std::string formatDuration(double seconds);
// Shortest text that reads back as the same double; "nan", "inf", "-inf" for the rest.
[[nodiscard]] std::string formatNumber(double value);
// To `digits` significant ones, without zeros at the end.
[[nodiscard]] std::string formatNumber(double value, int digits);
inline constexpr int kReadDigits = 4;   // of a score that a person reads
inline constexpr int kFloatDigits = 7;  // all that a float knows: for files

// A field of a CSV line: in quotes, its quotes doubled, where the text holds a separator, a quote or a line break.
[[nodiscard]] std::string csvField(std::string_view text);

}  // namespace marcie
