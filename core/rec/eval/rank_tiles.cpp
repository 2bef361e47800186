#include "core/rec/eval/rank_tiles.h"

#include <algorithm>
#include <numeric>

#include <torch/torch.h>

#include "core/base/random.h"

namespace marcie::rec {
namespace {

constexpr std::int64_t kTileFloats = std::int64_t{1} << 22U;  // 16 MB
constexpr std::int64_t kMostTileUsers = 512;

Error doesNotFit(const std::string& what) {
  return Error{ErrorCode::data, what, "The scores belong to another data set or split", {}};
}

std::string shapeOf(const at::Tensor& tensor) {
  if (!tensor.defined()) return "nothing";
  std::string text = "[";
  for (const auto side : tensor.sizes()) text += (text.size() > 1 ? ", " : "") + std::to_string(side);
  return text + "]";
}

}  // namespace

ItemOrder orderItems(const RecSplit& split, Part part, std::uint64_t seed) {
  ItemOrder order;
  std::vector<std::int64_t> others;
  std::vector<std::int64_t> cold;
  for (std::size_t i = 0; i < split.ofItem.size(); ++i) {
    const auto item = static_cast<std::int64_t>(i);
    if (split.ofItem[i] == ItemState::warm) {
      order.items.push_back(item);
    } else {
      (isColdIn(split.ofItem[i], part) ? cold : others).push_back(item);
    }
  }
  Rng rng(deriveSeed(seed, 0x7135ULL));
  rng.shuffle(std::span(order.items));
  rng.shuffle(std::span(others));
  rng.shuffle(std::span(cold));
  order.warmEnd = order.size();
  order.items.insert(order.items.end(), others.begin(), others.end());
  order.coldBegin = order.size();
  order.items.insert(order.items.end(), cold.begin(), cold.end());
  order.place.resize(order.items.size());
  for (std::size_t p = 0; p < order.items.size(); ++p) {
    order.place[static_cast<std::size_t>(order.items[p])] = static_cast<std::int32_t>(p);
  }
  return order;
}

ItemOrder plainOrder(std::int64_t items) {
  ItemOrder order;
  order.items.resize(static_cast<std::size_t>(items));
  order.place.resize(static_cast<std::size_t>(items));
  std::iota(order.items.begin(), order.items.end(), std::int64_t{0});
  std::iota(order.place.begin(), order.place.end(), std::int32_t{0});
  order.warmEnd = order.coldBegin = items;
  return order;
}

Result<ScoreTiles> ScoreTiles::open(const Scorer& scorer, std::int64_t users, const ItemOrder& order) {
  ScoreTiles tiles(scorer, order.size());
  tiles.tileUsers_ = std::clamp<std::int64_t>(kTileFloats / std::max<std::int64_t>(order.size(), 1), 1, kMostTileUsers);
  if (!std::is_sorted(order.items.begin(), order.items.end())) {
    tiles.order_ = torch::tensor(order.items, torch::kInt64);
  }
  if (!std::holds_alternative<FactoredScores>(scorer)) return tiles;
  const auto& factored = std::get<FactoredScores>(scorer);
  if (!factored.users.defined() || !factored.items.defined() || factored.users.dim() != 2 ||
      factored.items.dim() != 2 || factored.users.size(0) != users || factored.items.size(0) != order.size() ||
      factored.users.size(1) != factored.items.size(1)) {
    return doesNotFit("factors of shape " + shapeOf(factored.users) + " and " + shapeOf(factored.items) +
                      " do not fit " + std::to_string(users) + " users and " + std::to_string(order.size()) + " items");
  }
  tiles.hasBias_ = factored.itemBias.defined();
  if (tiles.hasBias_ && factored.itemBias.numel() != order.size()) {
    return doesNotFit("an item bias of shape " + shapeOf(factored.itemBias) + " does not fit " +
                      std::to_string(order.size()) + " items");
  }
  const torch::NoGradGuard noGrad;
  const auto plain = [](const at::Tensor& tensor) {
    return tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
  };
  tiles.users_ = plain(factored.users);
  at::Tensor items = plain(factored.items);
  // The bias is one more factor: no pass of its own over the scores.
  if (tiles.hasBias_) items = torch::cat({items, plain(factored.itemBias).reshape({-1, 1})}, 1);
  if (tiles.order_.defined()) items = items.index_select(0, tiles.order_);
  tiles.transposed_ = items.t();
  return tiles;
}

Result<float*> ScoreTiles::scores(std::span<const std::int32_t> users) {
  const torch::NoGradGuard noGrad;
  const auto count = static_cast<std::int64_t>(users.size());
  if (const auto* score = std::get_if<ScoreTile>(scorer_)) {
    at::Tensor tile = (*score)(users);
    if (!tile.defined() || tile.dim() != 2 || tile.size(0) != count || tile.size(1) != items_) {
      return doesNotFit("scores of shape " + shapeOf(tile) + " do not fit " + std::to_string(count) + " users and " +
                        std::to_string(items_) + " items");
    }
    const at::Tensor given = tile.detach().to(torch::kCPU, torch::kFloat);
    // A copy in any case: rows are written to, and the caller may keep its tensor.
    tile_ = order_.defined() ? given.index_select(1, order_) : given.clone(at::MemoryFormat::Contiguous);
    return tile_.data_ptr<float>();
  }
  std::vector<std::int64_t> wide(users.begin(), users.end());
  at::Tensor rows = users_.index_select(0, torch::tensor(wide, torch::kInt64));
  if (hasBias_) rows = torch::cat({rows, torch::ones({count, 1})}, 1);
  if (!tile_.defined() || tile_.size(0) != count) tile_ = torch::empty({count, items_});
  at::mm_out(tile_, rows, transposed_);
  return tile_.data_ptr<float>();
}

ThreadCount::ThreadCount(int threads) {
  if (threads <= 0 || threads == at::get_num_threads()) return;
  before_ = at::get_num_threads();
  at::set_num_threads(threads);
}

ThreadCount::~ThreadCount() {
  if (before_ > 0) at::set_num_threads(before_);
}

}  // namespace marcie::rec
