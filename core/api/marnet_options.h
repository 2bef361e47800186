// Every switch of MARNet (arXiv 2407.18854). What the paper leaves open is an option here; defaults come from
// validation runs, not from the paper.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/api/cdr_options.h"
#include "core/api/ema_options.h"
#include "core/options/field.h"

namespace marcie {

// Rows of the ablation table.
enum class MarnetVariant { backbone, tagHead, ema, cdr, full };
template <>
struct EnumTable<MarnetVariant> {
  static constexpr std::array entries{
      EnumEntry{MarnetVariant::full, "full", MARCIE_TR("Options", "Full MARNet (EMA + CDR)")},
      EnumEntry{MarnetVariant::backbone, "backbone", MARCIE_TR("Options", "Backbone only")},
      EnumEntry{MarnetVariant::tagHead, "tag_head", MARCIE_TR("Options", "Backbone + annotation head")},
      EnumEntry{MarnetVariant::ema, "ema", MARCIE_TR("Options", "Backbone + alignment (EMA)")},
      EnumEntry{MarnetVariant::cdr, "cdr", MARCIE_TR("Options", "Backbone + reconstruction (CDR)")}};
};

// What the text branch sees while training: the honest text, or a control.
enum class TextPairing { paired, none, permutedWithinClass };
template <>
struct EnumTable<TextPairing> {
  static constexpr std::array entries{
      EnumEntry{TextPairing::paired, "paired", MARCIE_TR("Options", "Each picture's own text")},
      EnumEntry{TextPairing::none, "none", MARCIE_TR("Options", "No text (same heads, control)")},
      EnumEntry{TextPairing::permutedWithinClass, "permuted_within_class",
                MARCIE_TR("Options", "Text of another picture of the class (control)")}};
};

// How x_v and x_s reach the shared space.
enum class ProjectionKind { linear, mlp, linearNorm };
template <>
struct EnumTable<ProjectionKind> {
  static constexpr std::array entries{
      EnumEntry{ProjectionKind::linear, "linear", MARCIE_TR("Options", "Linear")},
      EnumEntry{ProjectionKind::mlp, "mlp", MARCIE_TR("Options", "Linear, ReLU, linear")},
      EnumEntry{ProjectionKind::linearNorm, "linear_norm", MARCIE_TR("Options", "Linear, layer normalisation")}};
};

struct MarnetPhases {
  int backbone = 0;
  int joint = 24;
  int refit = 0;
  std::vector<int> more;  // epochs added after the end, one entry each time
  int text = 0;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("backbone", self.backbone,
      {.label = MARCIE_TR("Options", "Backbone epochs"),
       .help = MARCIE_TR("Options",
                         "Epochs in which only the picture network and its classifier learn, before the joint phase."),
       .min = 0,
       .max = 10000,
       .unit = "epochs"});
    v("text", self.text,
      {.label = MARCIE_TR("Options", "Text epochs"),
       .help = MARCIE_TR("Options",
                         "Epochs after the backbone's in which the text network and its classifier learn from the "
                         "annotations alone. Left out where the method has no text network."),
       .min = 0,
       .max = 10000,
       .unit = "epochs",
       .advanced = true});
    v("joint", self.joint,
      {.label = MARCIE_TR("Options", "Joint epochs"),
       .help = MARCIE_TR("Options", "Epochs in which everything learns together."),
       .min = 1,
       .max = 10000,
       .unit = "epochs"});
    v("refit", self.refit,
      {.label = MARCIE_TR("Options", "Re-fit epochs"),
       .help = MARCIE_TR("Options",
                         "Epochs at the end in which only the fused head learns, on sampled x_CDR. Needed after "
                         "one_step or with more than one sampling step."),
       .min = 0,
       .max = 10000,
       .unit = "epochs",
       .advanced = true});
    v("more", self.more,
      {.label = MARCIE_TR("Options", "More epochs"),
       .help = MARCIE_TR("Options", "Epochs that were added to the finished run, one entry each time."),
       .hidden = true});
  }
};

// Which of the method's two parts a variant has.
[[nodiscard]] constexpr bool aligns(MarnetVariant variant) {
  return variant == MarnetVariant::ema || variant == MarnetVariant::full;
}
[[nodiscard]] constexpr bool reconstructs(MarnetVariant variant) {
  return variant == MarnetVariant::cdr || variant == MarnetVariant::full;
}

