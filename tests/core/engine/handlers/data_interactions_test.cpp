#include "tests/core/engine/engine_harness.h"
#include "tests/core/train/rec/rec_toy.h"

namespace marcie::engine {
namespace {

class DataInteractionsTest : public EngineTest {
 protected:
  protocol::InteractionsInspect request() {
    const auto world = engine.path() / "world";
    train::fixtures::writeRecToy(world, {.pictures = true});
    protocol::InteractionsInspect inspect;
    inspect.data.path = world.string();
    return inspect;
  }
};

TEST_F(DataInteractionsTest, CountsUsersAndItemsAndReportsProgress) {
  const auto id = client().send(protocol::InteractionsInspect::kMethod, toJson(request()));
  const auto answer = client().answerTo(id);
  ASSERT_TRUE(answer) << answer.error().toString();
  const auto summary = parseStruct<RecSummary>(*answer);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->reader, "tables");
  EXPECT_EQ(summary->users, 24);
  EXPECT_EQ(summary->items, 40);
  EXPECT_GT(summary->interactions, 0);
  EXPECT_GT(summary->coldTest, 0);
  EXPECT_TRUE(summary->looksAtPictures);
  EXPECT_FALSE(summary->readers.empty());
  const auto last = client().notification(protocol::Progress::kMethod, [&](const Json& params) {
    return params["id"] == id && params["done"] == params["total"];
  });
  EXPECT_TRUE(last.has_value()) << "the bar reaches its end";
}

TEST_F(DataInteractionsTest, TheSplitFollowsTheRequest) {
  auto inspect = request();
  inspect.split.protocol = RecProtocol::leaveOneOut;
  const auto reply = client().call(inspect);
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(reply->protocol, "leave_one_out");
}

TEST_F(DataInteractionsTest, PicturesAloneAreRefusedWithWhatIsExpected) {
  protocol::InteractionsInspect inspect;
  inspect.data.path = engine.makePictures(2).string();
  const auto reply = client().call(inspect);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::data);
  EXPECT_NE(reply.error().hint.find("interactions.csv"), std::string::npos) << reply.error().hint;
}

}  // namespace
}  // namespace marcie::engine
