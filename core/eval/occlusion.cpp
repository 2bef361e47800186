// What would change its mind: the smallest square that has to be covered.
#include <algorithm>
#include <cmath>
#include <optional>

#include <opencv2/core/mat.hpp>
#include <torch/torch.h>

#include "core/eval/chunks.h"
#include "core/eval/picture_queries.h"
#include "core/eval/reply_parts.h"
#include "core/image/decode.h"
#include "core/train/feature_matrix.h"

namespace marcie::eval {
namespace {

constexpr std::array kSides{0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75};  // shares of what the network sees
constexpr int kRefinements = 3;
constexpr std::int64_t kOpinions = 3;

struct Square {
  std::int64_t x = 0, y = 0, side = 0;  // px of the network's input
};

// Positions of a square of that side, half a side apart, the last one at the edge.
std::vector<Square> grid(std::int64_t side, std::int64_t size) {
  std::vector<std::int64_t> places;
  const std::int64_t stride = std::max<std::int64_t>(1, side / 2);
  for (std::int64_t at = 0; at + side < size; at += stride) places.push_back(at);
  places.push_back(size - side);
  std::vector<Square> squares;
  for (const std::int64_t y : places) {
    for (const std::int64_t x : places) squares.push_back({x, y, side});
  }
  return squares;
}

// Smaller squares inside the one that was found.
std::vector<Square> within(const Square& outer, std::int64_t side) {
  std::vector<Square> squares;
  const std::int64_t room = outer.side - side;
  for (const std::int64_t y : {std::int64_t{0}, room / 2, room}) {
    for (const std::int64_t x : {std::int64_t{0}, room / 2, room}) squares.push_back({outer.x + x, outer.y + y, side});
  }
  return squares;
}

class OcclusionSearch {
 public:
  OcclusionSearch(Predictor& predictor, at::Tensor input, const StopToken& stop)
      : predictor_(predictor), input_(std::move(input)), stop_(stop) {
    before_ = torch::softmax(predictor_.view(input_).logits[0], 0);
    best_ = before_.argmax().item<std::int64_t>();
  }

  // The one of the squares that changes the prediction most clearly.
  [[nodiscard]] Result<std::optional<Square>> clearest(const std::vector<Square>& squares) {
    std::optional<Square> found;
    double clearest = 0;
    const std::int64_t atOnce = picturesAtOnce(input_.size(3));
    for (std::size_t begin = 0; begin < squares.size(); begin += static_cast<std::size_t>(atOnce)) {
      if (stop_.stopRequested()) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
      const std::size_t count = std::min(static_cast<std::size_t>(atOnce), squares.size() - begin);
      at::Tensor covered = input_.repeat({static_cast<std::int64_t>(count), 1, 1, 1});
      for (std::size_t i = 0; i < count; ++i) cover(covered[static_cast<std::int64_t>(i)], squares[begin + i]);
      const at::Tensor probability = torch::softmax(predictor_.view(covered).logits, 1);
      tried_ += static_cast<std::int64_t>(count);
      for (std::size_t i = 0; i < count; ++i) {
        const at::Tensor row = probability[static_cast<std::int64_t>(i)];
        const double margin = row.max().item<double>() - row[best_].item<double>();
        if (margin <= clearest) continue;
        clearest = margin;
        found = squares[begin + i];
        after_ = row.clone();
      }
    }
    return found;
  }

  [[nodiscard]] const at::Tensor& before() const { return before_; }
  [[nodiscard]] const at::Tensor& after() const { return after_; }
  [[nodiscard]] std::int64_t tried() const { return tried_; }

 private:
  // Zero is the mean colour of the pictures that networks are normalised by.
  static void cover(const at::Tensor& picture, const Square& s) {
    picture.narrow(1, s.y, s.side).narrow(2, s.x, s.side).zero_();
  }

  Predictor& predictor_;
  at::Tensor input_, before_, after_;
  StopToken stop_;
  std::int64_t best_ = 0;
  std::int64_t tried_ = 0;
};

// The network sees the largest square in the middle.
protocol::PictureArea areaOf(const Square& square, std::int64_t size, const cv::Mat& rgb) {
  const double side = std::min(rgb.cols, rgb.rows);
  const double scale = side / static_cast<double>(size);
  const auto across = static_cast<double>(square.side) * scale;
  return {((rgb.cols - side) / 2 + static_cast<double>(square.x) * scale) / rgb.cols,
          ((rgb.rows - side) / 2 + static_cast<double>(square.y) * scale) / rgb.rows, across / rgb.cols,
          across / rgb.rows};
}

}  // namespace

Result<protocol::OcclusionReply> smallestOcclusion(Predictor& predictor, const std::string& path, const StopToken& stop,
                                                   const ProgressCallback& progress) {
  const torch::NoGradGuard noGradients;
  if (train::isMatrix(predictor.spec().model)) {
    return Error{ErrorCode::unavailable, "this run learned from a feature matrix and sees no pictures", {}, {}};
  }
  MARCIE_ASSIGN(const cv::Mat rgb, image::decodeFile(path));
  MARCIE_ASSIGN(const at::Tensor input, predictor.inputOf(path, rgb, stop));
  const std::int64_t size = input.size(3);
  const auto sideOf = [size](double share) {
    return std::clamp<std::int64_t>(std::llround(share * static_cast<double>(size)), 1, size);
  };
  OcclusionSearch search(predictor, input, stop);
  protocol::OcclusionReply reply;
  reply.before = ranked(search.before(), predictor.classes(), kOpinions);
  reply.smallest = kSides.front();
  std::optional<Square> found;
  std::int64_t previous = 0;
  for (std::size_t i = 0; i < kSides.size() && !found; ++i) {
    if (progress) progress(static_cast<std::int64_t>(i), static_cast<std::int64_t>(kSides.size()));
    const std::int64_t side = sideOf(kSides[i]);
    MARCIE_ASSIGN(found, search.clearest(grid(side, size)));
    reply.largest = kSides[i];
    if (!found) previous = side;
  }
  if (found) {
    reply.after = ranked(search.after(), predictor.classes(), kOpinions);
    for (int i = 0; i < kRefinements; ++i) {
      const std::int64_t side = (previous + found->side) / 2;
      if (side <= previous || side >= found->side) break;
      MARCIE_ASSIGN(const auto smaller, search.clearest(within(*found, side)));
      if (smaller) {
        found = smaller;
        reply.after = ranked(search.after(), predictor.classes(), kOpinions);
      } else {
        previous = side;
      }
    }
    reply.flips = true;
    reply.area = areaOf(*found, size, rgb);
    const double share = static_cast<double>(found->side) / static_cast<double>(size);
    reply.share = share * share;
  }
  reply.tried = search.tried();
  return reply;
}

}  // namespace marcie::eval
