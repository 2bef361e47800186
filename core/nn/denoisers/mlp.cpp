#include <torch/torch.h>

#include "core/nn/network.h"
#include "core/nn/time_embedding.h"

namespace marcie::nn {
namespace {

constexpr std::int64_t kTimeDim = 128;

// h + Linear(SiLU(FiLM(Linear(SiLU(LN(h))), time))): scale and shift of the hidden units come from the time step.
class MlpBlock final : public torch::nn::Module {
 public:
  explicit MlpBlock(std::int64_t hidden)
      : norm_(torch::nn::LayerNormOptions({hidden})),
        first_(hidden, hidden),
        film_(kTimeDim, 2 * hidden),
        second_(hidden, hidden) {
    register_module("norm", norm_);
    register_module("first", first_);
    register_module("film", film_);
    register_module("second", second_);
  }
  at::Tensor forward(const at::Tensor& h, const at::Tensor& time) {
    const auto parts = film_(time).chunk(2, 1);
    const at::Tensor inner = first_(torch::silu(norm_(h))) * (1 + parts[0]) + parts[1];
    return h + second_(torch::silu(inner));
  }

 private:
  torch::nn::LayerNorm norm_;
  torch::nn::Linear first_, film_, second_;
};

class Mlp final : public Denoiser, public torch::nn::Module {
 public:
  explicit Mlp(const DenoiserSettings& settings)
      : input_(settings.dim + settings.conditionDim, settings.hidden),
        time1_(kTimeDim, kTimeDim),
        time2_(kTimeDim, kTimeDim),
        output_(settings.hidden, settings.dim) {
    register_module("input", input_);
    register_module("time1", time1_);
    register_module("time2", time2_);
    for (std::int64_t i = 0; i < settings.blocks; ++i) {
      blocks_.push_back(register_module("block" + std::to_string(i), std::make_shared<MlpBlock>(settings.hidden)));
    }
    register_module("output", output_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor predict(const at::Tensor& state, const at::Tensor& step, const at::Tensor& condition) override {
    const at::Tensor wave = sinusoidalTime(step, kTimeDim, time1_->weight.scalar_type());
    const at::Tensor time = torch::silu(time2_(torch::silu(time1_(wave))));
    at::Tensor h = input_(torch::cat({state, condition}, 1));
    for (const auto& block : blocks_) h = block->forward(h, time);
    return output_(torch::silu(h));
  }

 private:
  torch::nn::Linear input_, time1_, time2_, output_;
  std::vector<std::shared_ptr<MlpBlock>> blocks_;
};

}  // namespace

const DenoiserEntry& mlpEntry() {
  static const DenoiserEntry entry{
      "mlp", "Residual MLP", "Residual blocks on [state | condition], scaled and shifted by the time step.",
      [](const DenoiserSettings& settings) -> std::shared_ptr<Denoiser> { return std::make_shared<Mlp>(settings); }};
  return entry;
}

}  // namespace marcie::nn