struct MarnetOptions {
  MarnetVariant variant = MarnetVariant::full;
  TextPairing text = TextPairing::paired;
  std::string encoder = "small_resnet";  // name in the encoder catalog
  int width = 32;
  std::string weights;  // file with start weights; empty = from scratch. Of a matrix: the features
  std::string featureIndex;
  bool freezeEncoder = false;
  double encoderScale = 1;
  int featureViews = 1;
  std::string textEncoder = "multihot_mlp";
  std::string textFile;  // vectors of the annotations, for text encoders that need a file
  int dim = 128;
  ProjectionKind projection = ProjectionKind::linear;
  std::string fusion = "concat";
  double fusionWeight = 1.0;
  EmaOptions ema;
  CdrOptions cdr;
  double visualClassWeight = 0.5;
  double semanticClassWeight = 0.5;
  double tagWeight = 1.0;
  double labelSmoothing = 0.1;
  MarnetPhases phases;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("variant", self.variant,
      {.label = MARCIE_TR("Options", "Method"),
       .help = MARCIE_TR("Options", "The full method or one of the rows of its ablation table.")});
    v("encoder", self.encoder,
      {.label = MARCIE_TR("Options", "Picture network"),
       .help = MARCIE_TR(
           "Options",
           "small_resnet learns from scratch on a laptop; the others are for weights from elsewhere or a GPU.")});
    v("width", self.width,
      {.label = MARCIE_TR("Options", "Network width"),
       .help = MARCIE_TR("Options",
                         "Channels of the small network's first stage; later stages have 2, 4 and 8 times as many."),
       .min = 4,
       .max = 256});
    v("weights", self.weights,
      {.label = MARCIE_TR("Options", "Start weights"),
       .help = MARCIE_TR("Options",
                         "Weights for the picture network, as safetensors or PyTorch .pth; of torchscript, the network "
                         "itself. Empty starts from scratch."),
       .advanced = true,
       .isPath = true});
    v("featureIndex", self.featureIndex,
      {.label = MARCIE_TR("Options", "Feature index"),
       .help = MARCIE_TR("Options",
                         "Of a feature matrix: file that says which picture each row is, a path a line (.txt) or a "
                         "column image (.csv); empty where the rows are in the data's order."),
       .advanced = true,
       .isPath = true});
    v("freezeEncoder", self.freezeEncoder,
      {.label = MARCIE_TR("Options", "Freeze picture network"),
       .help = MARCIE_TR("Options",
                         "After the backbone epochs the picture network stays as it is. Its features are computed once "
                         "and kept on disk, so that everything behind it trains in minutes."),
       .advanced = true});
    v("encoderScale", self.encoderScale,
      {.label = MARCIE_TR("Options", "Network's share of the rate"),
       .help = MARCIE_TR("Options",
                         "Factor on the picture network's learning rate in the joint phase: 0.1 where the backbone "
                         "phase or start weights have prepared it."),
       .min = 0,
       .max = 10,
       .advanced = true});
    v("featureViews", self.featureViews,
      {.label = MARCIE_TR("Options", "Views per picture"),
       .help = MARCIE_TR("Options",
                         "With a frozen picture network: how often each training picture is encoded, once as it is and "
                         "else augmented. 1 trains on the plain pictures."),
       .min = 1,
       .max = 64,
       .advanced = true});
    v("text", self.text,
      {.label = MARCIE_TR("Options", "Text"),
       .help = MARCIE_TR("Options", "Controls that show whether the text or only the extra heads help."),
       .advanced = true});
    v("textEncoder", self.textEncoder,
      {.label = MARCIE_TR("Options", "Text network"),
       .help = MARCIE_TR("Options", "How annotations become an embedding."),
       .advanced = true});
    v("textFile", self.textFile,
      {.label = MARCIE_TR("Options", "Text vectors"),
       .help = MARCIE_TR("Options",
                         "For glove_gru: word vectors in GloVe's text format. For external: a .npy or CSV matrix, one "
                         "row for each annotation. A finished run does not need the file again."),
       .advanced = true,
       .isPath = true});
    v("dim", self.dim,
      {.label = MARCIE_TR("Options", "Shared dimension d"),
       .help = MARCIE_TR("Options", "Size of the space in which pictures and texts meet."),
       .min = 8,
       .max = 4096,
       .advanced = true});
    v("projection", self.projection,
      {.label = MARCIE_TR("Options", "Projections"),
       .help = MARCIE_TR("Options", "The layers that lead picture and text feature into the shared space."),
       .advanced = true});
    v("fusion", self.fusion,
      {.label = MARCIE_TR("Options", "Fusion"),
       .help = MARCIE_TR("Options", "How x_EMA and x_CDR are joined for the classifier."),
       .advanced = true});
    v("fusionWeight", self.fusionWeight,
      {.label = MARCIE_TR("Options", "Fusion weight λ"),
       .help = MARCIE_TR("Options", "With fusion sum: the weight of x_CDR beside x_EMA."),
       .min = 0,
       .max = 100,
       .advanced = true});
    v("ema", self.ema, {.label = MARCIE_TR("Options", "Alignment (EMA)")});
    v("cdr", self.cdr, {.label = MARCIE_TR("Options", "Reconstruction (CDR)")});
    v("visualClassWeight", self.visualClassWeight,
      {.label = MARCIE_TR("Options", "Class weight δ_v"),
       .help = MARCIE_TR("Options", "Weight of the classifier on the visual embedding z_v."),
       .min = 0,
       .max = 100,
       .advanced = true});
    v("semanticClassWeight", self.semanticClassWeight,
      {.label = MARCIE_TR("Options", "Class weight δ_s"),
       .help = MARCIE_TR("Options", "Weight of the same classifier on the text embedding z_s."),
       .min = 0,
       .max = 100,
       .advanced = true});
    v("tagWeight", self.tagWeight,
      {.label = MARCIE_TR("Options", "Annotation-head weight"),
       .help = MARCIE_TR("Options", "Weight of the multi-label loss in the variant tag_head."),
       .min = 0,
       .max = 100,
       .advanced = true});
    v("labelSmoothing", self.labelSmoothing,
      {.label = MARCIE_TR("Options", "Label smoothing"),
       .help = MARCIE_TR("Options", "Share of the target spread over all classes; tames over-confidence."),
       .min = 0,
       .max = 0.5,
       .advanced = true});
    v("phases", self.phases, {.label = MARCIE_TR("Options", "Phases")});
  }
};

}  // namespace marcie
