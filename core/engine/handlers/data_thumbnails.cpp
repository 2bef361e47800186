// "data.thumbnails": small pictures for the grid, decoded by every core.
#include <algorithm>
#include <atomic>
#include <thread>

#include "core/engine/boundary.h"
#include "core/engine/handler.h"
#include "core/engine/pictures.h"

namespace marcie::engine {
namespace {

constexpr std::size_t kMaxThumbnails = 2000;
constexpr int kMinSide = 8;
constexpr int kMaxSide = 1024;

protocol::Thumbnail makeThumbnail(const std::string& path, int side) {
  protocol::Thumbnail thumbnail{path, {}, {}};
  auto picture = guarded([&] { return loadPicture(path, side); });
  if (picture) {
    thumbnail.picture = std::move(*picture);
  } else {
    thumbnail.reason = picture.error().message;
  }
  return thumbnail;
}

Result<protocol::ThumbnailsReply> answerThumbnails(const protocol::Thumbnails& request, Query& query) {
  if (request.paths.size() > kMaxThumbnails) {
    return Error{ErrorCode::usage, "at most " + std::to_string(kMaxThumbnails) + " thumbnails in one request", {}, {}};
  }
  const int side = static_cast<int>(std::clamp<std::int64_t>(request.size, kMinSide, kMaxSide));
  protocol::ThumbnailsReply reply;
  reply.thumbnails.resize(request.paths.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < request.paths.size() && !query.stop.stopRequested(); i = next++) {
      reply.thumbnails[i] = makeThumbnail(request.paths[i], side);
    }
  };
  const std::size_t wanted = std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), 16);
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < std::min(wanted, request.paths.size()); ++i) helpers.emplace_back(work);
  work();
  for (auto& helper : helpers) helper.join();
  if (query.stop.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
  return reply;
}

}  // namespace

const Handler& dataThumbnailsEntry() {
  static const Handler entry = typedHandler<protocol::Thumbnails, answerThumbnails>(Lane::thumbnails, true);
  return entry;
}

}  // namespace marcie::engine
