// Trains a recommender with or without CIERec: the phases, what learns in each, and how it is measured.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/nn/rec/rec_model.h"
#include "core/train/rec/negative_sampler.h"
#include "core/train/rec/rec_world.h"
#include "core/train/rec/triple_source.h"
#include "core/train/task.h"

namespace marcie::train {

// What a checkpoint says of the world its weights belong to.
struct CierecInfo {
  std::int64_t users = 0, items = 0, features = 0;
  std::string ids;                 // hash of all ids in their order, and of which items are warm
  std::vector<std::string> terms;  // vocabulary of content inference
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("users", self.users);
    v("items", self.items);
    v("features", self.features);
    v("ids", self.ids);
    v("terms", self.terms);
  }
};
[[nodiscard]] CierecInfo cierecInfo(const RecRunWorld& world);
// Errors: checkpoint, when the weights belong to another world; it says what differs.
[[nodiscard]] Result<void> checkCierecInfo(const Json& saved, const RecRunWorld& world);

class CierecTask : public Task {
 public:
  // Seeds torch's generator from the run's seed and builds the model. Errors: those of makeRecModel.
  [[nodiscard]] static Result<std::unique_ptr<CierecTask>> create(const RunSpec& spec,
                                                                  std::shared_ptr<const RecRunWorld> world,
                                                                  c10::Device device, int threads);

  [[nodiscard]] torch::nn::Module& module() override { return model_->module(); }
  [[nodiscard]] nn::rec::RecModel& model() { return *model_; }
  [[nodiscard]] TripleSource& source() { return source_; }
  [[nodiscard]] std::vector<Phase> phases() const override;
  [[nodiscard]] std::vector<ParameterGroup> enterPhase(const Phase& phase) override;
  void setLearningRate(double rate) override { rate_ = rate; }
  [[nodiscard]] StepResult trainStep(const data::Batch& batch) override;
  [[nodiscard]] at::Tensor predictLogits(const at::Tensor& images) override;
  // On the validation part: coldAuc, warmAuc and allAuc; coldRecall20, coldNdcg20 and so on, each list among its own
  // items; auc, the sum of cold and warm; tagAuc and tagF1 of the inferred annotations of items that training does not
  // know. Lists that are empty are left out.
  [[nodiscard]] Result<std::optional<std::vector<NamedValue>>> measure() override;
  [[nodiscard]] std::string_view selectionMetric() const override { return "auc"; }
  [[nodiscard]] Json modelInfo() const override { return toJson(cierecInfo(*world_)); }

  // The stage that a phase of that name means for the model.
  [[nodiscard]] static nn::rec::RecModel::Stage stageOf(const std::string& phase);

 private:
  CierecTask(const RunSpec& spec, std::shared_ptr<const RecRunWorld> world, std::unique_ptr<nn::rec::RecModel> model,
             c10::Device device, int threads);
  [[nodiscard]] bool learnsAnnotationsNow() const;
  void addInference(nn::rec::RecBatch& batch) const;
  [[nodiscard]] StepResult sweep(const data::Batch& batch);
  void addTagScores(std::vector<NamedValue>& values) const;

  RunSpec spec_;
  std::shared_ptr<const RecRunWorld> world_;
  std::unique_ptr<nn::rec::RecModel> model_;
  c10::Device device_;
  int threads_;
  NegativeSampler sampler_;
  TripleSource source_;
  at::Tensor annotatedItems_;  // [N] int64
  at::Tensor annotations_;     // [N, n_a] uint8: of items that training may look at, and of no others
  std::string phase_;
  double rate_ = 0;  // of the step, for sweep()
};

}  // namespace marcie::train
