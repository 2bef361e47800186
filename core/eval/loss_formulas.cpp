#include "core/eval/loss_formulas.h"

#include "core/base/strings.h"
#include "core/nn/alignment_loss.h"
#include "core/nn/network.h"

namespace marcie::eval {
namespace {

constexpr std::string_view kCosine = "S_ij = cos(z_v,i, z_s,j) / τ";

// Mean cross-entropy of `logits`, as label smoothing makes it.
std::string crossEntropy(const std::string& logits, double smoothing) {
  std::string text = "−mean_i Σ_c q_ic · log softmax(" + logits + ")_c";
  text += smoothing > 0 ? ", q_ic = " + formatNumber(1 - smoothing) + "·[c = y_i] + " + formatNumber(smoothing) + "/C"
                        : ", q_ic = [c = y_i]";
  return text;
}

std::string alignmentFormula(const std::string& loss) {
  const std::string cosine(kCosine);
  const std::string both = "½ · (−mean_i log softmax_j(S_ij)_i − mean_i log softmax_j(S_ji)_i), " + cosine;
  if (loss == "infonce_sym") return both;
  if (loss == "infonce_masked") return both + ", pairs with equal texts but i ≠ j left out of the softmax";
  if (loss == "infonce_v2t") return "−mean_i log softmax_j(S_ij)_i, " + cosine;
  if (loss == "supcon")
    return "−mean_i 1/|P_i| Σ_{p ∈ P_i} log softmax_j(S_ij)_p, " + cosine + ", P_i the positives of i";
  if (loss == "cos_pair") {
    return "mean_i (1 − cos(z_v,i, z_s,i)) + η · mean_{i ≠ j} max(0, cos(z_v,i, z_s,j) − m)";
  }
  if (loss == "kl_l2") return "mean_i KL(softmax(z_v,i) ‖ softmax(z_s,i)) + mean_i ‖z_v,i − z_s,i‖² / d";
  const auto* entry = nn::findEntry(nn::alignmentLosses(), loss);
  return entry != nullptr ? std::string(entry->help) : loss;
}

// What stands for the text, as MarnetModel's semanticSide() has it.
std::string textSide(CdrTarget target) {
  switch (target) {
    case CdrTarget::multihot:
      return "a_i standardised by its frequency";
    case CdrTarget::textX:
      return "x_s,i";
    case CdrTarget::classProto:
      return "the running mean of z_s of class y_i";
    case CdrTarget::textZ:
    case CdrTarget::automatic:
      break;
  }
  return "z_s,i";
}

// As nn::Reconstruction computes it.
std::string reconstructionFormula(const CdrOptions& cdr) {
  const bool ofPicture = cdr.mode == CdrMode::denoiseVisual;
  const bool fromPicture = cdr.mode == CdrMode::visualStart;
  const auto scaled = [&](const std::string& x) {
    return cdr.normalization == CdrNormalization::layerNorm ? "LN(" + x + ")" : "√d · " + x + " / ‖" + x + "‖";
  };
  const std::string text = textSide(cdr.target);
  const std::string truth = cdr.prediction == CdrPrediction::x0    ? "s_0,i"
                            : cdr.prediction == CdrPrediction::eps ? "ε̃_i"
                                                                   : "(√ᾱ_t · ε̃_i − √(1−ᾱ_t) · s_0,i)";
  const std::string rest = "D(s_t,i, t, c_i) − " + truth;
  const std::string error = cdr.loss == CdrLoss::l2   ? "‖" + rest + "‖² / d"
                            : cdr.loss == CdrLoss::l1 ? "‖" + rest + "‖₁ / d"
                                                      : "mean_k Huber(" + rest + ")_k";
  const bool weighted = cdr.weighting == CdrWeighting::minSnr5;
  std::string formula = std::string("mean_i ") + (weighted ? "w_t · " : "") + error + ", s_t = √ᾱ_t · " +
                        (fromPicture ? "((1−γ_t) · s_0 + γ_t · " + scaled("z_v") + ")" : "s_0") + " + √(1−ᾱ_t) · ε";
  if (fromPicture) formula += ", γ_t = t / (T−1)";
  if (cdr.prediction != CdrPrediction::x0) formula += ", ε̃ = (s_t − √ᾱ_t · s_0) / √(1−ᾱ_t)";
  if (weighted) {
    formula += cdr.prediction == CdrPrediction::x0    ? ", w_t = min(SNR_t, 5)"
               : cdr.prediction == CdrPrediction::eps ? ", w_t = min(SNR_t, 5) / SNR_t"
                                                      : ", w_t = min(SNR_t, 5) / (SNR_t + 1)";
    formula += ", SNR_t = ᾱ_t / (1−ᾱ_t)";
  }
  formula += cdr.times == CdrTimes::antithetic ? ", t uniform in pairs t, T−1−t" : ", t uniform";
  formula += ", ε ~ N(0, I), s_0,i = ";
  formula += ofPicture ? scaled("z_v,i") : cdr.target == CdrTarget::multihot ? text : scaled(text);
  formula += ", c_i = " + (ofPicture ? text : std::string("z_v,i"));
  if (cdr.dropCondition > 0) formula += " (blank with probability " + formatNumber(cdr.dropCondition) + ")";
  return formula + ", over pictures with text";
}

}  // namespace

TermText termText(std::string_view term, const MarnetOptions& options) {
  const double smoothing = options.labelSmoothing;
  if (term == "ce") return {"Class from the fused feature", crossEntropy("W·x_F,i + b", smoothing)};
  if (term == "ce_v") return {"Class from the visual embedding", crossEntropy("h(z_v,i)", smoothing)};
  if (term == "ce_s") {
    return {"Class from the text embedding", crossEntropy("h(z_s,i)", smoothing) + ", over pictures with text"};
  }
  if (term == "ema") return {"Alignment (EMA)", alignmentFormula(options.ema.loss)};
  if (term == "cdr_mse") {
    return {"Reconstruction (CDR)", reconstructionFormula(options.cdr)};
  }
  if (term == "cdr_ce") return {"Class from x_CDR", crossEntropy("g(x_CDR,i)", smoothing)};
  if (term == "tag_bce") {
    return {"Annotations from the feature",
            "mean_i mean_k −a_ik · log σ(T·x_v,i)_k − (1−a_ik) · log(1 − σ(T·x_v,i)_k), over pictures with text"};
  }
  return {std::string(term), {}};
}

}  // namespace marcie::eval
