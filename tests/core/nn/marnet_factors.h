// Every switch of MARNet as a factor with its choices, for tests over combinations.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/marnet_checks.h"
#include "core/nn/alignment_loss.h"
#include "core/nn/network.h"
#include "core/nn/noise_schedule.h"
#include "tests/core/nn/covering_array.h"

namespace marcie::nn::fixtures {

struct Factor {
  std::string name;
  std::vector<std::string> choices;
  std::function<void(MarnetOptions&, int choice)> set;
};

// All values of an enumeration.
template <class E, class Member>
Factor enumFactor(std::string name, Member member) {
  Factor factor{std::move(name), {}, [member](MarnetOptions& options, int choice) {
                  member(options) = EnumTable<E>::entries[static_cast<std::size_t>(choice)].value;
                }};
  for (const auto& entry : EnumTable<E>::entries) factor.choices.emplace_back(entry.key);
  return factor;
}
// All entries of a catalog.
template <class Entry, class Member>
Factor catalogFactor(std::string name, std::span<const Entry* const> catalog, Member member) {
  Factor factor{std::move(name), {}, [member, catalog](MarnetOptions& options, int choice) {
                  member(options) = std::string(catalog[static_cast<std::size_t>(choice)]->name);
                }};
  for (const Entry* entry : catalog) factor.choices.emplace_back(entry->name);
  return factor;
}
template <class Value, class Member>
Factor valueFactor(std::string name, std::vector<Value> values, Member member) {
  Factor factor{std::move(name), {}, [member, values](MarnetOptions& options, int choice) {
                  member(options) = static_cast<Value>(values[static_cast<std::size_t>(choice)]);
                }};
  for (const auto value : values) factor.choices.push_back(std::to_string(value));
  return factor;
}

#define MARCIE_MEMBER(path)        \
  [](MarnetOptions & o) -> auto& { \
    return o.path;                 \
  }

inline std::vector<Factor> marnetFactors() {
  std::vector<Factor> all{enumFactor<MarnetVariant>("variant", MARCIE_MEMBER(variant)),
                          enumFactor<TextPairing>("text", MARCIE_MEMBER(text)),
                          catalogFactor("textEncoder", textEncoders(), MARCIE_MEMBER(textEncoder)),
                          enumFactor<ProjectionKind>("projection", MARCIE_MEMBER(projection)),
                          catalogFactor("fusion", fusions(), MARCIE_MEMBER(fusion)),
                          valueFactor<int>("phases.backbone", {0, 2}, MARCIE_MEMBER(phases.backbone)),
                          catalogFactor("ema.loss", alignmentLosses(), MARCIE_MEMBER(ema.loss)),
                          valueFactor<bool>("ema.learnTemperature", {true, false}, MARCIE_MEMBER(ema.learnTemperature)),
                          enumFactor<ContrastPositives>("ema.positives", MARCIE_MEMBER(ema.positives)),
                          valueFactor<bool>("ema.stopTextGradient", {false, true}, MARCIE_MEMBER(ema.stopTextGradient)),
                          enumFactor<EmaForm>("ema.form", MARCIE_MEMBER(ema.form)),
                          valueFactor<bool>("ema.mixText", {false, true}, MARCIE_MEMBER(ema.mixText)),
                          enumFactor<CdrMode>("cdr.mode", MARCIE_MEMBER(cdr.mode)),
                          enumFactor<CdrNormalization>("cdr.normalization", MARCIE_MEMBER(cdr.normalization)),
                          valueFactor<bool>("cdr.detachTarget", {true, false}, MARCIE_MEMBER(cdr.detachTarget)),
                          valueFactor<bool>("cdr.detachCondition", {false, true}, MARCIE_MEMBER(cdr.detachCondition)),
                          enumFactor<CdrPrediction>("cdr.prediction", MARCIE_MEMBER(cdr.prediction)),
                          enumFactor<CdrLoss>("cdr.loss", MARCIE_MEMBER(cdr.loss)),
                          enumFactor<CdrWeighting>("cdr.weighting", MARCIE_MEMBER(cdr.weighting)),
                          enumFactor<CdrTimes>("cdr.times", MARCIE_MEMBER(cdr.times)),
                          enumFactor<CdrPolicy>("cdr.policy", MARCIE_MEMBER(cdr.policy)),
                          valueFactor<int>("cdr.unrollSteps", {1, 2}, MARCIE_MEMBER(cdr.unrollSteps)),
                          valueFactor<bool>("cdr.detachFromHead", {false, true}, MARCIE_MEMBER(cdr.detachFromHead)),
                          valueFactor<double>("cdr.headDropout", {0, 0.4}, MARCIE_MEMBER(cdr.headDropout)),
                          catalogFactor("cdr.schedule", noiseSchedules(), MARCIE_MEMBER(cdr.schedule)),
                          catalogFactor("cdr.denoiser", denoisers(), MARCIE_MEMBER(cdr.denoiser)),
                          enumFactor<CdrSampler>("cdr.sampler", MARCIE_MEMBER(cdr.sampler)),
                          valueFactor<int>("cdr.samplingSteps", {1, 3, 8}, MARCIE_MEMBER(cdr.samplingSteps)),  // 8 = T
                          valueFactor<double>("cdr.eta", {0, 0.7}, MARCIE_MEMBER(cdr.eta)),
                          enumFactor<CdrStart>("cdr.start", MARCIE_MEMBER(cdr.start)),
                          valueFactor<int>("cdr.draws", {1, 3}, MARCIE_MEMBER(cdr.draws)),
                          valueFactor<double>("cdr.dropCondition", {0, 0.3}, MARCIE_MEMBER(cdr.dropCondition)),
                          valueFactor<double>("cdr.guidance", {0, 1.5}, MARCIE_MEMBER(cdr.guidance))};
  // `automatic` is resolved before a model is built.
  all.push_back({"cdr.target", {"multihot", "text_z", "text_x", "class_proto"}, [](MarnetOptions& options, int choice) {
                   options.cdr.target = EnumTable<CdrTarget>::entries[static_cast<std::size_t>(choice) + 1].value;
                 }});
  return all;
}

#undef MARCIE_MEMBER

// A tiny model with the choices of a row; files of vectors lie in `folder` (glove.txt, matrix.csv).
inline MarnetOptions optionsOf(const std::vector<Factor>& factors, const marcie::testing::Row& row,
                               const std::filesystem::path& folder) {
  MarnetOptions options;
  options.width = 4;
  options.dim = 9;
  options.cdr.hidden = 16;
  options.cdr.channels = 4;
  options.cdr.blocks = 1;
  options.cdr.steps = 8;
  for (std::size_t i = 0; i < factors.size(); ++i) factors[i].set(options, row[i]);
  options.textFile = (folder / (options.textEncoder == "external" ? "matrix.csv" : "glove.txt")).string();
  return options;
}

inline bool isPossible(const MarnetOptions& options) {
  Problems problems;
  findMarnetProblems(options, problems);
  return problems.empty();
}

// "variant=full text=paired …"
inline std::string describe(const std::vector<Factor>& factors, const marcie::testing::Row& row) {
  std::string text;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    text += factors[i].name + "=" + factors[i].choices[static_cast<std::size_t>(row[i])] + " ";
  }
  return text;
}

}  // namespace marcie::nn::fixtures
