#include "core/nn/rec/rec_model.h"

#include <torch/torch.h>

#include "core/base/strings.h"
#include "core/nn/rec/rec_model_parts.h"

namespace marcie::nn::rec {
namespace {

constexpr double kStartSpread = 0.1;  // standard deviation of the tables at the start

Result<const BackboneEntry*> findBackbone(const std::string& name) {
  if (const BackboneEntry* entry = findEntry(backbones(), name)) return entry;
  std::vector<std::string> known;
  for (const BackboneEntry* entry : backbones()) known.emplace_back(entry->name);
  return Error{ErrorCode::option, "model.backbone: '" + name + "' is not one of " + join(known, ", "), {}, {}};
}

}  // namespace

Result<std::unique_ptr<RecModel>> RecModel::create(const CierecOptions& options, const RecWorld& world) {
  auto parts = std::make_unique<Parts>();
  MARCIE_ASSIGN(parts->entry, findBackbone(options.backbone));
  const BackboneEntry& entry = *parts->entry;
  parts->options = options;
  parts->world = world;
  parts->module = std::make_shared<torch::nn::Module>("recommender");
  const bool fused = enriches(options.cierec) && options.fusion != RecFusion::late;
  parts->oneVector = entry.oneVector || fused;
  const bool looks = entry.content || hasUnified(options.cierec);
  const std::int64_t featureSize = world.features.size(1);
  const auto start = [&](std::int64_t rows) { return kStartSpread * torch::randn({rows, options.dim}); };
  parts->latent = parts->module->register_parameter("latent", start(world.users));
  if (looks && !parts->oneVector) parts->taste = parts->module->register_parameter("taste", start(world.users));
  if (entry.identity) parts->identity = parts->module->register_parameter("identity", start(world.items()));
  if (entry.bias) parts->bias = parts->module->register_parameter("bias", torch::zeros({world.items(), 1}));
  if (looks && hasInferred(options.cierec)) {
    MARCIE_ASSIGN(parts->inference,
                  ContentInference::create(options.inference, options.unifiedWidth, world.coordinates));
    parts->module->register_module("inference", parts->inference->module());
  }
  if (looks) {
    parts->content = std::make_unique<ContentPath>(options, entry, featureSize, parts->inference.get());
    parts->module->register_module("content", parts->content->module());
  }
  const BackboneSettings settings{
      world.users,      world.items(),   options.dim,    featureSize, looks ? parts->content->inputSize() : 0,
      parts->oneVector, options.special, world.features, world.warm,  world.history};
  MARCIE_ASSIGN(parts->backbone, entry.make(settings));
  parts->module->register_module("backbone", parts->backbone->module());
  return std::unique_ptr<RecModel>(new RecModel(std::move(parts)));
}

RecModel::RecModel(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
  Parts* own = parts_.get();
  own->view.withInput = [own](const ItemVectors& items, const at::Tensor& input) {
    // Identity before fusion is not kept: policy and table give it again.
    ItemVectors result = items;
    result.identity = own->identityOf(items, input);
    own->content->embed(result, input);
    own->content->fuse(result);
    return result;
  };
  own->view.score = [own](const UserVectors& users, const ItemVectors& items) {
    return own->backbone->score(users, own->content ? own->content->attended(users, items) : items);
  };
  own->view.meanItem = [own] { return own->meanItem(); };
}
RecModel::~RecModel() = default;

torch::nn::Module& RecModel::module() {
  return *parts_->module;
}
const CierecOptions& RecModel::options() const {
  return parts_->options;
}
bool RecModel::infers() const {
  return parts_->inference != nullptr;
}
bool RecModel::prepares() const {
  return parts_->entry->prepares;
}
bool RecModel::keepsTables() const {
  return parts_->entry->freezesTables;
}

void RecModel::setStage(Stage stage) {
  parts_->backbone->setPreparing(stage == Stage::prepare);
}

RecModel::Parameters RecModel::Parts::named(const std::function<bool(const std::string&)>& wanted) const {
  Parameters result;
  for (const auto& item : module->named_parameters()) {
    if (wanted(item.key())) result.emplace_back(item.key(), item.value());
  }
  return result;
}

RecModel::Parameters RecModel::tableParameters() const {
  return parts_->named([](const std::string& name) { return name.find('.') == std::string::npos; });
}
RecModel::Parameters RecModel::unifiedParameters() const {
  return parts_->named([](const std::string& name) { return name.starts_with("content.phi."); });
}
RecModel::Parameters RecModel::contentParameters() const {
  return parts_->named([](const std::string& name) {
    return name.starts_with("backbone.") || (name.starts_with("content.") && !name.starts_with("content.phi."));
  });
}
RecModel::Parameters RecModel::inferenceParameters() const {
  return parts_->named([](const std::string& name) { return name.starts_with("inference."); });
}

// q̃ of the items before fusion: their own, or what stands for it where they are cold. [N, D]
at::Tensor RecModel::Parts::identityOf(const ItemVectors& items, const at::Tensor& input) const {
  if (!identity.defined()) return torch::zeros({items.size(), options.dim}, latent.options());
  // The mean over a table of thousands of items is not computed for a batch that has no cold one.
  const bool looksUp = options.coldId == ColdId::zero || options.coldId == ColdId::mean;
  if (options.coldId == ColdId::init || (looksUp && !items.cold.any().item<bool>())) return items.own;
  at::Tensor instead;
  if (options.coldId == ColdId::generated && input.defined()) {
    instead = content->generated(input);
  } else {
    instead = options.coldId == ColdId::zero ? torch::zeros_like(items.own.slice(0, 0, 1)) : meanOf(identity);
  }
  return torch::where(items.cold.unsqueeze(1), instead, items.own);
}

// Mean of the warm rows of a table, a constant for gradients. [1, d]
at::Tensor RecModel::Parts::meanOf(const at::Tensor& table) const {
  const at::Tensor weight = world.warm.to(table.dtype()).unsqueeze(1);
  return ((table.detach() * weight).sum(0, true) / weight.sum().clamp_min(1));
}

void RecModel::Parts::complete(ItemVectors& items, const AnnotationEdit& edit) const {
  at::Tensor input;
  if (content) input = content->input(items.raw, edit);
  items.identity = identityOf(items, input);
  if (!content) return;
  content->embed(items, input);
  content->fuse(items);
}

// `rows` undefined: the catalogue.
ItemVectors RecModel::Parts::itemsAt(const at::Tensor& rows, double hidden, bool sparse) const {
  ItemVectors items;
  const auto rowsOf = [&](const at::Tensor& table) {
    if (!table.defined() || !rows.defined()) return table;
    return sparse && table.requires_grad() ? torch::embedding(table, rows, -1, false, true)
                                           : table.index_select(0, rows);
  };
  items.index = rows.defined() ? rows : torch::arange(world.items(), world.history.options());
  // A recommender that does not look needs no rows of what may be thousands of numbers an item.
  if (content || !rows.defined()) items.raw = rows.defined() ? world.features.index_select(0, rows) : world.features;
  items.cold = (rows.defined() ? world.warm.index_select(0, rows) : world.warm).logical_not();
  if (hidden > 0) {
    items.cold = items.cold.logical_or(torch::rand({items.size()}, latent.options()) < hidden);
  }
  items.own = identity.defined() ? rowsOf(identity) : torch::zeros({items.size(), options.dim}, latent.options());
  if (bias.defined()) {
    const at::Tensor own = rowsOf(bias);
    if (options.coldId == ColdId::init || !items.cold.any().item<bool>()) {
      items.bias = own.squeeze(1);
    } else {
      const at::Tensor instead = options.coldId == ColdId::zero ? torch::zeros_like(own.slice(0, 0, 1)) : meanOf(bias);
      items.bias = torch::where(items.cold, instead.squeeze(1), own.squeeze(1));
    }
  }
  complete(items);
  return items;
}

ItemVectors RecModel::Parts::unknownItems(const at::Tensor& features, const AnnotationEdit& edit) const {
  ItemVectors items;
  const std::int64_t count = features.size(0);
  items.raw = features;
  items.index = torch::full({count}, -1, world.history.options());
  items.cold = torch::ones({count}, world.warm.options());
  // A row that training has not touched does not exist for it: the start of an unknown item is the mean start, zero.
  items.own = torch::zeros({count, options.dim}, features.options());
  if (bias.defined()) {
    const bool meets = options.coldId == ColdId::mean || options.coldId == ColdId::generated;
    items.bias = meets ? meanOf(bias).squeeze(1).expand({count}) : torch::zeros({count}, features.options());
  }
  complete(items, edit);
  return items;
}

ItemVectors RecModel::Parts::meanItem() const {
  const at::Tensor rows = world.warm.nonzero().squeeze(1);
  const ItemVectors warm = itemsAt(rows, 0, false);
  const auto mean = [](const at::Tensor& all) { return all.defined() ? all.mean(0, true) : all; };
  ItemVectors result = warm.select(torch::zeros({1}, rows.options()));
  result.identity = mean(warm.identity);
  result.content = mean(warm.content);
  result.input = mean(warm.input);
  result.bias = mean(warm.bias);
  result.contentBias = mean(warm.contentBias);
  return result;
}

UserVectors RecModel::Parts::usersAt(const at::Tensor& index, const at::Tensor& chosen, bool sparse) const {
  const auto rowsOf = [&](const at::Tensor& table) {
    return sparse && table.requires_grad() ? torch::embedding(table, index, -1, false, true)
                                           : table.index_select(0, index);
  };
  UserVectors users;
  users.index = index;
  users.latent = rowsOf(latent);
  users.taste = taste.defined() ? rowsOf(taste) : users.latent;
  return backbone->refine(users, chosen);
}

namespace {

// Evaluation mode without gradients for a scope; leaves the module as it was.
class InUse {
 public:
  explicit InUse(torch::nn::Module& module) : module_(module), training_(module.is_training()) { module_.eval(); }
  InUse(const InUse&) = delete;
  InUse& operator=(const InUse&) = delete;
  ~InUse() { module_.train(training_); }

