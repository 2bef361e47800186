// Pictures on their way to the window.
#pragma once

#include <filesystem>

#include "core/api/protocol.h"
#include "core/base/result.h"

namespace marcie::engine {

// The picture at most `side` px long, decoded as cheaply as that allows. Errors: as image::thumbnail.
[[nodiscard]] Result<protocol::Picture> loadPicture(const std::filesystem::path& path, int side);

}  // namespace marcie::engine
