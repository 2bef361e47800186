#include "core/engine/recommender_pool.h"

#include <algorithm>

namespace marcie::engine {
namespace {

constexpr std::size_t kMostDropped = 16;  // pictures that are kept
constexpr std::int64_t kPhotoNeighbours = 8;
constexpr std::int64_t kPhotoTerms = 15;

}  // namespace

Result<LoadedRecommender*> RecommenderPool::get(const std::string& run, const StopToken& stop,
                                                const rec::Progress& progress) {
  const RunFolder folder(run);
  MARCIE_ASSIGN(const RunSpec spec, folder.spec());
  const auto it = std::find_if(recent_.begin(), recent_.end(), [&](const Entry& entry) { return entry.run == run; });
  if (it != recent_.end()) {
    MARCIE_ASSIGN(const auto newest, train::currentCheckpoint(folder, spec.trainer.selection));
    MARCIE_ASSIGN(const auto meta, train::readCheckpointMeta(newest));
    if (it->loaded.model->checkpoint() == newest && it->loaded.model->step() == meta.step) {
      recent_.splice(recent_.begin(), recent_, it);
      return &recent_.front().loaded;
    }
    recent_.erase(it);
  }
  Entry entry{run, {}};
  MARCIE_ASSIGN(entry.loaded.model, eval::Recommender::open(folder, stop, {}, progress));
  entry.loaded.reasons = std::make_unique<eval::Reasons>(*entry.loaded.model);
  recent_.push_front(std::move(entry));
  if (recent_.size() > kMostLoaded) recent_.pop_back();
  return &recent_.front().loaded;
}

Result<const SeenPhoto*> LoadedRecommender::photo(const std::string& image) {
  if (const auto it = photos.find(image); it != photos.end()) return &it->second;
  SeenPhoto seen;
  MARCIE_ASSIGN(seen.feature, model->featureOf(image));
  seen.terms = model->inferredTerms(seen.feature, kPhotoTerms);
  seen.visual = reasons->nearest(seen.feature, eval::RecSpace::visual, kPhotoNeighbours);
  seen.inferred = reasons->nearest(seen.feature, eval::RecSpace::inferred, kPhotoNeighbours);
  seen.ranks = model->ranksOf(model->asItem(seen.feature), eval::RecList::cold);
  if (photos.size() >= kMostDropped) photos.clear();
  return &(photos[image] = std::move(seen));
}

protocol::RecItem LoadedRecommender::item(std::int64_t index) const {
  const auto place = static_cast<std::size_t>(index);
  const rec::Item& item = model->world().data.items[place];
  return {index, item.id, item.title, item.image, model->world().warm[place] == 0};
}

protocol::RecUserRow LoadedRecommender::user(std::int64_t index) const {
  const train::RecRunWorld& world = model->world();
  protocol::RecUserRow row;
  row.index = index;
  row.id = world.data.users[static_cast<std::size_t>(index)];
  const auto [first, end] = model->interactionsOf(index);
  for (std::size_t i = first; i < end; ++i) {
    const rec::Part part = world.split.ofInteraction[i];
    row.chosen += part == rec::Part::train ? 1 : 0;
    row.heldOut += part == rec::Part::validation || part == rec::Part::test ? 1 : 0;
  }
  return row;
}

std::vector<protocol::RecNear> LoadedRecommender::near(const std::vector<eval::NearItem>& items) const {
  std::vector<protocol::RecNear> result;
  for (const eval::NearItem& one : items) result.push_back({item(one.item), one.similarity});
  return result;
}

std::vector<protocol::RecReceiver> LoadedRecommender::receivers(std::vector<eval::Receiver> ranks,
                                                                const std::vector<eval::Receiver>& before,
                                                                std::int64_t count) const {
  std::stable_sort(ranks.begin(), ranks.end(), [](const eval::Receiver& a, const eval::Receiver& b) {
    return a.rank < b.rank || (a.rank == b.rank && a.score > b.score);
  });
  std::vector<protocol::RecReceiver> result;
  for (const eval::Receiver& one : ranks) {
    if (static_cast<std::int64_t>(result.size()) == count) break;
    const std::int64_t old = before.empty() ? 0 : before[static_cast<std::size_t>(one.user)].rank;
    result.push_back({user(one.user), one.rank, old});
  }
  return result;
}

Result<void> LoadedRecommender::checkUser(std::int64_t index) const {
  if (index >= 0 && index < model->world().data.userCount()) return {};
  return Error{ErrorCode::usage, "the run has no user number " + std::to_string(index), {}, {}};
}
Result<void> LoadedRecommender::checkItem(std::int64_t index) const {
  if (index >= 0 && index < model->world().data.itemCount()) return {};
  return Error{ErrorCode::usage, "the run has no item number " + std::to_string(index), {}, {}};
}

}  // namespace marcie::engine
