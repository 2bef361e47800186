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
    return {"Reconstruction (CDR)",
            "mean_i ‖D(s_t,i, t, z_v,i) − s_0,i‖² / d, s_t = √ᾱ_t · s_0 + √(1−ᾱ_t) · ε, t uniform, ε ~ N(0, I), over "
            "pictures with text"};
  }
  if (term == "cdr_ce") return {"Class from x_CDR", crossEntropy("g(x_CDR,i)", smoothing)};
  if (term == "tag_bce") {
    return {"Annotations from the feature",
            "mean_i mean_k −a_ik · log σ(T·x_v,i)_k − (1−a_ik) · log(1 − σ(T·x_v,i)_k), over pictures with text"};
  }
  return {std::string(term), {}};
}

}  // namespace marcie::eval
