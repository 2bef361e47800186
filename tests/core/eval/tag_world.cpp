#include "tests/core/eval/tag_world.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "core/base/random.h"

namespace marcie::eval::fixtures {
namespace {

constexpr std::int64_t kTagUsers = 300, kTagItems = 2000, kTags = 24, kNuisances = 16, kSeen = 64;
constexpr int kTagsEach = 4, kChosenEach = 20;

at::Tensor normals(Rng& rng, std::int64_t rows, std::int64_t columns) {
  at::Tensor values = torch::empty({rows, columns});
  auto* data = values.mutable_data_ptr<float>();
  for (std::int64_t i = 0; i < rows * columns; ++i) data[i] = static_cast<float>(rng.normal());
  return values;
}

// Four different tags each, drawn by weight.
at::Tensor drawTags(Rng& rng) {
  at::Tensor tags = torch::zeros({kTagItems, kTags});
  auto rows = tags.accessor<float, 2>();
  for (std::int64_t i = 0; i < kTagItems; ++i) {
    for (int k = 0; k < kTagsEach;) {
      double sum = 0;
      for (std::int64_t t = 0; t < kTags; ++t) sum += 1 / std::sqrt(static_cast<double>(t + 1));
      double left = rng.uniform() * sum;
      std::int64_t tag = 0;
      while (tag < kTags - 1 && (left -= 1 / std::sqrt(static_cast<double>(tag + 1))) > 0) ++tag;
      if (rows[i][tag] > 0) continue;
      rows[i][tag] = 1;
      ++k;
    }
  }
  return tags;
}

at::Tensor drawFeatures(const at::Tensor& tags, Rng& rng) {
  const at::Tensor nuisance = normals(rng, kTagItems, kNuisances);
  const at::Tensor shown = (tags.mm(normals(rng, kTags, kSeen)) + nuisance.mm(normals(rng, kNuisances, kSeen)) / 2 +
                            normals(rng, 1, kSeen) / 2)
                               .tanh();
  at::Tensor seen = shown.mm(normals(rng, kSeen, kSeen));
  seen = seen / seen.std() + 0.3 * normals(rng, kTagItems, kSeen);
  return ((seen - seen.mean(0)) / seen.std(0)).contiguous();
}

void writeNpy(const std::filesystem::path& file, const at::Tensor& rows) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows.size(0)) + ", " +
                       std::to_string(rows.size(1)) + "), }";
  header.resize(117, ' ');
  header += '\n';
  std::ofstream out(file, std::ios::binary);
  out.write("\x93NUMPY\x01\x00\x76\x00", 10);
  out << header;
  out.write(static_cast<const char*>(rows.const_data_ptr()), static_cast<std::streamsize>(rows.nbytes()));
}

}  // namespace

void writeTagWorld(const std::filesystem::path& folder, std::uint64_t seed) {
  std::filesystem::create_directories(folder);
  Rng rng(seed);
  const at::Tensor tags = drawTags(rng);
  writeNpy(folder / "features.npy", drawFeatures(tags, rng));
  const at::Tensor taste = normals(rng, kTagUsers, kTags);
  const at::Tensor unexplained = normals(rng, kTagUsers, 8).mm(normals(rng, 8, kTagItems));
  at::Tensor utility = (taste.mm(tags.t()) / 2 + 0.3 * unexplained) / 0.5 + normals(rng, 1, kTagItems);
  const auto seen = tags.accessor<float, 2>();
  std::ofstream items(folder / "items.csv");
  items << "item_id,title,tags\n";
  for (std::int64_t i = 0; i < kTagItems; ++i) {
    std::string list;
    for (std::int64_t t = 0; t < kTags; ++t) {
      if (seen[i][t] > 0) list += (list.empty() ? "t" : "|t") + std::to_string(t);
    }
    items << "i" << i << ",Item " << i << "," << list << "\n";
  }
  std::ofstream chosen(folder / "interactions.csv");
  chosen << "user_id,item_id,rating,timestamp\n";
  const auto wish = utility.accessor<float, 2>();
  for (std::int64_t u = 0; u < kTagUsers; ++u) {
    std::vector<std::pair<double, std::int64_t>> order;
    for (std::int64_t i = 0; i < kTagItems; ++i) {
      order.emplace_back(wish[u][i] - std::log(-std::log(rng.uniform() + 1e-12) + 1e-12), i);
    }
    std::partial_sort(order.begin(), order.begin() + kChosenEach, order.end(), std::greater<>());
    for (int k = 0; k < kChosenEach; ++k) {
      chosen << "u" << u << ",i" << order[static_cast<std::size_t>(k)].second << ",1," << rng.below(1000000) << "\n";
    }
  }
}

}  // namespace marcie::eval::fixtures
