// Reconstruction of the semantic representation by diffusion (CDR).
#pragma once

#include <array>
#include <string>

#include "core/options/field.h"

namespace marcie {

// What is diffused, and what it is rebuilt from.
enum class CdrMode { semanticConditional, visualStart, denoiseVisual };
template <>
struct EnumTable<CdrMode> {
  static constexpr std::array entries{
      EnumEntry{CdrMode::semanticConditional, "semantic_conditional",
                MARCIE_TR("Options", "A: text from noise, given the picture")},
      EnumEntry{CdrMode::visualStart, "visual_start", MARCIE_TR("Options", "B: text from the noised picture")},
      EnumEntry{CdrMode::denoiseVisual, "denoise_visual", MARCIE_TR("Options", "C: picture from noise, given text")}};
};

enum class CdrTarget { automatic, multihot, textZ, textX, classProto };
template <>
struct EnumTable<CdrTarget> {
  static constexpr std::array entries{
      EnumEntry{CdrTarget::automatic, "automatic", MARCIE_TR("Options", "As the data suggests")},
      EnumEntry{CdrTarget::multihot, "multihot", MARCIE_TR("Options", "Annotations (multi-hot)")},
      EnumEntry{CdrTarget::textZ, "text_z", MARCIE_TR("Options", "Text embedding z_s")},
      EnumEntry{CdrTarget::textX, "text_x", MARCIE_TR("Options", "Text feature x_s")},
      EnumEntry{CdrTarget::classProto, "class_proto", MARCIE_TR("Options", "Mean z_s of the class")}};
};

enum class CdrNormalization { layerNorm, l2 };
template <>
struct EnumTable<CdrNormalization> {
  static constexpr std::array entries{
      EnumEntry{CdrNormalization::layerNorm, "layer_norm", MARCIE_TR("Options", "Layer normalisation")},
      EnumEntry{CdrNormalization::l2, "l2", MARCIE_TR("Options", "Length √d")}};
};

enum class CdrPrediction { x0, eps, v };
template <>
struct EnumTable<CdrPrediction> {
  static constexpr std::array entries{EnumEntry{CdrPrediction::x0, "x0", MARCIE_TR("Options", "The clean target x₀")},
                                      EnumEntry{CdrPrediction::eps, "eps", MARCIE_TR("Options", "The noise ε")},
                                      EnumEntry{CdrPrediction::v, "v", MARCIE_TR("Options", "The velocity v")}};
};

enum class CdrLoss { l2, l1, huber };
template <>
struct EnumTable<CdrLoss> {
  static constexpr std::array entries{EnumEntry{CdrLoss::l2, "l2", MARCIE_TR("Options", "Squared error")},
                                      EnumEntry{CdrLoss::l1, "l1", MARCIE_TR("Options", "Absolute error")},
                                      EnumEntry{CdrLoss::huber, "huber", MARCIE_TR("Options", "Huber")}};
};

enum class CdrWeighting { none, minSnr5 };
template <>
struct EnumTable<CdrWeighting> {
  static constexpr std::array entries{
      EnumEntry{CdrWeighting::none, "none", MARCIE_TR("Options", "All steps alike")},
      EnumEntry{CdrWeighting::minSnr5, "min_snr_5", MARCIE_TR("Options", "min(SNR, 5)")}};
};

enum class CdrTimes { uniform, antithetic };
template <>
struct EnumTable<CdrTimes> {
  static constexpr std::array entries{
      EnumEntry{CdrTimes::uniform, "uniform", MARCIE_TR("Options", "Uniform")},
      EnumEntry{CdrTimes::antithetic, "antithetic", MARCIE_TR("Options", "In pairs t, T-1-t")}};
};

enum class CdrSampler { ddim, ddpm };
template <>
struct EnumTable<CdrSampler> {
  static constexpr std::array entries{EnumEntry{CdrSampler::ddim, "ddim", MARCIE_TR("Options", "DDIM")},
                                      EnumEntry{CdrSampler::ddpm, "ddpm", MARCIE_TR("Options", "DDPM (ancestral)")}};
};

enum class CdrStart { noise, zero };
template <>
struct EnumTable<CdrStart> {
  static constexpr std::array entries{EnumEntry{CdrStart::noise, "noise", MARCIE_TR("Options", "Noise")},
                                      EnumEntry{CdrStart::zero, "zero", MARCIE_TR("Options", "Zero noise")}};
};

// How x_CDR for the fused head is made while training (methods 1e: small t leaks the text into the head).
enum class CdrPolicy { tMax, oneStep, unrolled };
template <>
struct EnumTable<CdrPolicy> {
  static constexpr std::array entries{
      EnumEntry{CdrPolicy::tMax, "t_max", MARCIE_TR("Options", "From pure noise (no leak)")},
      EnumEntry{CdrPolicy::oneStep, "one_step", MARCIE_TR("Options", "From the sampled step (leaks; a lesson)")},
      EnumEntry{CdrPolicy::unrolled, "unrolled", MARCIE_TR("Options", "The sampler's own steps")}};
};

struct CdrOptions {
  CdrMode mode = CdrMode::semanticConditional;
  CdrTarget target = CdrTarget::automatic;
  CdrNormalization normalization = CdrNormalization::layerNorm;
  bool detachTarget = true;
  bool detachCondition = false;
  CdrPrediction prediction = CdrPrediction::x0;
  CdrLoss loss = CdrLoss::l2;
  CdrWeighting weighting = CdrWeighting::none;
  CdrTimes times = CdrTimes::uniform;
  CdrPolicy policy = CdrPolicy::tMax;
  int unrollSteps = 1;
  bool detachFromHead = false;
  double headDropout = 0;
  std::string schedule = "cosine";  // name in the noise-schedule catalog
  std::string denoiser = "mlp";     // name in the denoiser catalog
  int steps = 100;
  CdrSampler sampler = CdrSampler::ddim;
  int samplingSteps = 1;
  double eta = 0;
  CdrStart start = CdrStart::noise;
  int draws = 1;
  int samplingSeed = 0;
  double dropCondition = 0;
  double guidance = 0;
  int hidden = 256;
  int channels = 8;
  int blocks = 2;
  double mseWeight = 1.0;
  double classWeight = 0.5;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    visitTask(self, v);
    visitTraining(self, v);
    visitNetwork(self, v);
    visitSampling(self, v);
    visitWeights(self, v);
  }

