#include "tests/core/nn/rec/rec_contract.h"

#include <array>

#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn::rec::testing {
namespace {

constexpr std::array kVariants{CierecVariant::plain, CierecVariant::phi, CierecVariant::ci, CierecVariant::fe,
                               CierecVariant::full};

CierecOptions fitting(CierecOptions options) {
  // These tell identity and content apart themselves.
  if (options.backbone == "dropoutnet" || options.backbone == "clcrec") options.fusion = RecFusion::late;
  return options;
}

void expectSameTable(const at::Tensor& a, const at::Tensor& b, const std::string& what) {
  EXPECT_TRUE(torch::allclose(a, b, 1e-5, 1e-6)) << what << ": " << (a - b).abs().max().item<double>();
}

void expectReachingGradients(const CierecOptions& options, const std::string& what) {
  const auto model = makeModel(options);
  const RecBatch batch = tinyBatch(learnsAnnotations(options.cierec) && model->infers());
  std::vector<RecModel::Stage> stages{RecModel::Stage::train};
  if (model->prepares()) stages.insert(stages.begin(), RecModel::Stage::prepare);
  for (const auto stage : stages) {
    model->setStage(stage);
    model->loss(batch).total.backward();
  }
  for (const auto& item : model->module().named_parameters()) {
    // Nobody reads annotations off it in a variant that never sees any.
    if (options.cierec == CierecVariant::fe && item.key().starts_with("inference.read")) continue;
    ASSERT_TRUE(item.value().grad().defined()) << what << ": " << item.key() << " learns nothing";
    EXPECT_TRUE(item.value().grad().to_dense().isfinite().all().item<bool>()) << what << ": " << item.key();
  }
}

void expectStorable(const CierecOptions& options, const std::string& what) {
  const auto model = makeModel(options, 3);
  trainedLoss(*model, tinyBatch(false), 3);
  const auto other = makeModel(options, 99);
  const torch::NoGradGuard noGradients;
  auto target = other->module().named_parameters();
  for (const auto& item : model->module().named_parameters()) target[item.key()].copy_(item.value());
  auto buffers = other->module().named_buffers();
  for (const auto& item : model->module().named_buffers()) buffers[item.key()].copy_(item.value());
  EXPECT_TRUE(torch::equal(tableOf(*model), tableOf(*other))) << what;
}

void expectConsistentScores(RecModel& model, const std::string& what) {
  const at::Tensor table = tableOf(model);
  const UserVectors users = model.users(torch::arange(kUsers));
  const ItemVectors items = model.items();
  std::vector<at::Tensor> columns;
  for (std::int64_t i = 0; i < kItems; ++i) {
    columns.push_back(model.score(users, items.select(torch::full({kUsers}, i, torch::kLong))));
  }
  expectSameTable(table, torch::stack(columns, 1), what + ": pairs and table");
}

void expectColdItemsAlike(RecModel& model, const std::string& what) {
  const at::Tensor table = tableOf(model);
  expectSameTable(table.select(1, 12), table.select(1, 13), what + ": items 12 and 13 look alike");
  const ItemVectors fresh = model.newItems(tinyWorld().features.slice(0, 12, 13));
  expectSameTable(model.table(model.users(torch::arange(kUsers)), fresh).select(1, 0), table.select(1, 12),
                  what + ": a new item that looks like 12");
}

}  // namespace

RecWorld tinyWorld(std::int64_t width) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(11);
  RecWorld world;
  world.users = kUsers;
  world.features = torch::randn({kItems, kFeatures}, generator);
  world.features[13] = world.features[12];
  world.warm = torch::arange(kItems) < 11;
  world.history = torch::randint(0, 11, {kUsers, 4}, generator, torch::kLong);
  world.history[0].fill_(-1);
  world.history[1].slice(0, 2).fill_(-1);
  world.coordinates = torch::randn({kTerms, width}, generator);
  return world;
}

CierecOptions tinyOptions(const std::string& backbone, CierecVariant variant) {
  CierecOptions options;
  options.backbone = backbone;
  options.cierec = variant;
  options.dim = 8;
  options.unifiedWidth = 10;
  options.unifiedDropout = 0;
  options.inference.width = 8;
  options.inference.hidden = 12;
  options.inference.diffusionSteps = 10;
  options.regularization = 0;
  options.special.hidden = 12;
  options.special.styles = 3;
  options.special.history = 4;
  return fitting(options);
}

RecBatch tinyBatch(bool withInference) {
  RecBatch batch;
  batch.users = torch::tensor({0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2}, torch::kLong);
  batch.positives = torch::tensor({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0}, torch::kLong);
  batch.negatives = torch::tensor({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 5}, torch::kLong).unsqueeze(1);
  if (withInference) {
    batch.inferenceItems = torch::arange(6);
    batch.annotations = (torch::arange(6 * kTerms).view({6, kTerms}).remainder(3) == 0).to(torch::kFloat);
  }
  return batch;
}

std::unique_ptr<RecModel> makeModel(const CierecOptions& options, std::uint64_t seed, const RecWorld& world) {
  torch::manual_seed(seed);
  auto model = RecModel::create(options, world);
  EXPECT_TRUE(model.ok()) << model.error().toString();
  return std::move(*model);
}

at::Tensor tableOf(RecModel& model) {
  return model.table(model.users(torch::arange(kUsers)), model.items());
}

double trainedLoss(RecModel& model, const RecBatch& batch, int steps, double* first, double rate) {
  std::vector<at::Tensor> learning;
  for (const auto& item : model.module().named_parameters()) learning.push_back(item.value());
  torch::optim::Adam adam(learning, torch::optim::AdamOptions(rate));
  const auto once = [&](bool learns) {
    torch::manual_seed(5);  // the same hidden identities and noise each time
    const at::Tensor loss = model.loss(batch).total;
    if (learns) {
      adam.zero_grad();
      loss.backward();
      adam.step();
    }
    return loss.item<double>();
  };
  if (first != nullptr) *first = once(false);
  for (int i = 0; i < steps; ++i) once(true);
  return once(false);
}

void expectBackboneContract(const std::string& name, bool debiased) {
  const BackboneEntry* entry = findEntry(backbones(), name);
  ASSERT_NE(entry, nullptr);
  nn::fixtures::expectDescribed(*entry);
  for (const CierecVariant variant : kVariants) {
    const std::string what = name + " " + std::string(enumKey(variant));
    const CierecOptions options = tinyOptions(name, variant);
    EXPECT_TRUE(torch::equal(tableOf(*makeModel(options)), tableOf(*makeModel(options)))) << what;
    EXPECT_FALSE(torch::equal(tableOf(*makeModel(options)), tableOf(*makeModel(options, 4)))) << what;
    expectReachingGradients(options, what);
    expectStorable(options, what);
    const auto model = makeModel(options);
    double before = 0;
    const double after = trainedLoss(*model, tinyBatch(false), 120, &before);
    EXPECT_LT(after, 0.6 * before) << what << " does not fit one batch";
    if (!debiased) expectConsistentScores(*model, what);
    expectColdItemsAlike(*model, what);
  }
}

}  // namespace marcie::nn::rec::testing
