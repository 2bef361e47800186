#include "core/api/sample_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "core/base/strings.h"

namespace marcie {
namespace {

std::vector<std::size_t> upTo(std::size_t count) {
  std::vector<std::size_t> result(count);
  std::iota(result.begin(), result.end(), std::size_t{0});
  return result;
}

// From the pair that is confused most, always on to the class that is confused most with the last one.
std::vector<std::size_t> orderAlike(const Confusion& confusion) {
  const std::size_t n = confusion.classes;
  const auto both = [&](std::size_t i, std::size_t j) { return confusion.at(i, j) + confusion.at(j, i); };
  std::vector<bool> placed(n, false);
  std::vector<std::size_t> order;
  const auto place = [&](std::size_t i) {
    placed[i] = true;
    order.push_back(i);
  };
  // The class with the most confusions of its own begins, and begins again where a chain ends.
  std::vector<std::int64_t> errors(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) errors[i] += i == j ? 0 : both(i, j);
  }
  while (order.size() < n) {
    std::size_t best = n;
    if (!order.empty()) {
      const std::size_t last = order.back();
      for (std::size_t j = 0; j < n; ++j) {
        if (!placed[j] && both(last, j) > 0 && (best == n || both(last, j) > both(last, best))) best = j;
      }
    }
    for (std::size_t j = 0; j < n && best == n; ++j) {
      if (placed[j]) continue;
      best = j;
      for (std::size_t k = j + 1; k < n; ++k) {
        if (!placed[k] && errors[k] > errors[best]) best = k;
      }
    }
    place(best);
  }
  return order;
}

}  // namespace

bool SampleTable::isSound() const {
  const std::size_t n = paths.size();
  if (labels.size() != n || predicted.size() != n || confidence.size() != n || truth.size() != n || loss.size() != n) {
    return false;
  }
  const auto known = [this](std::int32_t index) {
    return index >= 0 && static_cast<std::size_t>(index) < classes.size();
  };
  return std::all_of(labels.begin(), labels.end(), known) && std::all_of(predicted.begin(), predicted.end(), known);
}

std::int64_t Confusion::ofLabel(std::size_t label) const {
  std::int64_t sum = 0;
  for (std::size_t j = 0; j < classes; ++j) sum += at(label, j);
  return sum;
}

std::int64_t Confusion::ofPrediction(std::size_t predicted) const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < classes; ++i) sum += at(i, predicted);
  return sum;
}

Confusion confusionOf(const SampleTable& table) {
  Confusion result{table.classes.size(), std::vector<std::int64_t>(table.classes.size() * table.classes.size(), 0)};
  for (std::size_t row = 0; row < table.size(); ++row) {
    ++result.counts[static_cast<std::size_t>(table.labels[row]) * result.classes +
                    static_cast<std::size_t>(table.predicted[row])];
  }
  return result;
}

std::vector<std::size_t> classOrder(const SampleTable& table, const Confusion& confusion, ClassOrder order) {
  std::vector<std::size_t> result = upTo(confusion.classes);
  if (order == ClassOrder::name) {
    std::stable_sort(result.begin(), result.end(),
                     [&](std::size_t a, std::size_t b) { return table.classes[a] < table.classes[b]; });
  } else if (order == ClassOrder::worst) {
    std::vector<double> recall(confusion.classes);
    for (const std::size_t i : result) {
      const std::int64_t n = confusion.ofLabel(i);
      recall[i] = n > 0 ? static_cast<double>(confusion.at(i, i)) / static_cast<double>(n) : 2;
    }
    std::stable_sort(result.begin(), result.end(), [&](std::size_t a, std::size_t b) { return recall[a] < recall[b]; });
  } else if (order == ClassOrder::alike) {
    result = orderAlike(confusion);
  }
  return result;
}

std::vector<ClassFigures> figuresByClass(const SampleTable& table, const Confusion& confusion) {
  std::vector<ClassFigures> result(confusion.classes);
  for (std::size_t row = 0; row < table.size(); ++row) {
    result[static_cast<std::size_t>(table.labels[row])].loss += table.loss[row];
  }
  for (std::size_t i = 0; i < result.size(); ++i) {
    ClassFigures& figures = result[i];
    figures.n = confusion.ofLabel(i);
    figures.predictions = confusion.ofPrediction(i);
    const auto right = static_cast<double>(confusion.at(i, i));
    if (figures.n > 0) {
      figures.recall = right / static_cast<double>(figures.n);
      figures.loss /= static_cast<double>(figures.n);
    }
    if (figures.predictions > 0) figures.precision = right / static_cast<double>(figures.predictions);
    const double sum = figures.precision + figures.recall;
    if (sum > 0) figures.f1 = 2 * figures.precision * figures.recall / sum;
  }
  return result;
}

Calibration calibrationOf(const SampleTable& table, int bins) {
  Calibration result;
  const int count = std::max(1, bins);
  for (int i = 0; i < count; ++i) {
    result.bins.push_back({static_cast<double>(i) / count, static_cast<double>(i + 1) / count, 0, 0, 0});
  }
  for (std::size_t row = 0; row < table.size(); ++row) {
    const double confidence = table.confidence[row];
    const int at = std::clamp(static_cast<int>(std::ceil(confidence * count)) - 1, 0, count - 1);
    CalibrationBin& bin = result.bins[static_cast<std::size_t>(at)];
    ++bin.n;
    bin.confidence += confidence;
    bin.accuracy += table.isRight(row) ? 1 : 0;
    result.confidence += confidence;
    result.accuracy += table.isRight(row) ? 1 : 0;
  }
  const auto total = static_cast<double>(std::max<std::size_t>(1, table.size()));
  result.confidence /= total;
  result.accuracy /= total;
  for (CalibrationBin& bin : result.bins) {
    if (bin.n == 0) continue;
    const auto n = static_cast<double>(bin.n);
    bin.confidence /= n;
    bin.accuracy /= n;
    const double gap = std::abs(bin.accuracy - bin.confidence);
    result.ece += gap * n / total;
    result.largest = std::max(result.largest, gap);
  }
  return result;
}