 private:
  template <class Self, class Visitor>
  static void visitTask(Self& self, Visitor& v) {
    v("mode", self.mode,
      {.label = MARCIE_TR("Options", "Diffusion mode"),
       .help = MARCIE_TR("Options",
                         "A rebuilds the text from noise with the picture as condition. B starts from the noised "
                         "picture instead, and needs a schedule that leaves some signal. C rebuilds the picture's own "
                         "embedding; in training its condition is the text, in use the picture."),
       .advanced = true});
    v("target", self.target,
      {.label = MARCIE_TR("Options", "Reconstruction target"),
       .help = MARCIE_TR("Options",
                         "What the diffusion (CDR) rebuilds from the picture: the annotations themselves, or the text "
                         "embedding. automatic takes the annotations where there are more texts than classes. In mode "
                         "C: what is the condition in training.")});
    v("normalization", self.normalization,
      {.label = MARCIE_TR("Options", "Target scale"),
       .help = MARCIE_TR("Options",
                         "The schedule assumes unit variance: how an embedding gets it. Annotations are standardised "
                         "by their frequency instead."),
       .advanced = true});
    v("detachTarget", self.detachTarget,
      {.label = MARCIE_TR("Options", "Keep the target still"),
       .help = MARCIE_TR("Options", "The reconstruction error does not move the embedding that is its target."),
       .advanced = true});
    v("detachCondition", self.detachCondition,
      {.label = MARCIE_TR("Options", "Keep the condition still"),
       .help = MARCIE_TR("Options", "The reconstruction does not teach the picture network."),
       .advanced = true});
  }

  template <class Self, class Visitor>
  static void visitTraining(Self& self, Visitor& v) {
    v("prediction", self.prediction,
      {.label = MARCIE_TR("Options", "Predicted quantity"),
       .help = MARCIE_TR("Options",
                         "What the denoiser puts out. eps is ill-conditioned with a schedule that ends in pure noise; "
                         "its x̂₀ is kept within ±20."),
       .advanced = true});
    v("loss", self.loss,
      {.label = MARCIE_TR("Options", "Reconstruction error"),
       .help = MARCIE_TR("Options", "How the distance to the predicted quantity is measured."),
       .advanced = true});
    v("weighting", self.weighting,
      {.label = MARCIE_TR("Options", "Weight of time steps"),
       .help = MARCIE_TR("Options", "min_snr_5 gives steps in which little is destroyed at most five-fold weight."),
       .advanced = true});
    v("times", self.times,
      {.label = MARCIE_TR("Options", "Drawn time steps"),
       .help = MARCIE_TR("Options", "Pairs make the loss of a batch vary less."),
       .advanced = true});
    v("policy", self.policy,
      {.label = MARCIE_TR("Options", "Training path"),
       .help = MARCIE_TR("Options",
                         "t_max trains the head on what it will see in use. one_step shows the head a state that still "
                         "contains the text. unrolled runs the sampler as in use."),
       .advanced = true});
    v("unrollSteps", self.unrollSteps,
      {.label = MARCIE_TR("Options", "Steps that learn"),
       .help = MARCIE_TR("Options", "With unrolled: gradients pass through the last so many sampling steps."),
       .min = 1,
       .max = 1000,
       .advanced = true});
    v("detachFromHead", self.detachFromHead,
      {.label = MARCIE_TR("Options", "Cut x_CDR from the head"),
       .help = MARCIE_TR("Options", "The fused classifier does not teach the denoiser."),
       .advanced = true});
    v("headDropout", self.headDropout,
      {.label = MARCIE_TR("Options", "Dropped x_CDR"),
       .help = MARCIE_TR("Options",
                         "Share of training pictures whose x_CDR is zero for the head, so that it does not rely on it "
                         "alone."),
       .min = 0,
       .max = 0.95,
       .advanced = true});
  }

