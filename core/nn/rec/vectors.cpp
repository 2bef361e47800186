#include "core/nn/rec/vectors.h"

#include <torch/torch.h>

namespace marcie::nn::rec {
namespace {

at::Tensor rowsOf(const at::Tensor& all, const at::Tensor& rows) {
  return all.defined() ? all.index_select(0, rows) : all;
}

}  // namespace

UserVectors UserVectors::select(const at::Tensor& rows) const {
  const at::Tensor own = rowsOf(latent, rows);
  return {own, taste.is_same(latent) ? own : rowsOf(taste, rows), rowsOf(index, rows)};
}

ItemVectors ItemVectors::select(const at::Tensor& rows) const {
  return {rowsOf(identity, rows), rowsOf(visual, rows),      rowsOf(inferred, rows), rowsOf(content, rows),
          rowsOf(bias, rows),     rowsOf(contentBias, rows), rowsOf(input, rows),    rowsOf(own, rows),
          rowsOf(raw, rows),      rowsOf(cold, rows),        rowsOf(index, rows)};
}

ItemVectors ItemVectors::selectMade(const at::Tensor& rows) const {
  ItemVectors made = *this;
  made.input = made.raw = at::Tensor();
  return made.select(rows);
}

at::Tensor rowDot(const at::Tensor& a, const at::Tensor& b) {
  return (a * b).sum(-1);
}

at::Tensor bprLoss(const at::Tensor& difference) {
  return torch::softplus(-difference).mean();
}

at::Tensor addDefined(const at::Tensor& a, const at::Tensor& b) {
  if (!a.defined()) return b;
  return b.defined() ? a + b : a;
}

}  // namespace marcie::nn::rec
