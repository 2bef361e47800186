#include "core/train/rec/rec_world.h"

#include <algorithm>

#include <opencv2/core/mat.hpp>
#include <torch/torch.h>

#include "core/base/files.h"
#include "core/data/pixel_cache.h"
#include "core/data/preprocess.h"
#include "core/image/decode.h"
#include "core/nn/rec/content_inference.h"
#include "core/train/checkpoint.h"
#include "core/train/encoder_weights.h"
#include "core/train/feature_matrix.h"
#include "core/train/run_sources.h"
#include "core/train/tasks/marnet_task.h"

namespace marcie::train {
namespace fs = std::filesystem;
namespace {

// Terms that are frequent enough on the items that may be looked at, the most frequent first.
std::vector<std::int32_t> chooseTerms(const rec::RecData& data, const std::vector<std::uint8_t>& seen,
                                      const InferenceOptions& options) {
  std::vector<std::int64_t> counts(data.vocabulary.size());
  for (std::size_t i = 0; i < data.items.size(); ++i) {
    if (seen[i] == 0) continue;
    for (const std::int32_t term : data.items[i].annotations) ++counts[static_cast<std::size_t>(term)];
  }
  std::vector<std::int32_t> terms;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (counts[k] >= options.minCount) terms.push_back(static_cast<std::int32_t>(k));
  }
  std::stable_sort(terms.begin(), terms.end(), [&](std::int32_t a, std::int32_t b) {
    return counts[static_cast<std::size_t>(a)] > counts[static_cast<std::size_t>(b)];
  });
  if (terms.size() > static_cast<std::size_t>(options.maxTerms)) {
    terms.resize(static_cast<std::size_t>(options.maxTerms));
  }
  return terms;
}

// Newest items of each user in training, [U, H] int64. Interactions are by user, then time.
at::Tensor newestItems(const rec::RecData& data, const rec::RecSplit& split, std::int64_t length) {
  at::Tensor history = torch::full({data.userCount(), length}, -1, torch::kLong);
  auto rows = history.accessor<std::int64_t, 2>();
  std::vector<std::int64_t> filled(static_cast<std::size_t>(data.userCount()));
  for (std::size_t i = data.interactions.size(); i-- > 0;) {
    const rec::Interaction& one = data.interactions[i];
    std::int64_t& next = filled[static_cast<std::size_t>(one.user)];
    if (split.ofInteraction[i] == rec::Part::train && next < length) rows[one.user][next++] = one.item;
  }
  return history;
}

Result<rec::RecSplit> openSplit(const rec::RecData& data, const RunSpec& spec, const fs::path& runFolder) {
  const fs::path file = splitFile(runFolder);
  std::error_code failure;
  if (!runFolder.empty() && fs::exists(file, failure)) {
    MARCIE_ASSIGN(const std::string text, readFile(file));
    return rec::splitFromJson(data, text).within("reading " + file.filename().string());
  }
  MARCIE_ASSIGN(rec::RecSplit split, rec::makeSplit(data, spec.recSplit, spec.recSplit.seed));
  if (!runFolder.empty()) MARCIE_TRY(writeFileAtomically(file, rec::splitToJson(data, split)));
  return split;
}

template <class Things, class IdOf>
std::int64_t placeOf(const Things& things, const std::string& id, const IdOf& idOf) {
  const auto it = std::find_if(things.begin(), things.end(), [&](const auto& thing) { return idOf(thing) == id; });
  return it == things.end() ? -1 : it - things.begin();
}

}  // namespace

fs::path splitFile(const fs::path& runFolder) {
  return runFolder / "split.json";
}

at::Tensor RecRunWorld::annotationsOf(const std::vector<std::int64_t>& items) const {
  std::vector<std::int32_t> placeOfTerm(data.vocabulary.size(), -1);
  for (std::size_t k = 0; k < terms.size(); ++k) {
    placeOfTerm[static_cast<std::size_t>(terms[k])] = static_cast<std::int32_t>(k);
  }
  at::Tensor result = torch::zeros({static_cast<std::int64_t>(items.size()), static_cast<std::int64_t>(terms.size())});
  auto rows = result.accessor<float, 2>();
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (const std::int32_t term : data.items[static_cast<std::size_t>(items[i])].annotations) {
      const std::int32_t place = placeOfTerm[static_cast<std::size_t>(term)];
      if (place >= 0) rows[static_cast<std::int64_t>(i)][place] = 1;
    }
  }
  return result;
}

std::vector<std::string> RecRunWorld::termNames() const {
  std::vector<std::string> names;
  for (const std::int32_t term : terms) names.push_back(data.vocabulary[static_cast<std::size_t>(term)]);
  return names;
}

std::int64_t RecRunWorld::userOf(const std::string& id) const {
  return placeOf(data.users, id, [](const std::string& user) { return user; });
}
std::int64_t RecRunWorld::itemOf(const std::string& id) const {
  return placeOf(data.items, id, [](const rec::Item& item) { return item.id; });
}

