// Inside of RecModel, shared by its files.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <torch/nn/module.h>

#include "core/nn/rec/backbone.h"
#include "core/nn/rec/content_inference.h"
#include "core/nn/rec/content_path.h"
#include "core/nn/rec/rec_model.h"

namespace marcie::nn::rec {

struct RecModel::Parts {
  CierecOptions options;
  RecWorld world;
  const BackboneEntry* entry = nullptr;
  bool oneVector = false;
  std::shared_ptr<torch::nn::Module> module;
  at::Tensor latent, taste;   // [U, D]
  at::Tensor identity, bias;  // [I, D], [I, 1]
  std::unique_ptr<ContentInference> inference;
  std::unique_ptr<ContentPath> content;
  std::shared_ptr<Backbone> backbone;
  BackboneView view;

  [[nodiscard]] Parameters named(const std::function<bool(const std::string&)>& wanted) const;
  [[nodiscard]] at::Tensor meanOf(const at::Tensor& table) const;
  [[nodiscard]] at::Tensor identityOf(const ItemVectors& items, const at::Tensor& input) const;
  void complete(ItemVectors& items, const AnnotationEdit& edit = {}) const;
  [[nodiscard]] ItemVectors itemsAt(const at::Tensor& rows, double hidden, bool sparse) const;
  [[nodiscard]] ItemVectors unknownItems(const at::Tensor& features, const AnnotationEdit& edit) const;
  [[nodiscard]] ItemVectors meanItem() const;
  [[nodiscard]] UserVectors usersAt(const at::Tensor& index, const at::Tensor& chosen, bool sparse) const;
  [[nodiscard]] at::Tensor lengths(const Triple& triple) const;
  void rank(const RecBatch& batch, RecLoss& loss);
  void infer(const RecBatch& batch, RecLoss& loss);
};

}  // namespace marcie::nn::rec
