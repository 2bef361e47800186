#include <algorithm>
#include <cmath>
#include <numeric>

#include <torch/torch.h>

#include "core/nn/network.h"
#include "core/nn/time_embedding.h"

namespace marcie::nn {
namespace {
namespace F = torch::nn::functional;

constexpr std::int64_t kGroups = 8;
constexpr double kDropout = 0.1;
constexpr std::int64_t kTimeFactor = 4;                // width of the time's network over the first level's channels
constexpr std::int64_t kMultipliers[] = {1, 2, 2, 2};  // channels of each level

torch::nn::Conv2d unetConv(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride = 1) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2));
}
torch::nn::GroupNorm unetNorm(std::int64_t channels) {
  return torch::nn::GroupNorm(torch::nn::GroupNormOptions(std::gcd(kGroups, channels), channels));
}

class UnetBlock final : public torch::nn::Module {
 public:
  UnetBlock(std::int64_t in, std::int64_t out, std::int64_t timeDim)
      : norm1_(unetNorm(in)),
        conv1_(unetConv(in, out, 3)),
        time_(timeDim, out),
        norm2_(unetNorm(out)),
        conv2_(unetConv(out, out, 3)) {
    register_module("norm1", norm1_);
    register_module("conv1", conv1_);
    register_module("time", time_);
    register_module("norm2", norm2_);
    register_module("conv2", conv2_);
    if (in != out) shortcut_ = register_module("shortcut", unetConv(in, out, 1));
  }
  at::Tensor forward(const at::Tensor& x, const at::Tensor& time) {
    at::Tensor inner = conv1_(torch::silu(norm1_(x))) + time_(time).unsqueeze(2).unsqueeze(3);
    inner = conv2_(torch::dropout(torch::silu(norm2_(inner)), kDropout, is_training()));
    return inner + (shortcut_.is_empty() ? x : shortcut_->forward(x));
  }

 private:
  torch::nn::GroupNorm norm1_;
  torch::nn::Conv2d conv1_;
  torch::nn::Linear time_;
  torch::nn::GroupNorm norm2_;
  torch::nn::Conv2d conv2_, shortcut_{nullptr};
};

// Self-attention of one head over all positions, added to its input.
class Attention final : public torch::nn::Module {
 public:
  explicit Attention(std::int64_t channels)
      : norm_(unetNorm(channels)), qkv_(unetConv(channels, 3 * channels, 1)), output_(unetConv(channels, channels, 1)) {
    register_module("norm", norm_);
    register_module("qkv", qkv_);
    register_module("output", output_);
  }
  at::Tensor forward(const at::Tensor& x) {
    const auto parts = qkv_(norm_(x)).flatten(2).chunk(3, 1);  // each [B, C, positions]
    const double scale = 1 / std::sqrt(static_cast<double>(x.size(1)));
    const at::Tensor share = torch::softmax(parts[0].transpose(1, 2).bmm(parts[1]) * scale, 2);
    return x + output_(parts[2].bmm(share.transpose(1, 2)).view_as(x));
  }

 private:
  torch::nn::GroupNorm norm_;
  torch::nn::Conv2d qkv_, output_;
};

