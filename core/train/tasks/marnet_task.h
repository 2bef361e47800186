// Trains MARNet: the phases, which parameters learn in each, and the diagnostics that look at known text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/api/run_spec.h"
#include "core/nn/marnet_model.h"
#include "core/train/cinema.h"
#include "core/train/task.h"
#include "core/train/text_facts.h"

namespace marcie::train {

// What is needed beside a RunSpec to build the model.
struct MarnetInfo {
  std::vector<std::string> classes, tags;
  CdrTarget target = CdrTarget::multihot;  // resolved
  std::int64_t featureCount = 0;           // of a feature matrix; 0 where a network looks at pictures
  std::int64_t textWidth = 0;              // columns of the text encoder's matrix in the checkpoint; 0: it has none yet
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("classes", self.classes);
    v("tags", self.tags);
    v("target", self.target);
    v("featureCount", self.featureCount);
    v("textWidth", self.textWidth);
  }
};

class MarnetTask : public Task {
 public:
  // Seeds torch's generator from the run's seed and builds the model; loads model.weights into the encoder when they
  // are given. Errors: option, checkpoint (start weights that do not fit), notFound, format.
  [[nodiscard]] static Result<std::unique_ptr<MarnetTask>> create(const RunSpec& spec, MarnetInfo info,
                                                                  const TextFacts& facts, c10::Device device);

  [[nodiscard]] torch::nn::Module& module() override { return model_->module(); }
  [[nodiscard]] nn::MarnetModel& model() { return *model_; }
  [[nodiscard]] std::vector<Phase> phases() const override;
  [[nodiscard]] std::vector<ParameterGroup> enterPhase(const Phase& phase) override;
  [[nodiscard]] StepResult trainStep(const data::Batch& batch) override;
  [[nodiscard]] at::Tensor predictLogits(const at::Tensor& images) override;
  [[nodiscard]] Json modelInfo() const override { return toJson(info_); }
  // From now on validations are recorded.
  void record(CinemaRecorder recorder) { cinema_ = std::move(recorder); }
  [[nodiscard]] at::Tensor validationLogits(const data::Batch& batch) override;
  [[nodiscard]] Result<std::string> saveFrame(const RunFolder& folder, std::int64_t step, double epoch) override;
  // Values: imageToTextR1|R5, textToImageR1|R5, matchedCosine, mismatchedCosine, modalityGap; tagAuc, tagF1;
  // headTrainPathTop1 beside headSampledTop1 (they part where the text leaks into the head).
  void diagnose(const data::Batch& batch) override;
  [[nodiscard]] bool wantsDiagnosis() const override;
  [[nodiscard]] std::vector<NamedValue> takeDiagnostics() override;

  // True when the picture network stays as it is in phases of that name.
  [[nodiscard]] static bool isFrozen(const MarnetOptions& options, const std::string& phase);
  // The stage that a phase of that name means for the model.
  [[nodiscard]] static nn::MarnetStage stageOf(const std::string& phase);

 private:
  MarnetTask(const RunSpec& spec, MarnetInfo info, std::unique_ptr<nn::MarnetModel> model)
      : spec_(spec), info_(std::move(info)), model_(std::move(model)) {}

  RunSpec spec_;
  MarnetInfo info_;
  std::unique_ptr<nn::MarnetModel> model_;
  nn::MarnetStage stage_ = nn::MarnetStage::joint;
  std::string phase_;
  std::optional<CinemaRecorder> cinema_;
  struct Seen {
    std::vector<at::Tensor> aligned, semantic, tags, tagProbability;
    std::int64_t pictures = 0, trainPathHits = 0, sampledHits = 0;
  } seen_;
};

// The picture network of a run, with weights from torch's default generator; on a feature matrix, what stands for one.
// Errors: those of makeEncoder.
[[nodiscard]] Result<std::shared_ptr<nn::Encoder>> makeRunEncoder(const MarnetOptions& options, const MarnetInfo& info,
                                                                  std::int64_t imageSize);

}  // namespace marcie::train
