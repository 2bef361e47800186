#include "core/rec/data/split_making.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/base/strings.h"

namespace marcie::rec {
namespace {

// What is drawn for, so that one decision does not shift another.
enum Draw : std::uint64_t { kHalves = 1, kItems, kUsers, kRows, kShots };

std::string percent(double share) {
  return formatNumber(std::round(share * 1000) / 10) + " %";
}

}  // namespace

Result<void> SplitMaker::make() {
  switch (split_.protocol) {
    case RecProtocol::given:
      MARCIE_TRY(given());
      break;
    case RecProtocol::automatic:
    case RecProtocol::markedCold:
      MARCIE_TRY(markedCold());
      break;
    case RecProtocol::lineage:
      lineage();
      break;
    case RecProtocol::strictCold:
      strictCold();
      break;
    case RecProtocol::mtpr:
      mtpr();
      break;
    case RecProtocol::coldItems:
      coldItems(false);
      break;
    case RecProtocol::leaveOneOut:
      leaveOneOut();
      break;
    case RecProtocol::fewShot:
      coldItems(true);
      break;
    case RecProtocol::time:
      MARCIE_TRY(byTime());
      break;
  }
  markUnrated();
  return {};
}

Result<void> SplitMaker::given() {
  if (data_.given.empty()) {
    return Error{ErrorCode::data,
                 "the data brings no parts of its own",
                 "Give interactions a column 'part' with train, validation and test, or choose another protocol",
                 {}};
  }
  split_.ofInteraction = data_.given;
  coldIsWhatTrainingLacks(1);
  split_.origin = "given by the data; items that training lacks are cold";
  return {};
}

Result<void> SplitMaker::markedCold() {
  std::vector<std::int32_t> cold;
  for (std::size_t i = 0; i < data_.items.size(); ++i) {
    if (data_.items[i].markedCold) cold.push_back(static_cast<std::int32_t>(i));
  }
  if (cold.empty()) {
    return Error{ErrorCode::data,
                 "the data marks no item as cold",
                 "Add a column 'cold' with 1 to items.csv, or choose the protocol cold_items",
                 {}};
  }
  halve(std::move(cold));
  sendColdAway(0);
  const double test = testShare(0.2);
  const double validation = validationShare(0.1);
  cutEachUser(test, validation, options_.newest);
  split_.origin = "items marked cold, half for validation and half for test; of each user's other interactions the " +
                  std::string(options_.newest && data_.hasTimes ? "newest " : "drawn ") + percent(test) +
                  " for test and " + percent(validation) + " before them for validation";
  return {};
}

void SplitMaker::lineage() {
  const double test = testShare(0.3);
  const double validation = validationShare(0.1);
  cutEachUser(test, validation, options_.newest);
  coldIsWhatTrainingLacks(1);
  split_.origin = "of each user's interactions the " +
                  std::string(options_.newest && data_.hasTimes ? "newest " : "drawn ") + percent(test) +
                  " for test and " + percent(validation) + " for validation; items that training lacks are cold";
}

void SplitMaker::strictCold() {
  halve(drawItems(options_.coldShare));
  sendColdAway(0);
  split_.origin = percent(options_.coldShare) +
                  " of the items drawn as cold, half for validation and half for test; "
                  "everything else is for training";
}

void SplitMaker::mtpr() {
  const double test = testShare(0.2);
  const double validation = validationShare(0.1);
  drawWarm(test, validation);
  coldIsWhatTrainingLacks(1);
  split_.origin = "interactions drawn: " + percent(test) + " for test, " + percent(validation) +
                  " for validation; items that training lacks are cold";
}

void SplitMaker::coldItems(bool fewShot) {
  halve(drawItems(options_.coldShare));
  sendColdAway(fewShot ? options_.shots : 0);
  const double test = testShare(0.1);
  const double validation = validationShare(0.1);
  drawWarm(test, validation);
  split_.origin =
      percent(options_.coldShare) + " of the items drawn as cold, half for validation and half for test" +
      (fewShot ? ", with up to " + std::to_string(options_.shots) + " interactions of each in training" : "") +
      "; other interactions drawn: " + percent(test) + " for test, " + percent(validation) + " for validation";
}

void SplitMaker::leaveOneOut() {
  const auto& all = data_.interactions;
  const bool newest = options_.newest && data_.hasTimes;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    while (end < all.size() && all[end].user == all[begin].user) ++end;
    std::vector<std::size_t> order(end - begin);
    std::iota(order.begin(), order.end(), begin);
    if (!newest) {
      Rng rng(deriveSeed(seed_, kUsers, all[begin].user));
      rng.shuffle(std::span(order));
    }
    if (order.size() > 1) split_.ofInteraction[order.back()] = Part::test;
    if (order.size() > 2) split_.ofInteraction[order[order.size() - 2]] = Part::validation;
    begin = end;
  }
  coldIsWhatTrainingLacks(options_.fewFeedbacks);
  split_.origin = std::string("the ") + (newest ? "newest" : "drawn") +
                  " interaction of each user for test, one more for validation; items with fewer than " +
                  std::to_string(options_.fewFeedbacks) + " in training count as cold";
}

