// Tables of items and interactions with a header: which column is what, and their rows. For readers.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/rec/data/builder.h"
#include "core/rec/data/rows.h"

namespace marcie::rec {

// Indices of columns; -1 where there is none.
struct InteractionColumns {
  int user = -1, item = -1, rating = -1, time = -1, part = -1;
  [[nodiscard]] bool usable() const { return user >= 0 && item >= 0; }
};
struct ItemColumns {
  int item = -1, title = -1, image = -1, annotations = -1, cold = -1;
};

// A column that the options name must be there (format, with the columns there are); others are found by usual names.
[[nodiscard]] Result<InteractionColumns> interactionColumns(const TableHeader& header, const RecDataOptions& options,
                                                            const std::string& file);
[[nodiscard]] Result<ItemColumns> itemColumns(const TableHeader& header, const RecDataOptions& options,
                                              const std::string& file);

// "train", "validation", "test" and their usual spellings.
[[nodiscard]] std::optional<Part> partNamed(std::string_view name);

// Adds every row. With `part` all rows belong to it; else the part column decides where there is one. Errors: notFound,
// io, format, cancelled.
[[nodiscard]] Result<void> readInteractionTable(const std::filesystem::path& path, const RecDataOptions& options,
                                                std::optional<Part> part, const StopToken& stop, RecBuilder& builder);
// Adds every item; pictures are relative to the file's folder. Errors: as above.
[[nodiscard]] Result<void> readItemTable(const std::filesystem::path& path, const RecDataOptions& options,
                                         const StopToken& stop, RecBuilder& builder);
// Gives items without a picture the one of their id in options.images, with any usual extension.
void picturesByName(const RecDataOptions& options, RecBuilder& builder);

// The text of a list file as UTF-8; an old encoding is counted as a problem. Errors: as data::readTextFile.
[[nodiscard]] Result<std::string> listText(const std::filesystem::path& path, RecBuilder& builder);
// The first of these names in the folder, or nothing.
[[nodiscard]] std::optional<std::filesystem::path> fileAmong(const std::filesystem::path& folder,
                                                             std::span<const std::string_view> names);
// The first line of a file, at most 64 KiB, without byte-order mark and line end, in no particular encoding; empty
// where it cannot be read.
[[nodiscard]] std::string firstLine(const std::filesystem::path& path);
// options.path, or its folder where it names a file.
[[nodiscard]] std::filesystem::path folderOf(const RecDataOptions& options);

}  // namespace marcie::rec
