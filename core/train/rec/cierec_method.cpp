// CIERec's side of a run: interactions, features of items, annotations of those that training may see.
#include <filesystem>

#include <torch/torch.h>

#include "core/train/method.h"
#include "core/train/rec/cierec_task.h"
#include "core/train/rec/rec_world.h"

namespace marcie::train {
namespace {

class CierecMethod : public Method {
 public:
  explicit CierecMethod(const MethodContext& context) : context_(context), spec_(context.spec) {
    // Lock-free threads work on the tables in memory.
    if (spec_.cierec.special.lockFree) context_.device = c10::Device(c10::kCPU);
  }

  Result<void> open() override {
    RunStatus& status = context_.status.status();
    status.phase = "Reading the data";
    context_.status.setState(RunState::created);
    StopToken stop = context_.stop;
    const auto progress = [&](std::int64_t done, std::int64_t total) {
      status.phase = "Features of items " + std::to_string(done) + " / " + std::to_string(total);
      context_.status.touch();
    };
    MARCIE_ASSIGN(world_, openRecWorld(spec_, context_.folder.root(), progress, stop));
    return {};
  }

  Result<void> build(const Checkpoint* start) override {
    if (start != nullptr) MARCIE_TRY(checkCierecInfo(start->meta.model, *world_));
    MARCIE_ASSIGN(task_, CierecTask::create(spec_, world_, context_.device, context_.threads));
    return {};
  }

  TrainerParts parts() override { return {*task_, task_->source(), nullptr, nullptr, context_.device}; }

  Json datasetFile() const override {
    const auto count = [this](rec::Part part) { return world_->split.count(part); };
    std::int64_t warm = 0, cold = 0;
    for (const rec::ItemState state : world_->split.ofItem) {
      warm += state == rec::ItemState::warm ? 1 : 0;
      cold += rec::isCold(state) ? 1 : 0;
    }
    return {
        {"root", world_->data.root},
        {"reader", world_->data.reader},
        {"users", world_->data.userCount()},
        {"items", world_->data.itemCount()},
        {"warmItems", warm},
        {"coldItems", cold},
        {"tags", world_->termNames()},
        {"annotatedItems", world_->annotated.size()},
        {"featureWidth", world_->model.features.size(1)},
        {"splits",
         {{"train", count(rec::Part::train)}, {"val", count(rec::Part::validation)}, {"test", count(rec::Part::test)}}},
        {"protocol", enumKey(world_->split.protocol)},
        {"splitOrigin", world_->split.origin}};
  }

  void describe(RunStarted& facts) const override {
    facts.dataset = std::filesystem::path(world_->data.root).filename().string();
    facts.trainSize = world_->split.count(rec::Part::train);
    facts.valSize = world_->split.count(rec::Part::validation);
    facts.testSize = world_->split.count(rec::Part::test);
    facts.classCount = world_->data.itemCount();
    facts.tagCount = static_cast<std::int64_t>(world_->terms.size());
  }

  std::vector<WarningRaised> warnings() override {
    std::vector<WarningRaised> raised;
    const CierecOptions& model = spec_.cierec;
    if (model.inference.transductive && learnsAnnotations(model.cierec)) {
      raised.push_back({"leak",
                        "the annotations of cold items are used in training (model.inference.transductive): figures on "
                        "cold items are an upper bound, not a result",
                        "Train without it for a result"});
    }
    if (learnsAnnotations(model.cierec) && world_->annotated.empty()) {
      raised.push_back({"annotations",
                        "no training item has an annotation that is frequent enough: content inference learns nothing",
                        "Lower model.inference.minCount, or choose model.cierec=fe"});
    }
    if (model.negatives.scope == NegativeScope::all) {
      raised.push_back({"negatives", "cold items are drawn as negatives: training learns that nobody likes them",
                        "Set model.negatives.scope=warm"});
    }
    for (const auto* list : {&world_->data.problems, &world_->split.problems, &world_->features.problems}) {
      for (const rec::RecProblem& problem : *list) {
        std::string text = problem.reason + " (" + std::to_string(problem.count) + ")";
        if (!problem.examples.empty()) text += ", the first: " + problem.examples.front();
        raised.push_back({"data", std::move(text), {}});
      }
    }
    return raised;
  }

  Result<void> prepare(const Phase& phase) override {
    const bool inTurns =
        spec_.cierec.phases.mode == InferencePhase::alternate && learnsAnnotations(spec_.cierec.cierec);
    task_->source().enter(phase.name == "inference" ? TripleSource::Work::inference
                          : inTurns                 ? TripleSource::Work::alternate
                                                    : TripleSource::Work::rank);
    return {};
  }

 private:
  MethodContext context_;
  const RunSpec& spec_;
  std::shared_ptr<const RecRunWorld> world_;
  std::unique_ptr<CierecTask> task_;
};

}  // namespace

std::unique_ptr<Method> makeCierecMethod(const MethodContext& context) {
  return std::make_unique<CierecMethod>(context);
}

}  // namespace marcie::train
