// Cross-modal content inference of CIERec: how the annotations of items teach what their pictures mean.
#pragma once

#include <array>
#include <string>

#include "core/options/field.h"

namespace marcie {

enum class InferenceKind { predict, matchMse, matchCos, infonce, kl, diffusion };
template <>
struct EnumTable<InferenceKind> {
  static constexpr std::array entries{
      EnumEntry{InferenceKind::predict, "predict", MARCIE_TR("Options", "Predict the annotations")},
      EnumEntry{InferenceKind::matchMse, "match_mse", MARCIE_TR("Options", "Match their embedding (squared error)")},
      EnumEntry{InferenceKind::matchCos, "match_cos", MARCIE_TR("Options", "Match their embedding (cosine)")},
      EnumEntry{InferenceKind::infonce, "infonce", MARCIE_TR("Options", "Tell their embedding apart (InfoNCE)")},
      EnumEntry{InferenceKind::kl, "kl", MARCIE_TR("Options", "Match their embedding as a distribution (KL)")},
      EnumEntry{InferenceKind::diffusion, "diffusion", MARCIE_TR("Options", "Rebuild their embedding by diffusion")}};
};

// What the head that predicts annotations minimises. All are means over pictures and terms.
enum class InferenceCriterion { bce, focal, asymmetric, softmax };
template <>
struct EnumTable<InferenceCriterion> {
  static constexpr std::array entries{
      EnumEntry{InferenceCriterion::bce, "bce", MARCIE_TR("Options", "Binary cross-entropy")},
      EnumEntry{InferenceCriterion::focal, "focal", MARCIE_TR("Options", "Focal")},
      EnumEntry{InferenceCriterion::asymmetric, "asl", MARCIE_TR("Options", "Asymmetric (ASL)")},
      EnumEntry{InferenceCriterion::softmax, "softmax", MARCIE_TR("Options", "Softmax over the terms present")}};
};

// s_i, as recommendation sees it.
enum class InferredRepresentation { hidden, softAttended, topK };
template <>
struct EnumTable<InferredRepresentation> {
  static constexpr std::array entries{
      EnumEntry{InferredRepresentation::hidden, "hidden", MARCIE_TR("Options", "Hidden layer")},
      EnumEntry{InferredRepresentation::softAttended, "soft_attended",
                MARCIE_TR("Options", "Terms by their probability")},
      EnumEntry{InferredRepresentation::topK, "top_k", MARCIE_TR("Options", "The most probable terms")}};
};

struct InferenceOptions {
  InferenceKind kind = InferenceKind::predict;
  InferenceCriterion criterion = InferenceCriterion::bce;
  InferredRepresentation representation = InferredRepresentation::hidden;
  double weight = 1;
  double matchWeight = 0;
  int width = 32;
  int hidden = 64;
  int batch = 128;
  int minCount = 20;
  int maxTerms = 1000;
  int topK = 10;
  bool detach = false;
  bool transductive = false;
  double priorBias = -3;
  double positiveWeight = 1;
  double focalGamma = 2;
  double aslNegativeGamma = 4;
  double aslClip = 0.05;
  double temperature = 0.1;
  int diffusionSteps = 50;
  int samplingSteps = 1;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("kind", self.kind,
      {.label = MARCIE_TR("Options", "Content inference"),
       .help = MARCIE_TR("Options", "What the annotations of training items teach the picture's representation."),
       .advanced = true});
    v("weight", self.weight,
      {.label = MARCIE_TR("Options", "Inference weight λ_CI"),
       .help = MARCIE_TR("Options",
                         "Weight of the inference loss beside ranking. The loss is a mean over pictures and terms, so "
                         "its values are small."),
       .min = 0,
       .max = 1000,
       .advanced = true});
    visitTerms(self, v);
    visitHead(self, v);
    visitCriteria(self, v);
  }

