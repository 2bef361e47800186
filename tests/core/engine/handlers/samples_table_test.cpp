#include <algorithm>
#include <cmath>
#include <fstream>

#include "core/api/protocol_samples.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class SamplesTableTest : public EngineTest {};

TEST_F(SamplesTableTest, HasARowForEveryPictureAndIsKept) {
  const RunFolder run = trainedRun(engine);
  protocol::SamplesTable request;
  request.run = run.root().string();
  const auto table = client().call(request);
  ASSERT_TRUE(table) << table.error().toString();
  EXPECT_TRUE(table->isSound());
  EXPECT_GT(table->size(), 0U);
  for (std::size_t i = 0; i < table->size(); ++i) {
    EXPECT_GE(table->confidence[i], table->truth[i] - 1e-6);
    EXPECT_NEAR(std::exp(-table->loss[i]), table->truth[i], 1e-4);
    if (table->isRight(i)) {
      EXPECT_NEAR(table->confidence[i], table->truth[i], 1e-6);
    }
  }
  const auto file = run.snapshotsFolder() / ("samples-test-" + table->data + ".json");
  ASSERT_TRUE(std::filesystem::exists(file));
  const auto again = client().call(request);
  EXPECT_EQ(toJson(*again), toJson(*table));
  // A damaged file is made again, not believed.
  std::ofstream(file) << "{\"version\": 1, ";
  EXPECT_EQ(toJson(*client().call(request)), toJson(*table));
  request.split = "holdout";
  EXPECT_EQ(client().call(request).error().code, ErrorCode::usage);
}

}  // namespace
}  // namespace marcie::engine
