// The loss of a recommender: ranking, regularisation of the vectors in use, content inference, generated identities.
#include <torch/torch.h>

#include "core/nn/rec/rec_model_parts.h"

namespace marcie::nn::rec {
namespace {

// A table whose rows are touched more rarely than this has sparse gradients: a dense optimiser would spend its time on
// rows that nothing happened to.
constexpr std::int64_t kSparseBelow = 4;

void add(at::Tensor& total, const at::Tensor& term) {
  total = total.defined() ? total + term : term;
}

// Pairs with a negative, one row each: (row of the batch, negative).
std::pair<at::Tensor, at::Tensor> pairsOf(const at::Tensor& negatives) {
  const at::Tensor flat = negatives.flatten();
  const at::Tensor kept = (flat >= 0).nonzero().squeeze(1);
  return {kept.div(negatives.size(1), "floor"), flat.index_select(0, kept)};
}

}  // namespace

// ½ Σ‖·‖² of everything that the pairs have of their own, a mean over pairs.
at::Tensor RecModel::Parts::lengths(const Triple& triple) const {
  const auto square = [](const at::Tensor& rows) { return rows.square().sum(1).mean(); };
  at::Tensor sum = square(triple.user.latent);
  if (taste.defined()) sum = sum + square(triple.user.taste);
  if (identity.defined()) sum = sum + square(triple.positive.own) + square(triple.negative.own);
  if (bias.defined()) sum = sum + triple.positive.bias.square().mean() + triple.negative.bias.square().mean();
  return 0.5 * sum;
}

void RecModel::Parts::rank(const RecBatch& batch, RecLoss& loss) {
  at::Tensor negatives = batch.negatives;
  const std::int64_t touched = batch.positives.numel() + negatives.numel();
  // Content is a function of the item: computed once for each item that is there, not once for each pair.
  const bool whole = 2 * touched > world.items();
  at::Tensor rows, places;
  if (!whole) {
    const at::Tensor all = torch::cat({batch.positives, negatives.flatten()}).clamp_min(0);
    std::tie(rows, places) = at::_unique(all, true, true);
  }
  const bool sparseItems = !whole && world.items() > kSparseBelow * rows.size(0);
  const ItemVectors items = itemsAt(rows, options.idDropout, sparseItems);
  const bool generates = options.coldId == ColdId::generated && content && identity.defined();
  const auto select = [&](const at::Tensor& at) {
    return entry->seesFeatures || generates ? items.select(at) : items.selectMade(at);
  };
  const auto placeOf = [&](std::int64_t first, const at::Tensor& index) {
    return whole ? index : places.slice(0, first, first + index.numel()).view(index.sizes());
  };
  const bool sparseUsers = world.users > kSparseBelow * batch.users.size(0);
  const UserVectors users = usersAt(batch.users, batch.positives, sparseUsers);
  const at::Tensor positives = placeOf(0, batch.positives);
  at::Tensor negativePlaces =
      torch::where(negatives >= 0, placeOf(batch.positives.numel(), negatives.clamp_min(0)), negatives);
  if (batch.keepOf > 1) {
    const torch::NoGradGuard noGradients;
    const at::Tensor groups = negativePlaces.view({-1, batch.keepOf});
    const std::int64_t each = negatives.size(1) / batch.keepOf;
    const at::Tensor repeated =
        torch::arange(users.index.size(0), users.index.options()).repeat_interleave(negatives.size(1));
    const at::Tensor scores = view.score(users.select(repeated), select(negativePlaces.flatten().clamp_min(0)))
                                  .view({-1, batch.keepOf})
                                  .masked_fill(groups < 0, -1e9);
    negativePlaces = groups.gather(1, scores.argmax(1, true)).view({-1, each});
  }
  const auto [pairRows, pairNegatives] = pairsOf(negativePlaces);
  if (pairRows.numel() == 0) {
    loss.parts.emplace_back("rank", torch::zeros({}, latent.options()));
    add(loss.total, 0 * latent.sum());
    return;
  }
  const Triple triple{users.select(pairRows), select(positives.index_select(0, pairRows)), select(pairNegatives)};
  add(loss.total, backbone->loss(triple, view, loss.parts));
  if (options.regularization > 0) {
    const at::Tensor length = lengths(triple);
    loss.parts.emplace_back("length", length.detach());
    add(loss.total, options.regularization * length);
  }
  if (generates && options.generatedWeight > 0) {
    const at::Tensor distance =
        torch::mse_loss(content->generated(triple.positive.input), triple.positive.own.detach());
    loss.parts.emplace_back("generate", distance.detach());
    add(loss.total, options.generatedWeight * distance);
  }
}

void RecModel::Parts::infer(const RecBatch& batch, RecLoss& loss) {
  const at::Tensor unified = content->unified(world.features.index_select(0, batch.inferenceItems));
  const at::Tensor term = inference->loss(unified, batch.annotations);
  loss.parts.emplace_back("inference", term.detach());
  // In its own phase the weight would only scale the step.
  add(loss.total, batch.users.defined() ? options.inference.weight * term : term);
}

RecLoss RecModel::loss(const RecBatch& batch) {
  RecLoss loss;
  if (batch.users.defined()) parts_->rank(batch, loss);
  if (batch.inferenceItems.defined() && infers()) parts_->infer(batch, loss);
  return loss;
}

}  // namespace marcie::nn::rec
