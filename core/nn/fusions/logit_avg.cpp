#include <torch/torch.h>

#include "core/nn/network.h"

namespace marcie::nn {
namespace {

class LogitAvg final : public Fusion, public torch::nn::Module {
 public:
  explicit LogitAvg(std::int64_t classes) : classes_(classes) {}
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor fuse(const FusionInput& input) override { return 0.5 * (input.alignedLogits + input.reconstructedLogits); }
  std::int64_t size() const override { return classes_; }

 private:
  std::int64_t classes_;
};

}  // namespace

const FusionEntry& logitAvgEntry() {
  static const FusionEntry entry{
      "logit_avg", "Mean of two classifiers",
      "The mean of the logits of the classifiers on x_EMA and on x_CDR; there is no classifier of its own.",
      [](const FusionSettings& settings) -> std::shared_ptr<Fusion> {
        return std::make_shared<LogitAvg>(settings.classes);
      },
      /*yieldsLogits=*/true};
  return entry;
}

}  // namespace marcie::nn