  template <class Self, class Visitor>
  static void visitNetwork(Self& self, Visitor& v) {
    v("schedule", self.schedule,
      {.label = MARCIE_TR("Options", "Noise schedule"),
       .help = MARCIE_TR("Options", "cosine reaches pure noise at the last step; linear with few steps does not."),
       .advanced = true});
    v("steps", self.steps,
      {.label = MARCIE_TR("Options", "Diffusion steps T"),
       .help = MARCIE_TR("Options", "Steps of the forward process."),
       .min = 2,
       .max = 1000,
       .advanced = true});
    v("denoiser", self.denoiser,
      {.label = MARCIE_TR("Options", "Denoiser"),
       .help = MARCIE_TR("Options", "Network that predicts x₀, the noise or the velocity."),
       .advanced = true});
    v("hidden", self.hidden,
      {.label = MARCIE_TR("Options", "Denoiser width"),
       .help = MARCIE_TR("Options", "Hidden units of each block of the MLP."),
       .min = 8,
       .max = 8192,
       .advanced = true});
    v("channels", self.channels,
      {.label = MARCIE_TR("Options", "U-Net channels"),
       .help = MARCIE_TR("Options", "Channels of the first level of unet1ch; the others have twice as many."),
       .min = 2,
       .max = 512,
       .advanced = true});
    v("blocks", self.blocks,
      {.label = MARCIE_TR("Options", "Denoiser blocks"),
       .help = MARCIE_TR("Options", "Residual blocks; of the U-Net: of each level."),
       .min = 1,
       .max = 16,
       .advanced = true});
    v("dropCondition", self.dropCondition,
      {.label = MARCIE_TR("Options", "Dropped conditions"),
       .help = MARCIE_TR("Options",
                         "Share of training pictures whose condition is replaced by a learned blank, which guidance "
                         "needs. 0.1 is usual."),
       .min = 0,
       .max = 0.9,
       .advanced = true});
  }

  template <class Self, class Visitor>
  static void visitSampling(Self& self, Visitor& v) {
    v("sampler", self.sampler,
      {.label = MARCIE_TR("Options", "Sampler"),
       .help = MARCIE_TR("Options", "ddpm walks through all T steps and adds noise in each."),
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
    v("guidance", self.guidance,
      {.label = MARCIE_TR("Options", "Guidance w"),
       .help = MARCIE_TR("Options",
                         "(1 + w)·x̂₀ with the condition - w·x̂₀ without it. 0 is off; doubles the cost otherwise."),
       .min = 0,
       .max = 10,
       .advanced = true});
    v("start", self.start,
      {.label = MARCIE_TR("Options", "Start state"),
       .help = MARCIE_TR("Options", "Noise that sampling starts with; in mode B it is added to the picture."),
       .advanced = true});
    v("draws", self.draws,
      {.label = MARCIE_TR("Options", "Draws R"),
       .help = MARCIE_TR("Options", "x_CDR in use is the mean of so many samples; costs as many times as much."),
       .min = 1,
       .max = 100,
       .advanced = true});
    v("samplingSeed", self.samplingSeed,
      {.label = MARCIE_TR("Options", "Sampling seed"),
       .help = MARCIE_TR("Options", "Chooses the fixed noise of the draws; every picture gets the same."),
       .min = 0,
       .max = 1000000,
       .advanced = true});
  }

  template <class Self, class Visitor>
  static void visitWeights(Self& self, Visitor& v) {
    v("mseWeight", self.mseWeight,
      {.label = MARCIE_TR("Options", "Reconstruction weight β"),
       .help = MARCIE_TR("Options", "Weight of the error between prediction and target."),
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

}  // namespace marcie