Result<void> SplitMaker::byTime() {
  if (!data_.hasTimes) {
    return Error{ErrorCode::data,
                 "a split by time needs a time for every interaction",
                 "Choose another protocol, or name the column with data.timeColumn",
                 {}};
  }
  const double test = testShare(0.2);
  const double validation = validationShare(0.1);
  std::vector<std::int64_t> times;
  for (const Interaction& one : data_.interactions) times.push_back(one.time);
  std::sort(times.begin(), times.end());
  const auto cutAt = [&](double share) {
    const auto at = static_cast<std::size_t>(std::floor((1 - share) * static_cast<double>(times.size())));
    return times[std::min(at, times.size() - 1)];
  };
  const std::int64_t testFrom = cutAt(test);
  const std::int64_t validationFrom = cutAt(std::min(0.95, test + validation));
  for (std::size_t k = 0; k < data_.interactions.size(); ++k) {
    const std::int64_t time = data_.interactions[k].time;
    split_.ofInteraction[k] = time >= testFrom                           ? Part::test
                              : validation > 0 && time >= validationFrom ? Part::validation
                                                                         : Part::train;
  }
  coldIsWhatTrainingLacks(1);
  split_.origin = "cut in time: validation from " + std::to_string(validationFrom) + ", test from " +
                  std::to_string(testFrom) + "; items that training lacks are cold";
  return {};
}

void SplitMaker::sendColdAway(int shots) {
  std::vector<std::vector<std::size_t>> ofCold(data_.items.size());
  for (std::size_t k = 0; k < data_.interactions.size(); ++k) {
    const auto item = static_cast<std::size_t>(data_.interactions[k].item);
    if (isCold(split_.ofItem[item])) ofCold[item].push_back(k);
  }
  for (std::size_t i = 0; i < ofCold.size(); ++i) {
    auto& rows = ofCold[i];
    if (rows.empty()) continue;
    Rng rng(deriveSeed(seed_, kShots, i));
    if (shots > 0) rng.shuffle(std::span(rows));
    const Part part = split_.ofItem[i] == ItemState::coldTest ? Part::test : Part::validation;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      // At least one interaction is left to be judged on.
      if (k < static_cast<std::size_t>(shots) && k + 1 < rows.size()) continue;
      split_.ofInteraction[rows[k]] = part;
    }
  }
}

void SplitMaker::halve(std::vector<std::int32_t> cold) {
  Rng rng(deriveSeed(seed_, kHalves));
  rng.shuffle(std::span(cold));
  for (std::size_t k = 0; k < cold.size(); ++k) {
    split_.ofItem[static_cast<std::size_t>(cold[k])] =
        k < cold.size() / 2 ? ItemState::coldValidation : ItemState::coldTest;
  }
}

