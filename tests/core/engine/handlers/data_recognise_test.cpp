#include "tests/core/engine/engine_harness.h"
#include "tests/core/train/rec/rec_toy.h"

namespace marcie::engine {
namespace {

class DataRecogniseTest : public EngineTest {};

TEST_F(DataRecogniseTest, TellsPicturesFromInteractions) {
  const auto pictures = client().call(protocol::DataRecognise{engine.makePictures(4).string()});
  ASSERT_TRUE(pictures) << pictures.error().toString();
  EXPECT_EQ(pictures->task, kMarnetTask);
  EXPECT_GT(pictures->pictures, pictures->interactions);
  const auto world = engine.path() / "world";
  train::fixtures::writeRecToy(world, {.pictures = true});
  const auto interactions = client().call(protocol::DataRecognise{world.string()});
  ASSERT_TRUE(interactions) << interactions.error().toString();
  EXPECT_EQ(interactions->task, kCierecTask);
  EXPECT_GE(interactions->interactions, 0.5);
}

TEST_F(DataRecogniseTest, NothingIsLeftToThePreviewOfPicturesWhichSaysWhy) {
  const auto reply = client().call(protocol::DataRecognise{(engine.path() / "gone").string()});
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(reply->task, kMarnetTask);
  EXPECT_EQ(reply->pictures, 0);
  EXPECT_EQ(reply->interactions, 0);
}

}  // namespace
}  // namespace marcie::engine