// The U-Net of Ho et al. 2020 in small: every residual block on the way down is joined again on the way up.
class Unet final : public Denoiser, public torch::nn::Module {
 public:
  explicit Unet(const DenoiserSettings& settings)
      : dim_(settings.dim),
        side_(sideFor(std::max(settings.dim, settings.conditionDim))),
        timeDim_(std::max<std::int64_t>(4, settings.channels / 2 * 2)),
        time1_(timeDim_, kTimeFactor * settings.channels),
        time2_(kTimeFactor * settings.channels, kTimeFactor * settings.channels),
        input_(unetConv(2, settings.channels, 3)) {
    register_module("time1", time1_);
    register_module("time2", time2_);
    register_module("input", input_);
    build(settings.channels, settings.blocks);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor predict(const at::Tensor& state, const at::Tensor& step, const at::Tensor& condition) override {
    const at::Tensor wave = sinusoidalTime(step, timeDim_, time1_->weight.scalar_type());
    const at::Tensor time = torch::silu(time2_(torch::silu(time1_(wave))));
    at::Tensor x = input_(torch::cat({asPicture(state), asPicture(condition)}, 1));
    std::vector<at::Tensor> skipped;
    for (std::size_t level = 0; level < down_.size(); ++level) {
      if (level > 0) x = shrink_[level - 1](x);
      for (const auto& block : down_[level]) skipped.push_back(x = block->forward(x, time));
    }
    x = middle2_->forward(attention_->forward(middle1_->forward(x, time)), time);
    for (std::size_t level = up_.size(); level-- > 0;) {
      for (const auto& block : up_[level]) {
        x = block->forward(torch::cat({x, skipped.back()}, 1), time);
        skipped.pop_back();
      }
      if (level > 0) x = grow(x, skipped.back(), level);
    }
    return output_(torch::silu(outputNorm_(x))).flatten(1).slice(1, 0, dim_);
  }

 private:
  using Level = std::vector<std::shared_ptr<UnetBlock>>;

  static std::int64_t sideFor(std::int64_t dim) {
    auto side = static_cast<std::int64_t>(std::sqrt(static_cast<double>(dim)));
    while (side * side < dim) ++side;
    return side;
  }
  void build(std::int64_t channels, std::int64_t blocks) {
    const std::int64_t time = kTimeFactor * channels;
    std::int64_t in = channels;
    const auto name = [](const char* what, std::size_t level) { return what + std::to_string(level); };
    for (std::size_t level = 0; level < std::size(kMultipliers); ++level) {
      const std::int64_t out = channels * kMultipliers[level];
      if (level > 0) shrink_.push_back(register_module(name("shrink", level), unetConv(in, in, 3, 2)));
      down_.push_back(makeLevel(name("down", level), in, out, blocks, time, 0));
      in = out;
    }
    middle1_ = register_module("middle1", std::make_shared<UnetBlock>(in, in, time));
    attention_ = register_module("attention", std::make_shared<Attention>(in));
    middle2_ = register_module("middle2", std::make_shared<UnetBlock>(in, in, time));
    up_.resize(down_.size());
    grow_.resize(down_.size(), torch::nn::Conv2d(nullptr));
    for (std::size_t level = down_.size(); level-- > 0;) {
      const std::int64_t out = channels * kMultipliers[level];
      up_[level] = makeLevel(name("up", level), in, out, blocks, time, out);
      in = out;
      if (level > 0) grow_[level] = register_module(name("grow", level), unetConv(in, in, 3));
    }
    outputNorm_ = register_module("output_norm", unetNorm(in));
    output_ = register_module("output", unetConv(in, 1, 3));
  }
  // `joined`: channels that are added to the input of every block.
  Level makeLevel(const std::string& name, std::int64_t in, std::int64_t out, std::int64_t blocks, std::int64_t time,
                  std::int64_t joined) {
    Level level;
    for (std::int64_t i = 0; i < blocks; ++i) {
      level.push_back(register_module(name + "_" + std::to_string(i),
                                      std::make_shared<UnetBlock>((i == 0 ? in : out) + joined, out, time)));
    }
    return level;
  }
  // Twice the size, or one less where halving had rounded up.
  at::Tensor grow(const at::Tensor& x, const at::Tensor& like, std::size_t level) {
    const std::vector<std::int64_t> size{like.size(2), like.size(3)};
    return grow_[level](F::interpolate(x, F::InterpolateFuncOptions().size(size).mode(torch::kNearest)));
  }
  // [B, n] → [B, 1, side, side], zeros behind the n numbers.
  at::Tensor asPicture(const at::Tensor& vector) const {
    const std::int64_t missing = side_ * side_ - vector.size(1);
    const at::Tensor padded = missing > 0 ? torch::constant_pad_nd(vector, {0, missing}) : vector;
    return padded.reshape({vector.size(0), 1, side_, side_});
  }

  std::int64_t dim_, side_, timeDim_;
  torch::nn::Linear time1_, time2_;
  torch::nn::Conv2d input_, output_{nullptr};
  torch::nn::GroupNorm outputNorm_{nullptr};
  std::vector<Level> down_, up_;
  std::vector<torch::nn::Conv2d> shrink_, grow_;
  std::shared_ptr<UnetBlock> middle1_, middle2_;
  std::shared_ptr<Attention> attention_;
};

}  // namespace

const DenoiserEntry& unet1chEntry() {
  static const DenoiserEntry entry{
      "unet1ch", "Small U-Net",
      "State and condition as two square pictures of one channel each, through a small U-Net.",
      [](const DenoiserSettings& settings) -> std::shared_ptr<Denoiser> { return std::make_shared<Unet>(settings); }};
  return entry;
}

}  // namespace marcie::nn
