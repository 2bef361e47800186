#include <cmath>
#include <numeric>

#include "core/api/protocol_alignment.h"
#include "tests/core/engine/handlers/tiny_run.h"

namespace marcie::engine {
namespace {

class EmbeddingAlignmentTest : public EngineTest {};

TEST_F(EmbeddingAlignmentTest, ReportsHowPicturesAndTextsMeet) {
  const RunFolder run = trainTinyTextRun(engine);
  protocol::AlignmentReport request;
  request.run = run.root().string();
  request.worst = 5;
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(reply->pairs, 12);
  EXPECT_EQ(reply->available, 12);
  EXPECT_GT(reply->texts, 3);
  EXPECT_GT(reply->step, 0);
  ASSERT_EQ(reply->imageToText.size(), 3U);
  EXPECT_LE(reply->imageToText[0], reply->imageToText[1]);
  EXPECT_LE(reply->textToImage[1], reply->textToImage[2]);
  EXPECT_NEAR(std::accumulate(reply->matched.begin(), reply->matched.end(), 0.0), 1, 1e-9);
  ASSERT_EQ(reply->worst.size(), 5U);
  for (std::size_t i = 0; i + 1 < reply->worst.size(); ++i) {
    EXPECT_LE(reply->worst[i].cosine, reply->worst[i + 1].cosine);
  }
  EXPECT_FALSE(reply->worst[0].tags.empty());
  EXPECT_EQ(reply->worst[0].split, "val");
  EXPECT_TRUE(std::filesystem::exists(reply->worst[0].path));
  request.split.clear();
  EXPECT_EQ(client().call(request)->pairs, 36);
  request.limit = 9;
  const auto sample = client().call(request);
  EXPECT_LE(sample->pairs, 9);
  EXPECT_EQ(sample->available, 36);
}

TEST_F(EmbeddingAlignmentTest, SaysWhatIsMissing) {
  protocol::AlignmentReport request;
  request.run = trainTinyRun(engine).root().string();
  auto reply = client().call(request);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::unavailable);
  request.split = "tset";
  reply = client().call(request);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::usage);
  request.run = engine.makeRun("fresh").root().string();
  request.split = "val";
  reply = client().call(request);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::engine