std::vector<LabelDoubt> doubtfulLabels(const SampleTable& table) {
  std::vector<double> usual(table.classes.size(), 0);
  std::vector<std::int64_t> counts(table.classes.size(), 0);
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto label = static_cast<std::size_t>(table.labels[row]);
    usual[label] += table.truth[row];
    ++counts[label];
  }
  for (std::size_t i = 0; i < usual.size(); ++i) {
    // A class without pictures of its own has no usual confidence: nothing is as sure as that.
    usual[i] = counts[i] > 0 ? usual[i] / static_cast<double>(counts[i]) : 2;
  }
  std::vector<LabelDoubt> result;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const double needed = usual[static_cast<std::size_t>(table.predicted[row])];
    if (!table.isRight(row) && table.confidence[row] >= needed) result.push_back({row, needed});
  }
  std::stable_sort(result.begin(), result.end(), [&](const LabelDoubt& a, const LabelDoubt& b) {
    return table.confidence[a.row] - table.truth[a.row] > table.confidence[b.row] - table.truth[b.row];
  });
  return result;
}

Result<SampleDifference> differenceOf(const SampleTable& a, const SampleTable& b) {
  std::map<std::string, std::int32_t> known;
  for (std::size_t i = 0; i < a.classes.size(); ++i) known.emplace(a.classes[i], static_cast<std::int32_t>(i));
  std::vector<std::int32_t> classOf;  // b's index → a's
  for (const std::string& name : b.classes) {
    const auto it = known.find(name);
    if (it == known.end()) {
      return Error{ErrorCode::data,
                   "the runs have different classes: '" + name + "' is known to one of them only",
                   "Compare runs on the same data",
                   {}};
    }
    classOf.push_back(it->second);
  }
  if (a.classes.size() != b.classes.size()) {
    return Error{ErrorCode::data,
                 "the runs have different classes: " + std::to_string(a.classes.size()) + " and " +
                     std::to_string(b.classes.size()),
                 "Compare runs on the same data",
                 {}};
  }
  std::map<std::string, std::size_t> rowOf;
  for (std::size_t row = 0; row < a.size(); ++row) rowOf.emplace(a.paths[row], row);
  SampleDifference result;
  const std::size_t n = a.classes.size();
  result.counts.assign(n * n, 0);
  std::size_t matched = 0;
  for (std::size_t row = 0; row < b.size(); ++row) {
    const auto it = rowOf.find(b.paths[row]);
    if (it == rowOf.end() || a.labels[it->second] != classOf[static_cast<std::size_t>(b.labels[row])]) continue;
    ++matched;
    const SampleDifference::Pair pair{it->second, row};
    const auto label = static_cast<std::size_t>(a.labels[pair.a]);
    const auto before = a.predicted[pair.a];
    const auto now = classOf[static_cast<std::size_t>(b.predicted[row])];
    --result.counts[label * n + static_cast<std::size_t>(before)];
    ++result.counts[label * n + static_cast<std::size_t>(now)];
    if (before == now) continue;
    auto& list = b.isRight(row) ? result.gained : a.isRight(pair.a) ? result.lost : result.otherwise;
    list.push_back(pair);
  }
  if (matched != a.size() || matched != b.size()) {
    return Error{ErrorCode::data,
                 "the runs were asked about different pictures or labels: " + std::to_string(matched) + " of " +
                     std::to_string(a.size()) + " and " + std::to_string(b.size()) + " are the same",
                 "Compare runs on the same data and split",
                 {}};
  }
  for (auto* list : {&result.gained, &result.lost, &result.otherwise}) {
    std::stable_sort(list->begin(), list->end(),
                     [&](const auto& x, const auto& y) { return b.confidence[x.b] > b.confidence[y.b]; });
  }
  return result;
}

std::string sampleCsv(const SampleTable& table) {
  std::set<std::size_t> doubtful;
  for (const LabelDoubt& doubt : doubtfulLabels(table)) doubtful.insert(doubt.row);
  std::string csv = "path,label,prediction,confidence,truth_probability,loss,right,doubtful_label\n";
  for (std::size_t row = 0; row < table.size(); ++row) {
    csv += csvField(table.paths[row]) + "," + csvField(table.classes[static_cast<std::size_t>(table.labels[row])]) +
           "," + csvField(table.classes[static_cast<std::size_t>(table.predicted[row])]) + "," +
           formatNumber(table.confidence[row]) + "," + formatNumber(table.truth[row]) + "," +
           formatNumber(table.loss[row]) + "," + (table.isRight(row) ? "1" : "0") + "," +
           (doubtful.contains(row) ? "1" : "0") + "\n";
  }
  return csv;
}

std::string confusionCsv(const SampleTable& table, const std::vector<std::int64_t>& counts,
                         const std::vector<std::size_t>& order) {
  std::string csv = "label";
  for (const std::size_t j : order) csv += "," + csvField(table.classes[j]);
  csv += "\n";
  for (const std::size_t i : order) {
    csv += csvField(table.classes[i]);
    for (const std::size_t j : order) csv += "," + std::to_string(counts[i * table.classes.size() + j]);
    csv += "\n";
  }
  return csv;
}

}  // namespace marcie