 private:
  torch::NoGradGuard noGradients_;
  torch::nn::Module& module_;
  bool training_;
};

}  // namespace

UserVectors RecModel::users(const at::Tensor& index) {
  const InUse inUse(*parts_->module);
  return parts_->usersAt(index, {}, false);
}
ItemVectors RecModel::items() {
  const InUse inUse(*parts_->module);
  return parts_->itemsAt({}, 0, false);
}
ItemVectors RecModel::newItems(const at::Tensor& features, const AnnotationEdit& edit) {
  const InUse inUse(*parts_->module);
  return parts_->unknownItems(features, edit);
}

std::optional<Factors> RecModel::factors(const UserVectors& users, const ItemVectors& items) {
  const InUse inUse(*parts_->module);
  if (parts_->content && parts_->content->attends()) return std::nullopt;
  return parts_->backbone->factors(users, items);
}

at::Tensor RecModel::table(const UserVectors& users, const ItemVectors& items) {
  const InUse inUse(*parts_->module);
  if (const auto factors = this->factors(users, items)) {
    const at::Tensor product = factors->users.mm(factors->items.t());
    return factors->bias.defined() ? product + factors->bias : product;
  }
  return parts_->backbone->table(users, items, parts_->view);
}

at::Tensor RecModel::score(const UserVectors& users, const ItemVectors& items) {
  const InUse inUse(*parts_->module);
  return parts_->view.score(users, items);
}

RecModel::ScoreParts RecModel::scoreParts(const UserVectors& users, const ItemVectors& items) {
  const InUse inUse(*parts_->module);
  const ItemVectors seen = parts_->content ? parts_->content->attended(users, items) : items;
  const at::Tensor none = torch::zeros({items.size()}, parts_->latent.options());
  const auto dot = [&](const at::Tensor& user, const at::Tensor& part) {
    return part.defined() ? rowDot(user, part) : none;
  };
  const at::Tensor bias = addDefined(seen.bias, seen.contentBias);
  return {dot(users.latent, seen.identity), dot(users.taste, seen.visual), dot(users.taste, seen.inferred),
          bias.defined() ? bias : none};
}

UserVectors RecModel::refit(const UserVectors& start, const ItemVectors& chosen, const ItemVectors& others, int steps,
                            double rate) {
  const InUse inUse(*parts_->module);
  const torch::AutoGradMode gradients(true);
  const bool one = start.taste.is_same(start.latent);
  UserVectors user = start;
  user.latent = start.latent.detach().clone().requires_grad_();
  user.taste = one ? user.latent : start.taste.detach().clone().requires_grad_();
  std::vector<at::Tensor> learning{user.latent};
  if (!one) learning.push_back(user.taste);
  torch::optim::Adam adam(learning, torch::optim::AdamOptions(rate));
  const auto scores = [&](const ItemVectors& items) {
    return parts_->view.score(user.select(torch::zeros({items.size()}, user.index.options())), items);
  };
  for (int i = 0; i < steps; ++i) {
    adam.zero_grad();
    const at::Tensor loss = bprLoss(scores(chosen).unsqueeze(1) - scores(others).unsqueeze(0)) +
                            0.5 * parts_->options.regularization * user.latent.square().sum();
    loss.backward();
    adam.step();
  }
  user.latent = user.latent.detach();
  user.taste = one ? user.latent : user.taste.detach();
  return user;
}

at::Tensor RecModel::annotationProbabilities(const at::Tensor& features) {
  const InUse inUse(*parts_->module);
  if (!infers() || !learnsAnnotations(parts_->options.cierec)) return {};
  return parts_->inference->probabilities(parts_->content->unified(features));
}

at::Tensor RecModel::inferredRepresentation(const at::Tensor& features) {
  const InUse inUse(*parts_->module);
  if (!infers()) return {};
  return parts_->inference->represent(parts_->content->unified(features));
}

}  // namespace marcie::nn::rec
