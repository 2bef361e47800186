// The recommender that CIERec is put on: how a user and an item are compared, and what ranking loss teaches it.
//
// To add one: backbones/<name>.cpp with `const BackboneEntry& <name>Entry()`, its name in CMakeLists.txt, and
// tests/core/nn/rec/backbones/<name>_test.cpp. Tables of users and items, features, content inference, fusion and cold
// items are RecModel's; a backbone gets their vectors and owns only what is special about it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <ATen/core/Tensor.h>

#include "core/api/cierec_options.h"
#include "core/nn/network.h"
#include "core/nn/rec/vectors.h"

namespace marcie::nn::rec {

// What a backbone may ask of the model while it scores or learns.
struct BackboneView {
  // The items with another content input f [N, d_f] in place of their own: content, parts and content bias anew.
  std::function<ItemVectors(const ItemVectors& items, const at::Tensor& input)> withInput;
  // Score [N] of pairs with whatever the fusion does to pairs; calls Backbone::score.
  std::function<at::Tensor(const UserVectors& users, const ItemVectors& items)> score;
  // The mean of all training items, one row.
  std::function<ItemVectors()> meanItem;
};

class Backbone : public Network {
 public:
  // Score of N pairs. [N]
  [[nodiscard]] virtual at::Tensor score(const UserVectors& users, const ItemVectors& items) = 0;
  // What training minimises, a scalar; adds what the curves should show. Default: BPR.
  [[nodiscard]] virtual at::Tensor loss(const Triple& triple, const BackboneView& view, LossParts& parts);
  // Scores in use as a product of vectors, where the score is one; else nothing. Never asked for in training.
  [[nodiscard]] virtual std::optional<Factors> factors(const UserVectors& users, const ItemVectors& items) {
    static_cast<void>(users);
    static_cast<void>(items);
    return std::nullopt;
  }
  // Scores in use of every user and item, [B, I]. Default: the product, else a user at a time.
  [[nodiscard]] virtual at::Tensor table(const UserVectors& users, const ItemVectors& items, const BackboneView& view);
  // Users after a look at what they chose. `chosen` [N] int64, an item each that must not be looked at (-1: none), or
  // undefined. Default: as they are.
  [[nodiscard]] virtual UserVectors refine(const UserVectors& users, const at::Tensor& chosen) {
    static_cast<void>(chosen);
    return users;
  }
  // True in the phase before training proper, for entries that prepare.
  virtual void setPreparing(bool preparing) { preparing_ = preparing; }

 protected:
  bool preparing_ = false;
};

struct BackboneSettings {
  std::int64_t users = 0, items = 0;
  std::int64_t dim = 0;          // D
  std::int64_t featureSize = 0;  // d_v
  std::int64_t inputSize = 0;    // d_f of the content input; 0 without content
  bool oneUserVector = false;    // content is compared with p, too
  BackboneOptions options;
  at::Tensor features;  // v of all items [I, d_v]
  at::Tensor warm;      // [I] bool
  at::Tensor history;   // [U, H] int64, newest items of each user in training, -1 where there are fewer
};

struct BackboneEntry {
  std::string_view name, title, help;
  Result<std::shared_ptr<Backbone>> (*make)(const BackboneSettings& settings);
  bool identity = true;        // items have a learned vector
  bool content = true;         // looks at features without CIERec, too
  bool bias = false;           // items have a learned bias, and content one
  bool oneVector = false;      // a user has one vector by its own definition
  bool deepContent = false;    // without CIERec, content is a network on the feature rather than a matrix
  bool prepares = false;       // has a phase before training proper
  bool freezesTables = false;  // … whose vectors then stay as they are
  bool seesFeatures = false;   // its loss reads `raw` or `input` of a pair's items, which are undefined otherwise
};
[[nodiscard]] std::span<const BackboneEntry* const> backbones();

// Backbones whose score is p·q̃ + θ·content + β + β'·f.
class ProductBackbone : public Backbone {
 public:
  explicit ProductBackbone(bool oneUserVector) : oneUserVector_(oneUserVector) {}
  [[nodiscard]] at::Tensor score(const UserVectors& users, const ItemVectors& items) override;
  [[nodiscard]] std::optional<Factors> factors(const UserVectors& users, const ItemVectors& items) override;
  [[nodiscard]] std::shared_ptr<torch::nn::Module> module() override;

 protected:
  bool oneUserVector_;

 private:
  std::shared_ptr<torch::nn::Module> empty_;
};

}  // namespace marcie::nn::rec
