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
  EXPECT_EQ(reply->k, 20);
  ASSERT_FALSE(reply->report["byPopularity"].empty());
  EXPECT_EQ(reply->report["byPopularity"][0]["fromUsers"], 0) << "cold items come first";
  // Recall over all users' items is what the groups are made of.
  double hits = 0, positives = 0, own = 0;
  for (const auto& group : reply->report["byPopularity"]) {
    positives += group["positives"].get<double>();
    if (group["recall"].is_number()) hits += group["recall"].get<double>() * group["positives"].get<double>();
  }
  EXPECT_EQ(positives, reply->report["all"]["positives"].get<double>());
  EXPECT_GT(hits, 0);
  for (const auto& user : reply->users) {
    EXPECT_GE(user.allRecall, 0);
    EXPECT_LE(user.allRecall, 1);
    EXPECT_GE(user.popularity, 0);
    own += user.allRecall;
  }
  EXPECT_NEAR(own / static_cast<double>(reply->users.size()), reply->report["all"]["recall@20"].get<double>(), 1e-9);
  EXPECT_FALSE(client().call(protocol::RecMetrics{run, "train"}));
}

}  // namespace
}  // namespace marcie::engine
