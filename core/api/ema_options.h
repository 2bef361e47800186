// Alignment of picture and text embeddings (EMA).
#pragma once

#include <array>
#include <string>

#include "core/options/field.h"

namespace marcie {

// Which texts count as a picture's own in the supervised contrastive loss.
enum class ContrastPositives { sameClass, sameText };
template <>
struct EnumTable<ContrastPositives> {
  static constexpr std::array entries{
      EnumEntry{ContrastPositives::sameClass, "same_class", MARCIE_TR("Options", "Texts of the same class")},
      EnumEntry{ContrastPositives::sameText, "same_text", MARCIE_TR("Options", "Equal texts")}};
};

enum class EmaForm { plain, l2, residual };
template <>
struct EnumTable<EmaForm> {
  static constexpr std::array entries{
      EnumEntry{EmaForm::plain, "z_v", MARCIE_TR("Options", "z_v as it is")},
      EnumEntry{EmaForm::l2, "l2", MARCIE_TR("Options", "z_v at unit length")},
      EnumEntry{EmaForm::residual, "residual", MARCIE_TR("Options", "z_v + a linear layer of z_v")}};
};

struct EmaOptions {
  std::string loss = "infonce_masked";  // name in the alignment-loss catalog
  double temperature = 0.1;
  bool learnTemperature = true;
  double weight = 1.0;
  ContrastPositives positives = ContrastPositives::sameClass;
  bool stopTextGradient = false;
  double margin = 0.2;
  double negativeWeight = 1.0;
  EmaForm form = EmaForm::plain;
  bool mixText = false;

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
    v("positives", self.positives,
      {.label = MARCIE_TR("Options", "Positives of supcon"),
       .help = MARCIE_TR("Options", "Which texts pull a picture in the supervised contrastive loss."),
       .advanced = true});
    v("stopTextGradient", self.stopTextGradient,
      {.label = MARCIE_TR("Options", "Keep the text still"),
       .help = MARCIE_TR("Options",
                         "The alignment loss moves the picture side only; the text learns from its own classifier."),
       .advanced = true});
    v("margin", self.margin,
      {.label = MARCIE_TR("Options", "Margin of cos_pair"),
       .help = MARCIE_TR("Options", "Mismatched pairs with a smaller cosine than this are left alone."),
       .min = -1,
       .max = 1,
       .advanced = true});
    v("negativeWeight", self.negativeWeight,
      {.label = MARCIE_TR("Options", "Negatives of cos_pair"),
       .help = MARCIE_TR("Options", "Weight of mismatched pairs beside matched ones."),
       .min = 0,
       .max = 100,
       .advanced = true});
    v("form", self.form,
      {.label = MARCIE_TR("Options", "Form of x_EMA"),
       .help = MARCIE_TR("Options", "What the fusion gets of the aligned picture embedding z_v."),
       .advanced = true});
    v("mixText", self.mixText,
      {.label = MARCIE_TR("Options", "Mix the text in"),
       .help = MARCIE_TR("Options",
                         "In training x_EMA becomes the mean of z_v and z_s. The head then sees text that it will not "
                         "have in use: a leak, offered for comparison only."),
       .advanced = true});
  }
};

}  // namespace marcie
