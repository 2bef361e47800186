// Every switch of CIERec (arXiv 2307.02761) and of the recommenders it stands on. What the paper leaves open is an
// option here; defaults come from validation runs, not from the paper.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/api/inference_options.h"
#include "core/options/field.h"

namespace marcie {

// Rows of the universality table.
enum class CierecVariant { plain, phi, ci, fe, full };
template <>
struct EnumTable<CierecVariant> {
  static constexpr std::array entries{
      EnumEntry{CierecVariant::full, "full", MARCIE_TR("Options", "Full CIERec (CI + FE)")},
      EnumEntry{CierecVariant::plain, "plain", MARCIE_TR("Options", "Backbone only")},
      EnumEntry{CierecVariant::phi, "phi", MARCIE_TR("Options", "Backbone on unified features (control)")},
      EnumEntry{CierecVariant::ci, "ci", MARCIE_TR("Options", "Backbone + content inference (CI)")},
      EnumEntry{CierecVariant::fe, "fe", MARCIE_TR("Options", "Backbone + feature enrichment (FE)")}};
};

enum class RecFusion { sum, concatMlp, gate, attnUser, late };
template <>
struct EnumTable<RecFusion> {
  static constexpr std::array entries{
      EnumEntry{RecFusion::sum, "sum", MARCIE_TR("Options", "Sum")},
      EnumEntry{RecFusion::concatMlp, "concat_mlp", MARCIE_TR("Options", "Joined by a network")},
      EnumEntry{RecFusion::gate, "gate", MARCIE_TR("Options", "Gate")},
      EnumEntry{RecFusion::attnUser, "attn_user", MARCIE_TR("Options", "Attention of the user")},
      EnumEntry{RecFusion::late, "late", MARCIE_TR("Options", "Scores added (the backbone's own form)")}};
};

// What stands for the identity q of an item that training never saw.
enum class ColdId { mean, zero, init, generated };
template <>
struct EnumTable<ColdId> {
  static constexpr std::array entries{
      EnumEntry{ColdId::mean, "mean", MARCIE_TR("Options", "Mean of the warm items")},
      EnumEntry{ColdId::zero, "zero", MARCIE_TR("Options", "Zero")},
      EnumEntry{ColdId::init, "init", MARCIE_TR("Options", "Its random start")},
      EnumEntry{ColdId::generated, "generated", MARCIE_TR("Options", "Generated from the content")}};
};

enum class NegativeKind { uniform, popularity, hard };
template <>
struct EnumTable<NegativeKind> {
  static constexpr std::array entries{
      EnumEntry{NegativeKind::uniform, "uniform", MARCIE_TR("Options", "All items alike")},
      EnumEntry{NegativeKind::popularity, "popularity", MARCIE_TR("Options", "By popularity")},
      EnumEntry{NegativeKind::hard, "hard", MARCIE_TR("Options", "The best scored of several")}};
};
enum class NegativeScope { warm, all };
template <>
struct EnumTable<NegativeScope> {
  static constexpr std::array entries{
      EnumEntry{NegativeScope::warm, "warm", MARCIE_TR("Options", "Items of training")},
      EnumEntry{NegativeScope::all, "all", MARCIE_TR("Options", "Every item, cold ones too")}};
};
// What happens when a drawn item is one that the user has chosen.
enum class NegativeCollision { resample, skip };
template <>
struct EnumTable<NegativeCollision> {
  static constexpr std::array entries{
      EnumEntry{NegativeCollision::resample, "resample", MARCIE_TR("Options", "Draw again")},
      EnumEntry{NegativeCollision::skip, "skip", MARCIE_TR("Options", "Leave the pair out")}};
};

// How content inference goes on once ranking is learned.
enum class InferencePhase { joint, frozen, alternate };
template <>
struct EnumTable<InferencePhase> {
  static constexpr std::array entries{
      EnumEntry{InferencePhase::joint, "joint", MARCIE_TR("Options", "Joint")},
      EnumEntry{InferencePhase::frozen, "frozen", MARCIE_TR("Options", "Frozen")},
      EnumEntry{InferencePhase::alternate, "alternate", MARCIE_TR("Options", "In turns, an epoch each")}};
};

// Which of the method's parts a variant has.
[[nodiscard]] constexpr bool hasUnified(CierecVariant variant) {
  return variant != CierecVariant::plain;
}
[[nodiscard]] constexpr bool hasInferred(CierecVariant variant) {
  return variant != CierecVariant::plain && variant != CierecVariant::phi;
}
[[nodiscard]] constexpr bool learnsAnnotations(CierecVariant variant) {
  return variant == CierecVariant::ci || variant == CierecVariant::full;
}
[[nodiscard]] constexpr bool enriches(CierecVariant variant) {
  return variant == CierecVariant::fe || variant == CierecVariant::full;
}

struct NegativeOptions {
  NegativeKind kind = NegativeKind::uniform;
  int count = 1;
  double exponent = 0.75;
  int candidates = 8;
  NegativeScope scope = NegativeScope::warm;
  NegativeCollision collision = NegativeCollision::resample;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("kind", self.kind,
      {.label = MARCIE_TR("Options", "Negatives"),
       .help = MARCIE_TR("Options",
                         "Which items a chosen item is compared with. Popular ones cost accuracy on warm "
                         "items where we tried."),
       .advanced = true});
    v("count", self.count,
      {.label = MARCIE_TR("Options", "Negatives each"),
       .help = MARCIE_TR("Options", "Items that each chosen item is compared with in a step."),
       .min = 1,
       .max = 256,
       .advanced = true});
    v("exponent", self.exponent,
      {.label = MARCIE_TR("Options", "Popularity exponent"),
       .help = MARCIE_TR("Options", "With popularity: items are drawn in proportion to their count to this power."),
       .min = 0,
       .max = 2,
       .advanced = true});
    v("candidates", self.candidates,
      {.label = MARCIE_TR("Options", "Candidates of hard"),
       .help = MARCIE_TR("Options", "With hard: items drawn for each negative, of which the best scored is taken."),
       .min = 2,
       .max = 256,
       .advanced = true});
    v("scope", self.scope,
      {.label = MARCIE_TR("Options", "Drawn from"),
       .help = MARCIE_TR("Options", "Whether cold items are drawn as negatives, too: that teaches they are disliked."),
       .advanced = true});
    v("collision", self.collision,
      {.label = MARCIE_TR("Options", "When already chosen"),
       .help = MARCIE_TR("Options", "What happens when the drawn item is one that the user has chosen."),
       .advanced = true});
  }
};

