// A world in which content inference must win: what people like is said by latent tags, and pictures show the tags
// through a bent, noisy view that shows other things as well.
#pragma once

#include <cstdint>
#include <filesystem>

namespace marcie::eval::fixtures {

// 300 users, 2,000 items with 4 of 24 tags each (probability ∝ rank^-½) and 16 nuisance factors. Feature: 64 numbers,
// tanh(tags M + nuisance N + b) Q, scaled to a spread of 1, plus 0.3 N(0, 1), z-scored. Utility: taste · tags / 2 plus
// 0.3 times a part of rank 8 that no content explains, over 0.5, plus popularity N(0, 1); each user takes the 20 best
// after Gumbel noise. Writes items.csv, interactions.csv and features.npy.
void writeTagWorld(const std::filesystem::path& folder, std::uint64_t seed);

}  // namespace marcie::eval::fixtures
