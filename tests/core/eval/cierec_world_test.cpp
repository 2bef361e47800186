// The claim, where it must hold: annotations as privileged information lift a recommender on cold items.
#include <cmath>
#include <cstdlib>
#include <iostream>

#include <gtest/gtest.h>

#include "core/eval/recommender.h"
#include "core/train/run_training.h"
#include "tests/core/eval/tag_world.h"
#include "tests/support/temp_folder.h"

namespace marcie::eval::fixtures {
namespace {

struct WorldScores {
  double cold = 0, warm = 0;
};

RunSpec worldSpec(const std::filesystem::path& data, CierecVariant variant, std::uint64_t seed) {
  RunSpec spec = defaultRunSpec("cierec");
  spec.recData.path = data.string();
  spec.data.path = data.string();
  spec.recFeatures.kind = RecFeatureKind::matrix;
  spec.recFeatures.matrix = (data / "features.npy").string();
  spec.recFeatures.width = 0;
  spec.recSplit.protocol = RecProtocol::coldItems;
  spec.recSplit.newest = false;
  spec.recSplit.coldShare = 0.2;
  spec.recSplit.testShare = 0.15;
  spec.recSplit.validationShare = 0.1;
  spec.recSplit.seed = seed;
  spec.cierec.cierec = variant;
  spec.cierec.inference.detach = true;
  spec.cierec.inference.weight = 30;
  spec.cierec.inference.minCount = 5;
  spec.cierec.phases.inference = 60;
  spec.cierec.phases.train = 45;
  spec.trainer.batchSize = 256;
  spec.trainer.seed = seed;
  spec.trainer.threads = 1;
  spec.trainer.device = Device::cpu;
  return spec;
}

WorldScores scoresOf(const std::filesystem::path& folder, const RunSpec& spec) {
  const auto run = RunFolder::create(folder, spec);
  const auto outcome = train::runTraining(*run, {}, {});
  EXPECT_TRUE(outcome.ok()) << outcome.error().toString();
  const auto recommender = Recommender::open(*run);
  EXPECT_TRUE(recommender.ok()) << recommender.error().toString();
  const auto report = (*recommender)->judge(rec::Part::test, {});
  EXPECT_TRUE(report.ok()) << report.error().toString();
  return {report->cold.total.auc, report->warm.total.auc};
}

TEST(CierecWorldTest, InferenceLiftsColdItems) {
  constexpr int kSeeds = 5;
  const marcie::testing::TempFolder temp;
  ::setenv("MARCIE_CACHE_DIR", (temp / "cache").c_str(), 1);
  double gain = 0, overPhi = 0, warm = 0;
  int better = 0;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    const auto name = [&](const char* what) { return temp / (std::string(what) + std::to_string(seed)); };
    writeTagWorld(name("world"), static_cast<std::uint64_t>(seed));
    const auto run = [&](const char* what, CierecVariant variant) {
      return scoresOf(name(what), worldSpec(name("world"), variant, static_cast<std::uint64_t>(seed)));
    };
    const WorldScores plain = run("plain", CierecVariant::plain);
    const WorldScores phi = run("phi", CierecVariant::phi);
    const WorldScores full = run("full", CierecVariant::full);
    std::cout << "seed " << seed << ": VBPR " << plain.cold << " / " << plain.warm << ", phi " << phi.cold << " / "
              << phi.warm << ", CIERec " << full.cold << " / " << full.warm << " (cold / warm AUC)\n";
    gain += (full.cold - plain.cold) / kSeeds;
    overPhi += (full.cold - phi.cold) / kSeeds;
    warm += (full.warm - plain.warm) / kSeeds;
    better += full.cold > plain.cold ? 1 : 0;
  }
  EXPECT_GE(gain, 0.015);
  EXPECT_GE(better, 4);
  EXPECT_GE(overPhi, 0.02);
  EXPECT_GE(warm, -0.01);
}

}  // namespace
}  // namespace marcie::eval::fixtures