// What only one of the backbones reads.
struct BackboneOptions {
  double adversarialStrength = 0.1;
  double adversarialWeight = 1;
  double counterfactualWeight = 0.8;
  int styles = 32;
  int hidden = 64;
  int history = 50;
  int regions = 1;
  double inputDropout = 0.5;
  double contrastWeight = 0.5;
  double contrastTemperature = 0.2;
  bool lockFree = false;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("adversarialStrength", self.adversarialStrength,
      {.label = MARCIE_TR("Options", "AMR: perturbation ε"),
       .help = MARCIE_TR("Options", "Length of the worst-case change of an item's features."),
       .min = 0,
       .max = 100,
       .advanced = true});
    v("adversarialWeight", self.adversarialWeight,
      {.label = MARCIE_TR("Options", "AMR: weight λ"),
       .help = MARCIE_TR("Options", "Weight of the loss on changed features; 0 is VBPR."),
       .min = 0,
       .max = 100,
       .advanced = true});
    v("counterfactualWeight", self.counterfactualWeight,
      {.label = MARCIE_TR("Options", "CausalRec: correction"),
       .help = MARCIE_TR("Options", "Weight of the score at the mean item, which is taken off in use."),
       .min = 0,
       .max = 10,
       .advanced = true});
    v("styles", self.styles,
      {.label = MARCIE_TR("Options", "DeepStyle: categories"),
       .help = MARCIE_TR("Options", "Groups of look-alike pictures whose common vector is taken off; 0: one an item."),
       .min = 0,
       .max = 10000,
       .advanced = true});
    v("hidden", self.hidden,
      {.label = MARCIE_TR("Options", "Hidden units"),
       .help = MARCIE_TR("Options", "Of the networks in VNPR, DVBPR, ACF and DropoutNet."),
       .min = 2,
       .max = 4096,
       .advanced = true});
    v("history", self.history,
      {.label = MARCIE_TR("Options", "ACF: items of the history"),
       .help = MARCIE_TR("Options", "The newest items of a user that attention looks at."),
       .min = 1,
       .max = 1000,
       .advanced = true});
    v("regions", self.regions,
      {.label = MARCIE_TR("Options", "ACF: regions"),
       .help = MARCIE_TR("Options",
                         "Equal parts that the feature of a picture consists of, for attention over regions; 1: the "
                         "picture as a whole."),
       .min = 1,
       .max = 1024,
       .advanced = true});
    v("inputDropout", self.inputDropout,
      {.label = MARCIE_TR("Options", "DropoutNet and CLCRec: hidden identities"),
       .help = MARCIE_TR("Options", "Share of training items whose identity is hidden, so that content must do."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("contrastWeight", self.contrastWeight,
      {.label = MARCIE_TR("Options", "CLCRec: content against identity"),
       .help = MARCIE_TR("Options", "Share of the contrast between an item's content and its identity."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("contrastTemperature", self.contrastTemperature,
      {.label = MARCIE_TR("Options", "CLCRec: temperature"),
       .help = MARCIE_TR("Options", "Scale of the similarities in its contrasts."),
       .min = 0.01,
       .max = 10,
       .advanced = true});
    v("lockFree", self.lockFree,
      {.label = MARCIE_TR("Options", "BPR-MF: lock-free threads"),
       .help =
           MARCIE_TR("Options", "Threads update the same tables without waiting. Fast, but no two runs are the same."),
       .advanced = true});
  }
};

struct CierecPhases {
  int prepare = 10;
  int inference = 20;
  int train = 45;
  InferencePhase mode = InferencePhase::joint;
  double inferenceScale = 1;
  std::vector<int> more;  // epochs added after the end, one entry each time

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("inference", self.inference,
      {.label = MARCIE_TR("Options", "Inference epochs"),
       .help = MARCIE_TR("Options",
                         "Epochs at the beginning in which only content inference learns. Left out where the method "
                         "has none."),
       .min = 0,
       .max = 10000,
       .unit = "epochs"});
    v("prepare", self.prepare,
      {.label = MARCIE_TR("Options", "Preparing epochs"),
       .help = MARCIE_TR("Options",
                         "Of amr: epochs without the adversary. Of dropoutnet: epochs that learn the factors which it "
                         "then imitates. Other backbones need none."),
       .min = 0,
       .max = 10000,
       .unit = "epochs",
       .advanced = true});
    v("train", self.train,
      {.label = MARCIE_TR("Options", "Ranking epochs"),
       .help = MARCIE_TR("Options", "Passes over all training interactions."),
       .min = 1,
       .max = 10000,
       .unit = "epochs"});
    v("mode", self.mode,
      {.label = MARCIE_TR("Options", "Inference while ranking"),
       .help = MARCIE_TR("Options", "Whether content inference goes on learning while the ranking is learned."),
       .advanced = true});
    v("inferenceScale", self.inferenceScale,
      {.label = MARCIE_TR("Options", "Inference's share of the rate"),
       .help = MARCIE_TR("Options", "Factor on the learning rate of the inference layers while ranking is learned."),
       .min = 0,
       .max = 10,
       .advanced = true});
    v("more", self.more,
      {.label = MARCIE_TR("Options", "More epochs"),
       .help = MARCIE_TR("Options", "Epochs that were added to the finished run, one entry each time."),
       .hidden = true});
  }
};

struct CierecOptions {
  std::string backbone = "vbpr";  // name in the backbone catalog
  CierecVariant cierec = CierecVariant::full;
  int dim = 64;
  int unifiedWidth = 64;
  double unifiedDropout = 0.2;
  InferenceOptions inference;
  RecFusion fusion = RecFusion::sum;
  ColdId coldId = ColdId::mean;
  double generatedWeight = 1;
  double idDropout = 0;
  bool contentBias = true;
  double regularization = 0.002;
  NegativeOptions negatives;
  BackboneOptions special;
  CierecPhases phases;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("backbone", self.backbone,
      {.label = MARCIE_TR("Options", "Recommender"),
       .help = MARCIE_TR("Options", "The recommender that CIERec is put on, or that is trained as it is.")});
    v("cierec", self.cierec,
      {.label = MARCIE_TR("Options", "Method"),
       .help = MARCIE_TR("Options", "The full method, the recommender alone, or a row of the table between them.")});
    v("dim", self.dim,
      {.label = MARCIE_TR("Options", "Factors D"),
       .help = MARCIE_TR("Options", "Size of the vectors of users and items."),
       .min = 2,
       .max = 1024,
       .advanced = true});
    v("unifiedWidth", self.unifiedWidth,
      {.label = MARCIE_TR("Options", "Unified feature φ"),
       .help = MARCIE_TR("Options", "Size of the representation that inference and recommendation share."),
       .min = 2,
       .max = 4096,
       .advanced = true});
    v("unifiedDropout", self.unifiedDropout,
      {.label = MARCIE_TR("Options", "Dropout of φ"),
       .help = MARCIE_TR("Options", "Share of the unified feature that is blanked in training."),
       .min = 0,
       .max = 0.9,
       .advanced = true});
    v("fusion", self.fusion,
      {.label = MARCIE_TR("Options", "Fusion"),
       .help = MARCIE_TR("Options",
                         "How identity, visual and inferred representation become one item. All but late compare it "
                         "with one vector of the user."),
       .advanced = true});
    v("coldId", self.coldId,
      {.label = MARCIE_TR("Options", "Identity of cold items"),
       .help = MARCIE_TR("Options", "What stands for the learned vector of an item that training never saw."),
       .advanced = true});
    v("generatedWeight", self.generatedWeight,
      {.label = MARCIE_TR("Options", "Weight of generating"),
       .help = MARCIE_TR("Options", "With generated identities: weight of the distance to the learned ones."),
       .min = 0,
       .max = 1000,
       .advanced = true});
    v("idDropout", self.idDropout,
      {.label = MARCIE_TR("Options", "Identity dropout"),
       .help = MARCIE_TR("Options", "Share of training items that are treated as cold, so that content must do."),
       .min = 0,
       .max = 0.95,
       .advanced = true});
    v("contentBias", self.contentBias,
      {.label = MARCIE_TR("Options", "Content bias"),
       .help = MARCIE_TR("Options", "A linear share of the content in the score that is the same for every user."),
       .advanced = true});
    v("regularization", self.regularization,
      {.label = MARCIE_TR("Options", "Regularisation λ"),
       .help = MARCIE_TR("Options", "Weight of the squared lengths of the vectors in each training pair."),
       .min = 0,
       .max = 10,
       .advanced = true});
    v("inference", self.inference, {.label = MARCIE_TR("Options", "Content inference (CI)")});
    v("negatives", self.negatives, {.label = MARCIE_TR("Options", "Negative items")});
    v("special", self.special, {.label = MARCIE_TR("Options", "Of one recommender")});
    v("phases", self.phases, {.label = MARCIE_TR("Options", "Phases")});
  }
};

}  // namespace marcie