Result<std::shared_ptr<const RecRunWorld>> openRecWorld(const RunSpec& spec, const fs::path& runFolder,
                                                        const rec::Progress& progress, const StopToken& stop) {
  auto world = std::make_shared<RecRunWorld>();
  MARCIE_ASSIGN(world->data, rec::readRecData(spec.recData, stop));
  const rec::RecData& data = world->data;
  MARCIE_ASSIGN(world->split, openSplit(data, spec, runFolder));
  world->warm = world->split.warmMask();
  world->chosen = rec::PositiveLists(data, world->split, rec::Part::train);
  if (world->chosen.size() == 0) {
    return Error{ErrorCode::data, "the split leaves no interaction to train on", "Choose another split.protocol", {}};
  }
  rec::FeatureRequest request;
  request.data = &data;
  request.options = spec.recFeatures;
  request.warm = world->warm;
  request.seed = spec.recSplit.seed;
  request.cacheFolder = data::cacheFolder() / "items";
  if (spec.recFeatures.kind == RecFeatureKind::encoder) {
    MARCIE_ASSIGN(request.encoder, pictureEncoderOf(spec.recFeatures.encoder));
  }
  MARCIE_ASSIGN(world->features, rec::openItemFeatures(request, progress, stop));

  const InferenceOptions& inference = spec.cierec.inference;
  std::vector<std::uint8_t> seen = world->warm;
  if (inference.transductive) std::fill(seen.begin(), seen.end(), std::uint8_t{1});
  world->terms = chooseTerms(data, seen, inference);
  std::vector<std::int64_t> candidates;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i] != 0 && !data.items[i].annotations.empty()) candidates.push_back(static_cast<std::int64_t>(i));
  }
  const at::Tensor annotations = world->annotationsOf(candidates);
  const at::Tensor any = annotations.sum(1);
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    if (any[static_cast<std::int64_t>(k)].item<float>() > 0) world->annotated.push_back(candidates[k]);
  }
  nn::rec::RecWorld& model = world->model;
  model.users = data.userCount();
  model.features = world->features.matrix;
  model.warm = torch::tensor(std::vector<std::int64_t>(world->warm.begin(), world->warm.end())).to(torch::kBool);
  model.history = newestItems(data, world->split, spec.cierec.special.history);
  model.coordinates = nn::rec::annotationCoordinates(annotations, inference.width);
  return std::shared_ptr<const RecRunWorld>(std::move(world));
}

Result<std::unique_ptr<nn::rec::RecModel>> makeRecModel(const RunSpec& spec, const RecRunWorld& world,
                                                        c10::Device device) {
  nn::rec::RecWorld moved = world.model;
  for (at::Tensor* tensor : {&moved.features, &moved.warm, &moved.history}) *tensor = tensor->to(device);
  MARCIE_ASSIGN(auto model, nn::rec::RecModel::create(spec.cierec, moved));
  model->module().to(device);
  return model;
}

Result<rec::PictureEncoder> pictureEncoderOf(const fs::path& runFolder) {
  const RunFolder folder(fs::absolute(runFolder));
  MARCIE_ASSIGN(const RunSpec spec, folder.spec());
  if (spec.isCierec() || isMatrix(spec.model)) {
    return Error{ErrorCode::option,
                 runFolder.string() + " has no picture network of its own",
                 "Name a run of the task marnet that learned from pictures",
                 {}};
  }
  MARCIE_ASSIGN(const fs::path file, currentCheckpoint(folder, spec.trainer.selection));
  MARCIE_ASSIGN(const Checkpoint checkpoint, readCheckpoint(file));
  MarnetOptions options = spec.model;
  MARCIE_TRY(keepEncoderFile(folder.root(), options));
  MARCIE_ASSIGN(const std::shared_ptr<nn::Encoder> encoder, makeRunEncoder(options, {}, spec.data.imageSize));
  NamedTensors weights;
  for (const auto& [name, tensor] : checkpoint.evaluationWeights()) {
    if (name.starts_with("encoder.")) weights.emplace_back(name.substr(8), tensor);
  }
  MARCIE_TRY(loadState(stateOf(*encoder->module()), weights, file.filename().string()));
  encoder->module()->eval();
  rec::PictureEncoder result;
  result.fingerprint = options.encoder + encoder->fingerprint() + weightsFingerprint(*encoder->module());
  result.load = [data = spec.data](const fs::path& image) -> Result<at::Tensor> {
    MARCIE_ASSIGN(const cv::Mat rgb, image::decodeFile(image));
    return data::imageToTensor(rgb, data.imageSize, data::cachedSide(data));
  };
  result.width = encoder->featureCount();
  result.encode = [encoder](const at::Tensor& images) {
    const torch::NoGradGuard noGradients;
    return encoder->features(images).to(torch::kCPU, torch::kFloat);
  };
  return result;
}

}  // namespace marcie::train
