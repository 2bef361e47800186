#include "core/rec/eval/catalogue.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace marcie::rec {
namespace {

// 0 when everything is listed equally often, towards 1 when one item takes all places.
double giniOf(std::vector<std::int64_t> counts) {
  std::sort(counts.begin(), counts.end());
  double total = 0;
  double weighted = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    total += static_cast<double>(counts[i]);
    weighted += static_cast<double>(i + 1) * static_cast<double>(counts[i]);
  }
  const auto n = static_cast<double>(counts.size());
  return total > 0 ? 2 * weighted / (n * total) - (n + 1) / n : std::numeric_limits<double>::quiet_NaN();
}

double ratio(double a, double b) {
  return b > 0 ? a / b : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

CatalogueSums::CatalogueSums(std::vector<int> ks, std::vector<std::int64_t> trainUsers, std::vector<char> cold,
                             std::int64_t users)
    : ks_(std::move(ks)),
      trainUsers_(std::move(trainUsers)),
      cold_(std::move(cold)),
      users_(static_cast<double>(std::max<std::int64_t>(users, 1))),
      sums_(ks_.size()) {
  for (Sums& sums : sums_) sums.listed.assign(trainUsers_.size(), 0);
}

void CatalogueSums::add(std::span<const std::int32_t> list, std::span<const std::int32_t> known) {
  double own = 0;
  for (const std::int32_t item : known) own += static_cast<double>(trainUsers_[static_cast<std::size_t>(item)]);
  if (!known.empty()) own /= static_cast<double>(known.size());
  for (std::size_t k = 0; k < ks_.size(); ++k) {
    Sums& sums = sums_[k];
    const auto length = std::min(list.size(), static_cast<std::size_t>(ks_[k]));
    double popularity = 0;
    for (const std::int32_t one : list.first(length)) {
      const auto item = static_cast<std::size_t>(one);
      const auto had = static_cast<double>(trainUsers_[item]);
      popularity += had;
      sums.novelty -= std::log2(std::max(had, 1.0) / users_);
      sums.coldPlaces += cold_[item] != 0 ? 1 : 0;
      ++sums.listed[item];
    }
    sums.popularity += popularity;
    sums.places += static_cast<std::int64_t>(length);
    if (own > 0 && length > 0) {
      sums.lift += popularity / static_cast<double>(length) / own;
      ++sums.lifted;
    }
  }
}

std::vector<CatalogueReport> CatalogueSums::report() const {
  std::vector<CatalogueReport> reports;
  for (std::size_t k = 0; k < ks_.size(); ++k) {
    const Sums& sums = sums_[k];
    const auto places = static_cast<double>(sums.places);
    const auto covered = std::count_if(sums.listed.begin(), sums.listed.end(), [](std::int64_t n) { return n > 0; });
    CatalogueReport report;
    report.k = ks_[k];
    report.coverage = sums.places > 0 ? ratio(static_cast<double>(covered), static_cast<double>(sums.listed.size()))
                                      : std::numeric_limits<double>::quiet_NaN();
    report.novelty = ratio(sums.novelty, places);
    report.popularity = ratio(sums.popularity, places);
    report.popularityLift = ratio(sums.lift, static_cast<double>(sums.lifted));
    report.coldExposure = ratio(static_cast<double>(sums.coldPlaces), places);
    report.gini = giniOf(sums.listed);
    reports.push_back(report);
  }
  return reports;
}

}  // namespace marcie::rec
