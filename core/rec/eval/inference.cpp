#include "core/rec/eval/inference.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <torch/torch.h>

namespace marcie::rec {
namespace {

// [n, T] as rows of plain numbers, with what is true.
struct Judged {
  std::vector<std::vector<float>> scores;  // per item
  std::vector<std::vector<char>> truth;
};

// Mean over the hits of the precision at their place, best score first. Equal scores: the expected value when their
// order is drawn. With a hits and b items above a group of g items of which h are hits, the j-th item of the group is a
// hit with h / g, and then a + 1 + (j - 1)(h - 1)/(g - 1) hits stand up to it on average.
double averagePrecision(std::vector<std::pair<float, char>> items) {
  std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  double sum = 0;
  double above = 0;
  std::int64_t hits = 0;
  for (std::size_t begin = 0; begin < items.size();) {
    std::size_t end = begin;
    double own = 0;
    while (end < items.size() && items[end].first == items[begin].first) own += items[end++].second != 0 ? 1 : 0;
    const auto group = static_cast<double>(end - begin);
    for (std::size_t j = begin; own > 0 && j < end; ++j) {
      const auto before = static_cast<double>(j - begin);
      const double among = group > 1 ? before * (own - 1) / (group - 1) : 0;
      sum += own / group * (above + 1 + among) / static_cast<double>(j + 1);
    }
    above += own;
    hits += static_cast<std::int64_t>(own);
    begin = end;
  }
  return sum / static_cast<double>(hits);
}

double f1Of(double hits, double said, double there) {
  return said + there > 0 ? 2 * hits / (said + there) : 0;
}

Result<Judged> gather(const at::Tensor& probabilities, const RecData& data, std::span<const std::int32_t> items,
                      std::span<const std::int32_t> terms) {
  const auto misfit = [](const std::string& what) { return Error{ErrorCode::data, what, {}, {}}; };
  if (!probabilities.defined() || probabilities.dim() != 2 ||
      probabilities.size(0) != static_cast<std::int64_t>(items.size())) {
    return misfit("the inferred annotations do not fit " + std::to_string(items.size()) + " items");
  }
  const std::int64_t width = probabilities.size(1);
  const auto vocabulary = static_cast<std::int64_t>(data.vocabulary.size());
  if (terms.empty() ? width != vocabulary : width != static_cast<std::int64_t>(terms.size())) {
    return misfit("the inferred annotations have " + std::to_string(width) + " terms, not " +
                  std::to_string(terms.empty() ? vocabulary : static_cast<std::int64_t>(terms.size())));
  }
  const at::Tensor plain = probabilities.detach().to(torch::kCPU, torch::kFloat).contiguous();
  if (!at::isfinite(plain).all().item<bool>()) return misfit("an inferred annotation is not a number");
  std::vector<std::int32_t> columnOf(data.vocabulary.size(), -1);
  for (std::int64_t t = 0; t < width; ++t) {
    const auto term = terms.empty() ? static_cast<std::int32_t>(t) : terms[static_cast<std::size_t>(t)];
    if (term < 0 || term >= vocabulary) return misfit("an inferred annotation is no term of the vocabulary");
    columnOf[static_cast<std::size_t>(term)] = static_cast<std::int32_t>(t);
  }
  Judged judged;
  const float* values = plain.data_ptr<float>();
  for (std::size_t k = 0; k < items.size(); ++k) {
    std::vector<char> truth(static_cast<std::size_t>(width), 0);
    bool any = false;
    for (const std::int32_t term : data.items[static_cast<std::size_t>(items[k])].annotations) {
      const std::int32_t column = columnOf[static_cast<std::size_t>(term)];
      if (column >= 0) truth[static_cast<std::size_t>(column)] = 1, any = true;
    }
    if (!any) continue;
    const float* row = values + static_cast<std::int64_t>(k) * width;
    judged.scores.emplace_back(row, row + width);
    judged.truth.push_back(std::move(truth));
  }
  return judged;
}

void judgeTerms(const Judged& judged, std::size_t width, double threshold, InferenceReport& report) {
  double allHits = 0;
  double allSaid = 0;
  double allThere = 0;
  for (std::size_t t = 0; t < width; ++t) {
    std::vector<std::pair<float, char>> column;
    double hits = 0;
    double said = 0;
    double there = 0;
    for (std::size_t k = 0; k < judged.scores.size(); ++k) {
      const bool isThere = judged.truth[k][t] != 0;
      const bool isSaid = judged.scores[k][t] >= threshold;
      column.emplace_back(judged.scores[k][t], isThere ? 1 : 0);
      hits += isThere && isSaid ? 1 : 0;
      said += isSaid ? 1 : 0;
      there += isThere ? 1 : 0;
    }
    allHits += hits;
    allSaid += said;
    allThere += there;
    if (there == 0) continue;
    ++report.terms;
    report.macroF1 += f1Of(hits, said, there);
    report.meanAveragePrecision += averagePrecision(std::move(column));
    report.chance += there / static_cast<double>(judged.scores.size());
  }
  report.microF1 = f1Of(allHits, allSaid, allThere);
  const auto terms = static_cast<double>(report.terms);
  for (double* value : {&report.macroF1, &report.meanAveragePrecision, &report.chance}) *value /= terms;
}

InferenceAtK judgeLists(const Judged& judged, int k) {
  InferenceAtK at;
  at.k = k;
  for (std::size_t n = 0; n < judged.scores.size(); ++n) {
    const auto& scores = judged.scores[n];
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto length = std::min(order.size(), static_cast<std::size_t>(k));
    std::partial_sort(
        order.begin(), order.begin() + static_cast<std::ptrdiff_t>(length), order.end(),
        [&](std::size_t a, std::size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
    double hits = 0;
    for (std::size_t p = 0; p < length; ++p) hits += judged.truth[n][order[p]];
    at.precision += hits / k;
    at.recall += hits / static_cast<double>(std::count(judged.truth[n].begin(), judged.truth[n].end(), 1));
  }
  at.precision /= static_cast<double>(judged.scores.size());
  at.recall /= static_cast<double>(judged.scores.size());
  return at;
}

Json finiteOrNull(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

}  // namespace

Result<InferenceReport> judgeInference(const at::Tensor& probabilities, const RecData& data,
                                       std::span<const std::int32_t> items, std::span<const std::int32_t> terms,
                                       const InferenceOptions& options) {
  for (const int k : options.ks) {
    if (k < 1) return Error{ErrorCode::option, "list lengths must be at least 1", {}, {}};
  }
  MARCIE_ASSIGN(const Judged judged, gather(probabilities, data, items, terms));
  InferenceReport report;
  report.items = static_cast<std::int64_t>(judged.scores.size());
  if (judged.scores.empty()) {
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    report.meanAveragePrecision = report.chance = report.microF1 = report.macroF1 = kNothing;
    for (const int k : options.ks) report.at.push_back({k, kNothing, kNothing});
    return report;
  }
  judgeTerms(judged, judged.scores.front().size(), options.threshold, report);
  for (const int k : options.ks) report.at.push_back(judgeLists(judged, k));
  return report;
}

Json inferenceJson(const InferenceReport& report) {
  Json json{{"items", report.items},
            {"terms", report.terms},
            {"map", finiteOrNull(report.meanAveragePrecision)},
            {"chance", finiteOrNull(report.chance)},
            {"microF1", finiteOrNull(report.microF1)},
            {"macroF1", finiteOrNull(report.macroF1)}};
  for (const InferenceAtK& at : report.at) {
    json["precision@" + std::to_string(at.k)] = finiteOrNull(at.precision);
    json["recall@" + std::to_string(at.k)] = finiteOrNull(at.recall);
  }
  return json;
}

}  // namespace marcie::rec
