#include <algorithm>

#include "core/api/protocol_samples.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class RobustnessCorruptionsTest : public EngineTest {};

TEST_F(RobustnessCorruptionsTest, NamesThemAll) {
  const auto reply = client().call(protocol::Corruptions{});
  ASSERT_TRUE(reply);
  EXPECT_GE(reply->corruptions.size(), 14U);
  for (const auto& one : reply->corruptions) EXPECT_FALSE(one.title.empty() || one.help.empty()) << one.name;
}

}  // namespace
}  // namespace marcie::engine
