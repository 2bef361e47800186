#include "core/train/text_facts.h"

#include <set>

#include <torch/torch.h>

namespace marcie::train {

std::string TextFacts::kind() const {
  if (distinctTexts == 0) return "none";
  return distinctTexts > classesWithText ? "image" : "class";
}

TextFacts textFacts(const data::Dataset& dataset) {
  const auto classes = static_cast<std::int64_t>(dataset.classes.size());
  const auto tags = static_cast<std::int64_t>(dataset.tags.size());
  std::set<std::vector<std::int32_t>> texts;
  at::Tensor counts = torch::zeros({classes, tags}, torch::kDouble);
  at::Tensor pictures = torch::zeros({classes}, torch::kDouble);
  auto count = counts.accessor<double, 2>();
  auto picture = pictures.accessor<double, 1>();
  for (const data::Sample& sample : dataset.samples) {
    if (sample.split != data::Split::train || sample.tags.empty()) continue;
    texts.insert(sample.tags);
    picture[sample.label] += 1;
    for (const std::int32_t tag : sample.tags) count[sample.label][tag] += 1;
  }
  TextFacts facts;
  facts.distinctTexts = static_cast<std::int64_t>(texts.size());
  facts.classesWithText = (pictures > 0).sum().item<std::int64_t>();
  facts.tagFrequency = (counts.sum(0) / pictures.sum().clamp_min(1)).to(torch::kFloat);
  facts.classTags = (counts / pictures.clamp_min(1).unsqueeze(1)).to(torch::kFloat);
  return facts;
}

CdrTarget resolveTarget(const CdrOptions& options, const TextFacts& facts) {
  if (options.target != CdrTarget::automatic) return options.target;
  if (options.mode != CdrMode::semanticConditional) return CdrTarget::textZ;
  return facts.kind() == "class" ? CdrTarget::textZ : CdrTarget::multihot;
}

}  // namespace marcie::train
