#include <random>

#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class ServerTest : public EngineTest {};

TEST_F(ServerTest, EndOfInputIsACleanEnd) {
  ASSERT_TRUE(client().call(protocol::Hello{.protocol = kProtocolVersion}));
  EXPECT_EQ(engine.finish(), 0);
}

TEST_F(ServerTest, EndsWhileALongQueryRuns) {
  const auto id = client().send(protocol::MakeSample::kMethod, Json::object());
  ASSERT_TRUE(client().notification(protocol::Progress::kMethod, [&](const Json& p) { return p["id"] == id; }));
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(engine.finish(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
}

TEST_F(ServerTest, AQuickQueryIsNeverBehindALongOne) {
  const auto slow = client().send(protocol::MakeSample::kMethod, Json::object());
  ASSERT_TRUE(client().notification(protocol::Progress::kMethod, [&](const Json& p) { return p["id"] == slow; }));
  EXPECT_TRUE(client().call(protocol::RunsList{}, std::chrono::seconds(5)));
  const auto stillRuns = client().answerTo(slow, std::chrono::milliseconds(1));
  ASSERT_FALSE(stillRuns);
  EXPECT_EQ(stillRuns.error().message, "timeout");
}

TEST_F(ServerTest, AMalformedFrameGetsOneErrorAndEndsTheEngine) {
  client().sendBytes("this is no frame at all");
  const auto reply = client().stray();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(protocol::errorFromJson((*reply)["error"]).code, ErrorCode::protocol);
  EXPECT_EQ(engine.finish(), 1);
}

TEST_F(ServerTest, RequestsOfWrongShapeAreAnsweredAndForgotten) {
  const auto answer = [&](const Json& message) {
    client().sendBytes(encodeFrame(message));
    return client().stray();
  };
  for (const Json& message :
       {Json(7), Json::array(), Json{{"method", "hello"}}, Json{{"id", "text"}, {"method", "hello"}}}) {
    const auto reply = answer(message);
    ASSERT_TRUE(reply.has_value()) << message.dump();
    EXPECT_EQ(protocol::errorFromJson((*reply)["error"]).code, ErrorCode::protocol) << message.dump();
  }
  const auto unknown = client().call("runs.lst", Json::object());
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::usage);
  EXPECT_NE(unknown.error().message.find("'runs.list'"), std::string::npos);
  const auto extra = client().call("runs.list", Json{{"rot", "x"}});
  ASSERT_FALSE(extra);
  EXPECT_NE(extra.error().message.find("did you mean 'root'"), std::string::npos) << extra.error().message;
  EXPECT_TRUE(client().call(protocol::RunsList{})) << "still there";
}

TEST_F(ServerTest, CancelOfAnythingIsHarmless) {
  EXPECT_TRUE(client().call(protocol::Cancel{.id = 123456}));
  EXPECT_FALSE(client().call("cancel", Json{{"id", "x"}}));
}

// Every method survives parameters that make no sense.
TEST_F(ServerTest, HandlersSurviveNonsense) {
  std::mt19937 random(5);
  const std::vector<Json> values{nullptr, -1, 1e300, "", "x", Json::array({1}), Json::object({{"path", 3}}), true};
  for (int round = 0; round < 20; ++round) {
    for (const auto* handler : handlers()) {
      if (handler->lane == Lane::sample) continue;  // takes no parameters and really draws
      Json params = Json::object();
      for (const auto* key : {"data", "run", "path", "spec", "offset", "count", "action", "notes", "paths", "size"}) {
        if (random() % 3 == 0) params[key] = values[random() % values.size()];
      }
      const auto reply = client().call(handler->method, params, std::chrono::seconds(20));
      if (reply) continue;
      EXPECT_NE(reply.error().code, ErrorCode::io) << handler->method << " " << params.dump();
      EXPECT_NE(reply.error().message, "timeout") << handler->method << " " << params.dump();
    }
  }
}

}  // namespace
}  // namespace marcie::engine