 private:
  template <class Self, class Visitor>
  static void visitTerms(Self& self, Visitor& v) {
    v("minCount", self.minCount,
      {.label = MARCIE_TR("Options", "Rarest term"),
       .help = MARCIE_TR("Options", "Annotations on fewer training items than this are left out of the vocabulary."),
       .min = 1,
       .max = 1000000,
       .unit = "items",
       .advanced = true});
    v("maxTerms", self.maxTerms,
      {.label = MARCIE_TR("Options", "Most terms"),
       .help = MARCIE_TR("Options", "Only this many of the most frequent annotations are kept."),
       .min = 1,
       .max = 100000,
       .advanced = true});
    v("transductive", self.transductive,
      {.label = MARCIE_TR("Options", "Use cold items' annotations"),
       .help = MARCIE_TR("Options",
                         "Train the inference on the annotations of cold items, too. This leaks: its figures are an "
                         "upper bound, not a result."),
       .advanced = true});
    v("batch", self.batch,
      {.label = MARCIE_TR("Options", "Items a step"),
       .help = MARCIE_TR("Options", "Items whose annotations are looked at in each step, drawn at random."),
       .min = 2,
       .max = 65536,
       .unit = "items",
       .advanced = true});
  }
  template <class Self, class Visitor>
  static void visitHead(Self& self, Visitor& v) {
    v("width", self.width,
      {.label = MARCIE_TR("Options", "Inferred dimension d_s"),
       .help = MARCIE_TR("Options", "Size of the inferred representation."),
       .min = 2,
       .max = 4096,
       .advanced = true});
    v("hidden", self.hidden,
      {.label = MARCIE_TR("Options", "Inference layer"),
       .help = MARCIE_TR("Options", "Units of the layer between the unified feature and the inferred representation."),
       .min = 2,
       .max = 4096,
       .advanced = true});
    v("representation", self.representation,
      {.label = MARCIE_TR("Options", "Inferred representation"),
       .help = MARCIE_TR("Options",
                         "What recommendation gets: the hidden layer, or the embeddings of the terms weighted by "
                         "their probability."),
       .advanced = true});
    v("topK", self.topK,
      {.label = MARCIE_TR("Options", "Terms of top_k"),
       .help = MARCIE_TR("Options", "How many of the most probable terms the representation top_k takes."),
       .min = 1,
       .max = 1000,
       .advanced = true});
    v("detach", self.detach,
      {.label = MARCIE_TR("Options", "Taught by annotations only"),
       .help = MARCIE_TR("Options", "Keep the ranking loss from changing what the inferred representation is."),
       .advanced = true});
  }
  template <class Self, class Visitor>
  static void visitCriteria(Self& self, Visitor& v) {
    v("criterion", self.criterion,
      {.label = MARCIE_TR("Options", "Criterion"),
       .help = MARCIE_TR("Options", "Loss of the head that predicts annotations."),
       .advanced = true});
    v("matchWeight", self.matchWeight,
      {.label = MARCIE_TR("Options", "Match beside predict"),
       .help = MARCIE_TR("Options", "With predict: weight of the squared distance to the annotations' embedding."),
       .min = 0,
       .max = 1000,
       .advanced = true});
    v("priorBias", self.priorBias,
      {.label = MARCIE_TR("Options", "Prior bias"),
       .help = MARCIE_TR("Options", "Logit that every term starts with: most terms are absent."),
       .min = -20,
       .max = 20,
       .advanced = true});
    v("positiveWeight", self.positiveWeight,
      {.label = MARCIE_TR("Options", "Weight of present terms"),
       .help = MARCIE_TR("Options", "Factor on the terms that are present, with bce and focal."),
       .min = 0.01,
       .max = 1000,
       .advanced = true});
    v("focalGamma", self.focalGamma,
      {.label = MARCIE_TR("Options", "Focal γ"),
       .help = MARCIE_TR("Options", "How much focal turns away from what is predicted well."),
       .min = 0,
       .max = 10,
       .advanced = true});
    v("aslNegativeGamma", self.aslNegativeGamma,
      {.label = MARCIE_TR("Options", "ASL γ of absent terms"),
       .help = MARCIE_TR("Options", "How much asl turns away from absent terms that are predicted well."),
       .min = 0,
       .max = 10,
       .advanced = true});
    v("aslClip", self.aslClip,
      {.label = MARCIE_TR("Options", "ASL margin"),
       .help = MARCIE_TR("Options", "Probability of an absent term below which asl does not mind it."),
       .min = 0,
       .max = 0.5,
       .advanced = true});
    v("temperature", self.temperature,
      {.label = MARCIE_TR("Options", "InfoNCE temperature"),
       .help = MARCIE_TR("Options", "Scale of the cosine similarities with infonce and match kinds."),
       .min = 0.01,
       .max = 10,
       .advanced = true});
    v("diffusionSteps", self.diffusionSteps,
      {.label = MARCIE_TR("Options", "Diffusion steps T"),
       .help = MARCIE_TR("Options", "Noise steps with diffusion."),
       .min = 2,
       .max = 1000,
       .advanced = true});
    v("samplingSteps", self.samplingSteps,
      {.label = MARCIE_TR("Options", "Steps in use S"),
       .help = MARCIE_TR("Options", "Denoising steps that make the inferred representation with diffusion."),
       .min = 1,
       .max = 1000,
       .advanced = true});
  }
};

}  // namespace marcie
