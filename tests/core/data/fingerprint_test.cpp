#include "core/data/fingerprint.h"

#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::TempFolder;

class FingerprintTest : public ::testing::Test {
 protected:
  static Dataset below(const TempFolder& folder) {
    Dataset dataset;
    dataset.root = (folder / "").parent_path().string();
    dataset.classes = {"a", "b"};
    for (int i = 0; i < 6; ++i) {
      const std::string name = "p/" + std::to_string(i) + ".png";
      folder.write(name, std::string(static_cast<std::size_t>(10 + i), 'x'));
      dataset.samples.push_back({(folder / name).string(), i % 2, i < 4 ? Split::test : Split::train, {}});
    }
    return dataset;
  }
  TempFolder folder, elsewhere;
};

TEST_F(FingerprintTest, IsTheSameWhereverTheDataLies) {
  const Dataset here = below(folder);
  Dataset there = below(elsewhere);
  std::swap(there.samples[0], there.samples[3]);
  EXPECT_EQ(fingerprintOf(here, Split::test), fingerprintOf(there, Split::test)) << "the order does not matter";
  EXPECT_EQ(fingerprintOf(here, Split::test).pictures, 4);
  EXPECT_EQ(relativeName(here, here.samples[1]), "p/1.png");
  EXPECT_NE(fingerprintOf(here, Split::train).hash, fingerprintOf(here, Split::test).hash);
  EXPECT_NE(fingerprintOf(here, Split::test).toString().find("4 test pictures of 2 classes"), std::string::npos);
}

TEST_F(FingerprintTest, DiffersByPictureLabelAndContent) {
  const auto original = fingerprintOf(below(folder), Split::test);
  Dataset changed = below(folder);
  changed.samples[4].split = Split::test;
  EXPECT_NE(fingerprintOf(changed, Split::test), original);
  changed = below(folder);
  changed.samples[0].label = 1;
  EXPECT_NE(fingerprintOf(changed, Split::test), original);
  changed = below(folder);
  folder.write("p/2.png", "another picture under the same name");
  EXPECT_NE(fingerprintOf(changed, Split::test), original);
  changed = below(folder);
  changed.samples[5].label = 0;
  EXPECT_EQ(fingerprintOf(changed, Split::test), original) << "training pictures do not matter to the test";
}

}  // namespace
}  // namespace marcie::data
