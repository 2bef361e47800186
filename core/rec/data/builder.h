// What readers of interactions share: ids become indices, rows become interactions, and what is odd is counted by
// reason.
//
// Used by one thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/rec/data/interactions.h"

namespace marcie::rec {

class RecBuilder {
 public:
  explicit RecBuilder(const RecDataOptions& options) : options_(options) {}

  [[nodiscard]] RecData& data() { return data_; }
  // Index of the user with that id, made when it is new.
  std::int32_t user(std::string_view id);
  // An item of the data's list of items. Nothing for a second one with the same id: it is a problem, the first counts.
  std::optional<std::int32_t> listItem(std::string_view id, const std::string& where);
  [[nodiscard]] std::optional<std::int32_t> findItem(std::string_view id) const;
  // After this, items that only interactions name are unknown ones: kept, and counted.
  void listOfItemsIsComplete() { complete_ = true; }
  void annotate(std::int32_t item, std::string_view term);
  // Sets the picture when the file is there, and counts it when it is not.
  void picture(std::int32_t item, const std::filesystem::path& path);
  // The scale where the options name none; outside of it a rating is left out and counted.
  void ratingScale(double low, double high) { low_ = low, high_ = high; }
  // `time` may be kNoTime. `part` only where the data brings parts.
  void interaction(std::string_view user, std::string_view item, double rating, std::int64_t time,
                   const std::string& where, std::optional<Part> part = {});
  void problem(const std::string& kind, const std::string& reason, const std::string& example);
  // A row of a table as a visitor of rows gets it: "name:line".
  [[nodiscard]] static std::string place(const std::filesystem::path& file, std::int64_t line) {
    return file.filename().string() + ":" + std::to_string(line);
  }

  // Duplicates, cuts, order, what is missing. Errors: data when no interaction is left.
  [[nodiscard]] Result<RecData> finish();

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Index = std::unordered_map<std::string, std::int32_t, TextHash, std::equal_to<>>;

  void dropDuplicates();
  void applyCuts();
  void keepOnly(const std::vector<char>& keptUsers, const std::vector<char>& keptItems);
  void sortAll();
  void countMissing();

  const RecDataOptions& options_;
  RecData data_;
  Index users_, items_, terms_;
  std::unordered_map<std::string, std::size_t> problemIndex_;
  std::vector<char> listed_;  // per item: stands in the list of items
  bool complete_ = false;
  double low_ = 0, high_ = 0;
};

}  // namespace marcie::rec
