// Every switch of MARNet (arXiv 2407.18854). What the paper leaves open is an option here; defaults come from
// validation runs, not from the paper.
#pragma once

#include <array>
#include <string>
#include <vector>

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

enum class CdrTarget { automatic, multihot, textZ };
template <>
struct EnumTable<CdrTarget> {
  static constexpr std::array entries{
      EnumEntry{CdrTarget::automatic, "automatic", MARCIE_TR("Options", "As the data suggests")},
      EnumEntry{CdrTarget::multihot, "multihot", MARCIE_TR("Options", "Annotations (multi-hot)")},
      EnumEntry{CdrTarget::textZ, "text_z", MARCIE_TR("Options", "Text embedding z_s")}};
};

// How x_CDR for the fused head is made while training (methods 1e: small t leaks the text into the head).
enum class CdrPolicy { tMax, oneStep };
template <>
struct EnumTable<CdrPolicy> {
  static constexpr std::array entries{
      EnumEntry{CdrPolicy::tMax, "t_max", MARCIE_TR("Options", "From pure noise (no leak)")},
      EnumEntry{CdrPolicy::oneStep, "one_step", MARCIE_TR("Options", "From the sampled step (leaks; a lesson)")}};
};

struct EmaOptions {
  std::string loss = "infonce_masked";  // name in the alignment-loss catalog
  double temperature = 0.1;
  bool learnTemperature = true;
  double weight = 1.0;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("loss", self.loss,
      {.label = MARCIE_TR("Options", "Alignment loss"),
       .help = MARCIE_TR("Options",
                         "infonce_masked: symmetric InfoNCE in which pictures with equal text are not pushed apart. "
                         "supcon: pictures of one class pull each other.")});
    v("temperature", self.temperature,
      {.label = MARCIE_TR("Options", "Temperature τ"),
       .help = MARCIE_TR("Options", "Lower concentrates on the hardest pairs. Start value when it is learned."),
       .min = 0.01,
       .max = 2,
       .advanced = true});
    v("learnTemperature", self.learnTemperature,
      {.label = MARCIE_TR("Options", "Learn τ"),
       .help = MARCIE_TR("Options", "Let training adapt the temperature (kept at or above 0.01)."),
       .advanced = true});
    v("weight", self.weight,
      {.label = MARCIE_TR("Options", "Alignment weight α"),
       .help = MARCIE_TR("Options", "Weight of the alignment loss (EMA) in the total loss."),
       .min = 0,
       .max = 100});
  }
};

struct CdrOptions {
  CdrTarget target = CdrTarget::automatic;
  CdrPolicy policy = CdrPolicy::tMax;
  std::string schedule = "cosine";  // name in the noise-schedule catalog
  std::string denoiser = "mlp";     // name in the denoiser catalog
  int steps = 100;
  int samplingSteps = 1;
  double eta = 0;
  int hidden = 256;
  int blocks = 2;
  double mseWeight = 1.0;
  double classWeight = 0.5;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("target", self.target,
      {.label = MARCIE_TR("Options", "Reconstruction target"),
       .help = MARCIE_TR("Options",
                         "What the diffusion (CDR) rebuilds from the picture: the annotations themselves, or the text "
                         "embedding. automatic takes the annotations where there are more texts than classes.")});
    v("policy", self.policy,
      {.label = MARCIE_TR("Options", "Training path"),
       .help = MARCIE_TR("Options",
                         "t_max trains the head on what it will see in use. one_step shows the head a state that still "
                         "contains the text."),
       .advanced = true});
    v("schedule", self.schedule,
      {.label = MARCIE_TR("Options", "Noise schedule"),
       .help = MARCIE_TR("Options", "cosine reaches pure noise at the last step; linear with few steps does not."),
       .advanced = true});
    v("denoiser", self.denoiser,
      {.label = MARCIE_TR("Options", "Denoiser"),
       .help = MARCIE_TR("Options", "Network that predicts x₀."),
       .advanced = true});
    v("steps", self.steps,
      {.label = MARCIE_TR("Options", "Diffusion steps T"),
       .help = MARCIE_TR("Options", "Steps of the forward process."),
       .min = 2,
       .max = 1000,
       .advanced = true});
    v("samplingSteps", self.samplingSteps,
      {.label = MARCIE_TR("Options", "Sampling steps S"),
       .help = MARCIE_TR("Options",
                         "DDIM steps in use. 1 is the path that training with t_max prepared for; more is not better "
                         "without a re-fit."),
       .min = 1,
       .max = 1000,
       .advanced = true});
    v("eta", self.eta,
      {.label = MARCIE_TR("Options", "DDIM noise η"),
       .help = MARCIE_TR("Options", "0 is deterministic, 1 equals DDPM."),
       .min = 0,
       .max = 1,
       .advanced = true});
    v("hidden", self.hidden,
      {.label = MARCIE_TR("Options", "Denoiser width"),
       .help = MARCIE_TR("Options", "Hidden units of each block."),
       .min = 8,
       .max = 8192,
       .advanced = true});
    v("blocks", self.blocks,
      {.label = MARCIE_TR("Options", "Denoiser blocks"),
       .help = MARCIE_TR("Options", "Residual blocks."),
       .min = 1,
       .max = 16,
       .advanced = true});
    v("mseWeight", self.mseWeight,
      {.label = MARCIE_TR("Options", "Reconstruction weight β"),
       .help = MARCIE_TR("Options", "Weight of the squared error between x̂₀ and the target."),
       .min = 0,
       .max = 1000});
    v("classWeight", self.classWeight,
      {.label = MARCIE_TR("Options", "Class weight γ on x_CDR"),
       .help = MARCIE_TR("Options", "Weight of the cross-entropy of a classifier on x_CDR alone."),
       .min = 0,
       .max = 100,
       .advanced = true});
  }
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
  int dim = 128;
  std::string fusion = "concat";
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
    v("dim", self.dim,
      {.label = MARCIE_TR("Options", "Shared dimension d"),
       .help = MARCIE_TR("Options", "Size of the space in which pictures and texts meet."),
       .min = 8,
       .max = 4096,
       .advanced = true});
    v("fusion", self.fusion,
      {.label = MARCIE_TR("Options", "Fusion"),
       .help = MARCIE_TR("Options", "How x_EMA and x_CDR are joined for the classifier."),
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
