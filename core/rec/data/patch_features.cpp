#include "core/rec/data/patch_features.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/random.h"

namespace marcie::rec {
namespace {

constexpr std::int64_t kPatch = 6;  // px
constexpr std::int64_t kPatchSize = 3 * kPatch * kPatch;
constexpr double kContrastFloor = 10;         // added to the variance of a patch, in grey levels²
constexpr double kWhiteningFloor = 0.1;       // added to the variance of each direction of patches
constexpr std::int64_t kLearnedFrom = 40000;  // patches
constexpr int kRounds = 12;                   // of k-means
constexpr std::int64_t kPicturesAtOnce = 8;

// [n, d], [k, d] → squared distances [n, k]
at::Tensor squaredDistances(const at::Tensor& points, const at::Tensor& centres) {
  const at::Tensor own = points.square().sum(1, true);
  const at::Tensor other = centres.square().sum(1);
  return at::addmm(other.expand({points.size(0), centres.size(0)}), points, centres.t(), 1, -2).add_(own).clamp_min_(0);
}

// A few patches of each picture, up to kLearnedFrom in all.
at::Tensor drawPatches(const at::Tensor& pictures, std::uint64_t seed) {
  const std::int64_t rows = pictures.size(2) - kPatch + 1;
  const std::int64_t columns = pictures.size(3) - kPatch + 1;
  const std::int64_t wanted = std::min(kLearnedFrom, pictures.size(0) * rows * columns);
  Rng rng(deriveSeed(seed, 0x9A7CULL));
  std::vector<at::Tensor> cuts;
  for (std::int64_t k = 0; k < wanted; ++k) {
    const auto picture = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(pictures.size(0))));
    const auto y = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(rows)));
    const auto x = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(columns)));
    cuts.push_back(pictures[picture].slice(1, y, y + kPatch).slice(2, x, x + kPatch));
  }
  return normalisedPatches(torch::stack(cuts));
}

// Lloyd's algorithm from points that are drawn; a centroid that nobody is near to is put on a point drawn anew.
Result<at::Tensor> kMeans(const at::Tensor& points, std::int64_t count, std::uint64_t seed, const StopToken& stop) {
  Rng rng(deriveSeed(seed, 0xC3E7ULL));
  const auto drawn = [&] { return static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(points.size(0)))); };
  std::vector<std::int64_t> first(static_cast<std::size_t>(count));
  for (auto& index : first) index = drawn();
  at::Tensor centres = points.index_select(0, torch::tensor(first, torch::kInt64));
  for (int round = 0; round < kRounds; ++round) {
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "stopped while learning patches", {}, {}};
    const at::Tensor nearest = squaredDistances(points, centres).argmin(1);
    at::Tensor sums = torch::zeros_like(centres).index_add_(0, nearest, points);
    const at::Tensor counts = torch::bincount(nearest, {}, count);
    sums.div_(counts.clamp_min(1).unsqueeze(1));
    for (std::int64_t k = 0; k < count; ++k) {
      if (counts[k].item<std::int64_t>() == 0) sums[k].copy_(points[drawn()]);
    }
    centres = sums;
  }
  return centres;
}

}  // namespace

at::Tensor normalisedPatches(const at::Tensor& pictures) {
  const at::Tensor windows = pictures.unfold(2, kPatch, 1).unfold(3, kPatch, 1);  // [n, 3, h, w, 6, 6]
  const at::Tensor patches = windows.permute({0, 2, 3, 1, 4, 5}).reshape({-1, kPatchSize}).to(torch::kFloat);
  const at::Tensor centred = patches - patches.mean(1, true);
  return centred / (centred.square().mean(1, true) + kContrastFloor).sqrt();
}

Result<PatchDictionary> PatchDictionary::learn(const at::Tensor& pictures, const PictureShape& shape, int centroids,
                                               std::uint64_t seed, const StopToken& stop) {
  const torch::NoGradGuard noGrad;
  if (pictures.size(2) < kPatch || pictures.size(3) < kPatch || pictures.size(0) == 0) {
    return Error{ErrorCode::data, "there is no picture to learn patches from", "Choose other features", {}};
  }
  PatchDictionary dictionary;
  dictionary.shape_ = shape;
  const at::Tensor patches = drawPatches(pictures, seed);
  dictionary.mean_ = patches.mean(0);
  const at::Tensor centred = patches - dictionary.mean_;
  const at::Tensor covariance = at::mm(centred.t(), centred).to(torch::kDouble) / static_cast<double>(patches.size(0));
  const auto [values, vectors] = at::linalg_eigh(covariance);
  const at::Tensor scale = (values.clamp_min(0) + kWhiteningFloor).rsqrt();
  dictionary.whitening_ = at::mm(vectors * scale, vectors.t()).to(torch::kFloat).contiguous();
  MARCIE_ASSIGN(dictionary.centroids_, kMeans(at::mm(centred, dictionary.whitening_), centroids, seed, stop));
  return dictionary;
}

at::Tensor PatchDictionary::features(const at::Tensor& pictures) const {
  const torch::NoGradGuard noGrad;
  const std::int64_t rows = pictures.size(2) - kPatch + 1;
  const std::int64_t columns = pictures.size(3) - kPatch + 1;
  std::vector<at::Tensor> parts;
  for (std::int64_t begin = 0; begin < pictures.size(0); begin += kPicturesAtOnce) {
    const at::Tensor some = pictures.slice(0, begin, std::min(begin + kPicturesAtOnce, pictures.size(0)));
    const at::Tensor white = at::mm(normalisedPatches(some) - mean_, whitening_);
    const at::Tensor distances = squaredDistances(white, centroids_).sqrt_();
    const at::Tensor active = (distances.mean(1, true) - distances).clamp_min_(0);
    const at::Tensor maps = active.reshape({some.size(0), rows, columns, -1}).permute({0, 3, 1, 2});
    parts.push_back(at::adaptive_avg_pool2d(maps, {shape_.rows, shape_.columns}).flatten(1));
  }
  return parts.empty() ? torch::zeros({0, shape_.cells() * centroids_.size(0)}) : torch::cat(parts);
}

NamedTensors PatchDictionary::state() const {
  return {{"patches.shape", torch::tensor({shape_.width, shape_.height, shape_.rows, shape_.columns}, torch::kInt64)},
          {"patches.mean", mean_},
          {"patches.whitening", whitening_},
          {"patches.centroids", centroids_}};
}

Result<PatchDictionary> PatchDictionary::from(const NamedTensors& state) {
  PatchDictionary dictionary;
  MARCIE_ASSIGN(dictionary.shape_, savedShape(namedTensor(state, "patches.shape"), static_cast<int>(kPatch)));
  dictionary.mean_ = namedTensor(state, "patches.mean");
  dictionary.whitening_ = namedTensor(state, "patches.whitening");
  dictionary.centroids_ = namedTensor(state, "patches.centroids");
  const auto is = [](const at::Tensor& tensor, at::IntArrayRef sizes) {
    return tensor.defined() && tensor.sizes() == sizes;
  };
  if (!is(dictionary.mean_, {kPatchSize}) || !is(dictionary.whitening_, {kPatchSize, kPatchSize}) ||
      !dictionary.centroids_.defined() || dictionary.centroids_.dim() != 2 ||
      dictionary.centroids_.size(1) != kPatchSize) {
    return Error{ErrorCode::format, "the saved features lack their patches", "Make them again", {}};
  }
  return dictionary;
}

}  // namespace marcie::rec
