// Real data that lies beside the checkout and not in it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

namespace marcie::testing {

// Beside the checkout, or in the folder named by MARCIE_TEST_DATA; nothing when it is not there.
inline std::optional<std::filesystem::path> sharedData(const std::string& name) {
  const char* configured = std::getenv("MARCIE_TEST_DATA");
  const std::filesystem::path base =
      configured != nullptr ? configured : std::filesystem::path(MARCIE_SOURCE_DIR) / ".." / "shared" / "data";
  std::error_code error;
  const auto path = std::filesystem::weakly_canonical(base / name, error);
  return std::filesystem::exists(path, error) ? std::optional(path) : std::nullopt;
}

}  // namespace marcie::testing
