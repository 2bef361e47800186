#include <unistd.h>

#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class HelloTest : public EngineTest {};

TEST_F(HelloTest, TellsWhoAnswersAndWhereThingsAre) {
  const auto reply = client().call(protocol::Hello{.protocol = kProtocolVersion});
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(reply->protocol, kProtocolVersion);
  EXPECT_EQ(reply->pid, ::getpid());
  EXPECT_FALSE(reply->version.empty());
  EXPECT_FALSE(reply->device.empty());
  EXPECT_GE(reply->threads, 1);
  EXPECT_GT(reply->memoryBytes, 1 << 20);
  EXPECT_EQ(reply->runsRoot, engine.runsRoot().string());
  EXPECT_EQ(reply->sampleRoot, engine.sampleRoot().string());
}

TEST_F(HelloTest, MovesTheRunsFolder) {
  const std::string elsewhere = (engine.path() / "elsewhere").string();
  const auto reply = client().call(protocol::Hello{.protocol = kProtocolVersion, .runsRoot = elsewhere});
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->runsRoot, elsewhere);
  EXPECT_EQ(client().call(protocol::Hello{.protocol = kProtocolVersion})->runsRoot, elsewhere);
}

TEST_F(HelloTest, RefusesAnotherVersionInASentence) {
  const auto reply = client().call(protocol::Hello{.protocol = kProtocolVersion + 1});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::protocol);
  EXPECT_NE(reply.error().message.find("version " + std::to_string(kProtocolVersion + 1)), std::string::npos);
  EXPECT_FALSE(reply.error().hint.empty());
}

}  // namespace
}  // namespace marcie::engine
