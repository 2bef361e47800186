#include "core/data/kitchen/kitchen.h"
#include "core/rec/data/reader.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

TEST(KitchenWorldTest, JoinsPeopleAndTheIngredientsOfTheirPlates) {
  const test::DataFolder folder;
  data::KitchenOptions options;
  options.images = 60;
  options.users = 12;
  options.imageSize = 32;
  ASSERT_TRUE(data::synthKitchen(options, folder / "kitchen").ok());
  const auto world = readRecData((folder / "kitchen").string());
  ASSERT_TRUE(world.ok()) << world.error().toString();
  EXPECT_EQ(world->reader, "kitchen_world");
  EXPECT_EQ(world->userCount(), 12);
  EXPECT_EQ(world->itemCount(), 60);
  EXPECT_GT(world->vocabulary.size(), 10U);
  for (const Item& item : world->items) {
    EXPECT_FALSE(item.image.empty());
    EXPECT_GE(item.annotations.size(), 2U);
  }
  EXPECT_TRUE(world->hasTimes);
  EXPECT_TRUE(std::any_of(world->items.begin(), world->items.end(), [](const Item& i) { return i.markedCold; }));
}

TEST(KitchenWorldTest, SaysWhatIsMissing) {
  const test::DataFolder folder;
  for (const char* name : {"world.json", "items.csv", "interactions.csv", "samples.csv"}) {
    folder.write(name, "item,user\n1,2\n");
  }
  RecDataOptions options;
  options.reader = "kitchen_world";
  const auto data = readRecData(folder.path().string(), options);
  ASSERT_FALSE(data.ok());
  EXPECT_NE(data.error().toString().find("samples.csv has no columns 'image' and 'tags'"), std::string::npos)
      << data.error().toString();
}

}  // namespace
}  // namespace marcie::rec