std::vector<std::int32_t> SplitMaker::drawItems(double share) const {
  std::vector<char> rated(data_.items.size(), 0);
  for (const Interaction& one : data_.interactions) rated[static_cast<std::size_t>(one.item)] = 1;
  std::vector<std::int32_t> drawn;
  for (std::size_t i = 0; i < rated.size(); ++i) {
    if (rated[i] != 0) drawn.push_back(static_cast<std::int32_t>(i));
  }
  Rng rng(deriveSeed(seed_, kItems));
  rng.shuffle(std::span(drawn));
  drawn.resize(static_cast<std::size_t>(std::llround(share * static_cast<double>(drawn.size()))));
  return drawn;
}

void SplitMaker::cutEachUser(double test, double validation, bool newest) {
  const auto& all = data_.interactions;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    std::vector<std::size_t> warm;
    for (; end < all.size() && all[end].user == all[begin].user; ++end) {
      if (!isCold(split_.ofItem[static_cast<std::size_t>(all[end].item)])) warm.push_back(end);
    }
    if (!newest || !data_.hasTimes) {
      Rng rng(deriveSeed(seed_, kUsers, all[begin].user));
      rng.shuffle(std::span(warm));
    }
    const auto count = static_cast<double>(warm.size());
    const auto room = warm.empty() ? 0 : warm.size() - 1;
    const auto tests = std::min(room, static_cast<std::size_t>(std::floor(test * count)));
    const auto validations = std::min(room - tests, static_cast<std::size_t>(std::floor(validation * count)));
    for (std::size_t k = 0; k < tests; ++k) split_.ofInteraction[warm[warm.size() - 1 - k]] = Part::test;
    for (std::size_t k = 0; k < validations; ++k) {
      split_.ofInteraction[warm[warm.size() - 1 - tests - k]] = Part::validation;
    }
    begin = end;
  }
}

void SplitMaker::drawWarm(double test, double validation) {
  std::vector<std::size_t> warm;
  for (std::size_t k = 0; k < data_.interactions.size(); ++k) {
    if (!isCold(split_.ofItem[static_cast<std::size_t>(data_.interactions[k].item)])) warm.push_back(k);
  }
  Rng rng(deriveSeed(seed_, kRows));
  rng.shuffle(std::span(warm));
  const auto count = static_cast<double>(warm.size());
  const auto tests = static_cast<std::size_t>(std::llround(test * count));
  const auto validations = static_cast<std::size_t>(std::llround(validation * count));
  for (std::size_t k = 0; k < std::min(warm.size(), tests + validations); ++k) {
    split_.ofInteraction[warm[k]] = k < tests ? Part::test : Part::validation;
  }
}

void SplitMaker::coldIsWhatTrainingLacks(int fewest) {
  std::vector<int> training(data_.items.size(), 0);
  std::vector<char> validation(data_.items.size(), 0);
  std::vector<char> test(data_.items.size(), 0);
  for (std::size_t k = 0; k < data_.interactions.size(); ++k) {
    const auto item = static_cast<std::size_t>(data_.interactions[k].item);
    training[item] += split_.ofInteraction[k] == Part::train ? 1 : 0;
    if (split_.ofInteraction[k] == Part::validation) validation[item] = 1;
    if (split_.ofInteraction[k] == Part::test) test[item] = 1;
  }
  for (std::size_t i = 0; i < training.size(); ++i) {
    if (training[i] >= fewest || (validation[i] == 0 && test[i] == 0)) continue;
    split_.ofItem[i] = validation[i] == 0 ? ItemState::coldTest
                       : test[i] == 0     ? ItemState::coldValidation
                                          : ItemState::coldBoth;
  }
}

void SplitMaker::markUnrated() {
  std::vector<char> rated(data_.items.size(), 0);
  for (const Interaction& one : data_.interactions) rated[static_cast<std::size_t>(one.item)] = 1;
  for (std::size_t i = 0; i < rated.size(); ++i) {
    if (rated[i] == 0) split_.ofItem[i] = ItemState::unrated;
  }
}

}  // namespace marcie::rec
