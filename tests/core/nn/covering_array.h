// Rows of choices in which every pair of choices of two factors occurs together: finds what only combinations break,
// with tens of rows instead of all products.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <tuple>
#include <vector>

namespace marcie::testing {

using Row = std::vector<int>;  // the choice of each factor
struct CoveringArray {
  std::vector<Row> rows;
  // Pairs (factor, choice, factor, choice) for which no allowed row was found.
  std::vector<std::tuple<int, int, int, int>> impossible;
};

// sizes[i] choices for factor i. Greedy: each row starts from a pair that is still missing, and every further factor
// takes the choice that adds most new pairs to those taken before. Deterministic.
class CoveringArrayMaker {
 public:
  CoveringArrayMaker(std::vector<int> sizes, std::function<bool(const Row&)> allowed)
      : sizes_(std::move(sizes)), allowed_(std::move(allowed)) {}

  CoveringArray make() {
    const int factors = static_cast<int>(sizes_.size());
    for (int a = 0; a < factors; ++a) {
      for (int b = a + 1; b < factors; ++b) {
        for (int i = 0; i < sizes_[at(a)]; ++i) {
          for (int j = 0; j < sizes_[at(b)]; ++j) missing_.insert({a, i, b, j});
        }
      }
    }
    CoveringArray result;
    while (!missing_.empty()) {
      const auto pair = *missing_.begin();
      Row row;
      if (!findRow(pair, row)) {
        result.impossible.push_back(pair);
        missing_.erase(pair);
        continue;
      }
      for (int a = 0; a < factors; ++a) {
        for (int b = a + 1; b < factors; ++b) missing_.erase({a, row[at(a)], b, row[at(b)]});
      }
      result.rows.push_back(std::move(row));
    }
    return result;
  }

 private:
  static std::size_t at(int index) { return static_cast<std::size_t>(index); }
  std::uint64_t draw() {  // xorshift
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_;
  }
  std::size_t gain(const Row& row, int factor, int choice) const {
    std::size_t found = 0;
    for (int other = 0; other < static_cast<int>(row.size()); ++other) {
      if (other == factor || row[at(other)] < 0) continue;
      found += other < factor ? missing_.count({other, row[at(other)], factor, choice})
                              : missing_.count({factor, choice, other, row[at(other)]});
    }
    return found;
  }
  bool findRow(const std::tuple<int, int, int, int>& pair, Row& row) {
    constexpr int kGreedyTries = 30;
    constexpr int kTries = 400;  // then at random, for pairs that allow little else
    for (int attempt = 0; attempt < kTries; ++attempt) {
      row.assign(sizes_.size(), -1);
      const auto [a, i, b, j] = pair;
      row[at(a)] = i;
      row[at(b)] = j;
      std::vector<int> order;
      for (int factor = 0; factor < static_cast<int>(sizes_.size()); ++factor) {
        if (row[at(factor)] < 0) order.push_back(factor);
      }
      for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[draw() % k]);
      for (const int factor : order) {
        const int size = sizes_[at(factor)];
        int best = static_cast<int>(draw() % static_cast<std::uint64_t>(size));
        for (int choice = 0; attempt < kGreedyTries && choice < size; ++choice) {
          if (gain(row, factor, choice) > gain(row, factor, best)) best = choice;
        }
        row[at(factor)] = best;
      }
      if (allowed_(row)) return true;
    }
    return false;
  }

  std::vector<int> sizes_;
  std::function<bool(const Row&)> allowed_;
  std::set<std::tuple<int, int, int, int>> missing_;
  std::uint64_t state_ = 88172645463325252ULL;
};

}  // namespace marcie::testing
