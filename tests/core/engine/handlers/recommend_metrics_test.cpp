#include "tests/core/engine/handlers/tiny_recommender.h"

namespace marcie::engine {
namespace {

class RecommendMetricsTest : public EngineTest {};

TEST_F(RecommendMetricsTest, ListsAndUsers) {
  const std::string run = trainTinyRecommender(engine);
  const auto reply = client().call(protocol::RecMetrics{run});
  ASSERT_TRUE(reply) << reply.error().toString();
  for (const char* list : {"cold", "warm", "all"}) {
    ASSERT_TRUE(reply->report.contains(list)) << reply->report.dump(2);
    EXPECT_TRUE(reply->report[list]["auc"].is_number()) << list;
  }
  EXPECT_FALSE(reply->setting.empty());
  EXPECT_GT(reply->users.size(), 10U);
  EXPECT_FALSE(client().call(protocol::RecMetrics{run, "train"}));
}

}  // namespace
}  // namespace marcie::engine
