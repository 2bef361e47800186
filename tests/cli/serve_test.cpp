// The engine as the window sees it: a process behind two pipes.
#include <array>
#include <csignal>
#include <random>

#include "tests/cli/cli_harness.h"
#include "tests/support/frame_client.h"

namespace marcie::cli {
namespace {

namespace fs = std::filesystem;
using protocol::RunAction;
using std::chrono::milliseconds;
using std::chrono::seconds;

class ServeTest : public CliTest {
 protected:
  static testing::ChildOptions engineOptions() {
    std::signal(SIGPIPE, SIG_IGN);
    auto made = options();
    made.pipeInput = true;
    made.ownSession = true;
    return made;
  }
  // Runs that tests leave training are ended, so that nothing outlives the suite.
  void TearDown() override {
    for (const auto& info : listRuns(path("home") / "runs")) {
      const RunFolder run(info.path);
      if (!isLive(run.status().state)) continue;
      run.request(RunFolder::Control::discard);
      run.withdraw(RunFolder::Control::pause);
      EXPECT_TRUE(testing::eventually([&] { return !isLive(run.status().state); }));
    }
  }
};

// An engine process and a client on its pipes.
struct LiveEngine {
  testing::ChildProcess process;
  testing::FrameClient client;
  LiveEngine(const std::vector<std::string>& command, const testing::ChildOptions& options)
      : process(command, options), client(process.input(), process.output()) {}

  RunFolder start(const Json& spec, const std::string& name) {
    const auto reply = client.call(protocol::RunStart::kMethod, Json{{"spec", spec}, {"name", name}});
    EXPECT_TRUE(reply) << reply.error().toString();
    return RunFolder(reply ? (*reply)["run"].get<std::string>() : std::string("/nowhere"));
  }
  Result<protocol::Empty> ask(const RunFolder& run, RunAction action, std::int64_t epochs = 0) {
    return client.call(protocol::RunControl{run.root().string(), action, epochs});
  }
  // Reads status notes in their order, so that a state seen earlier is not mistaken for a later one.
  bool waitForState(const RunFolder& run, std::string_view state) {
    for (;;) {
      const auto note = client.notification(protocol::RunStatusNote::kMethod,
                                            [&](const Json& params) { return params["run"] == run.root().string(); });
      if (!note || (*note)["status"]["state"] == state) return note.has_value();
    }
  }
};

TEST_F(ServeTest, TheWholePathOverRealPipes) {
  LiveEngine engine(command({"serve"}), engineOptions());
  auto& client = engine.client;
  const auto hello = client.call(protocol::Hello{.protocol = kProtocolVersion});
  ASSERT_TRUE(hello) << hello.error().toString();
  EXPECT_EQ(hello->pid, engine.process.pid());
  EXPECT_EQ(hello->runsRoot, path("home").string() + "/runs");
  ASSERT_TRUE(client.call(protocol::Catalog{}));

  const DataOptions data{.path = kitchen()};
  const auto summary = client.call(protocol::DataInspect{data});
  ASSERT_TRUE(summary) << summary.error().toString();
  EXPECT_EQ(summary->images, 48);
  const auto rows = client.call(protocol::DataRows{.data = data, .count = 8, .split = "test"});
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->rows.size(), 8U);
  EXPECT_FALSE(rows->rows[0].tags.empty());
  const auto thumbnails = client.call(protocol::Thumbnails{.paths = {rows->rows[0].path}, .size = 24});
  ASSERT_TRUE(thumbnails);
  EXPECT_EQ(thumbnails->thumbnails.at(0).picture.width, 24);

  const RunFolder run = engine.start(tinySpec(300), "Pipe dream");
  ASSERT_TRUE(client.call(protocol::RunWatch{run.root().string()}));
  ASSERT_TRUE(client.notification(protocol::RunEventsNote::kMethod, [](const Json& note) {
    for (const auto& event : note["events"]) {
      if (event["type"] == "checkpointSaved") return true;
    }
    return false;
  }));
  const auto card = client.call(protocol::Predict{run.root().string(), rows->rows[0].path, 3, 4});
  ASSERT_TRUE(card) << card.error().toString();
  EXPECT_EQ(card->top.size(), 3U);
  EXPECT_EQ(card->neighbours.size(), 4U);
  EXPECT_EQ(card->trueLabel, rows->rows[0].label);
  EXPECT_TRUE(isLive(run.status().state)) << "predicted while it trains";

  ASSERT_TRUE(engine.ask(run, RunAction::pause));
  ASSERT_TRUE(engine.waitForState(run, "paused"));
  ASSERT_TRUE(engine.ask(run, RunAction::unpause));
  ASSERT_TRUE(engine.waitForState(run, "running"));
  ASSERT_TRUE(engine.ask(run, RunAction::stop));
  ASSERT_TRUE(engine.waitForState(run, "stopped"));
  const auto step = run.status().step;
  ASSERT_TRUE(engine.ask(run, RunAction::resume));
  ASSERT_TRUE(engine.waitForState(run, "running"));
  ASSERT_TRUE(testing::eventually([&] { return run.status().step > step; }));
  const auto refused = client.call(protocol::RunDelete{run.root().string()});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::busy);
  ASSERT_TRUE(engine.ask(run, RunAction::stop));
  ASSERT_TRUE(engine.waitForState(run, "stopped"));
  const auto list = client.call(protocol::RunsList{});
  ASSERT_TRUE(list);
  ASSERT_EQ(list->runs.size(), 1U);
  EXPECT_EQ(list->runs[0].notes.name, "Pipe dream");
  ASSERT_TRUE(testing::eventually([&] { return client.call(protocol::RunDelete{run.root().string()}).ok(); }));

  engine.process.closeInput();
  const auto ending = engine.process.wait(seconds(20));
  ASSERT_TRUE(ending.has_value()) << "ends with its input";
  EXPECT_EQ(ending->exitCode, 0) << ending->err;
}

TEST_F(ServeTest, PauseIsAcknowledgedWithin200Milliseconds) {
  LiveEngine engine(command({"serve"}), engineOptions());
  const RunFolder run = engine.start(tinySpec(2000), "pause");
  ASSERT_TRUE(engine.client.call(protocol::RunWatch{run.root().string()}));
  ASSERT_TRUE(engine.waitForState(run, "running"));
  auto best = milliseconds(1000000);  // of a few tries: the machine may be busy with other things
  for (int attempt = 0; attempt < 4; ++attempt) {
    const auto asked = std::chrono::steady_clock::now();
    ASSERT_TRUE(engine.ask(run, RunAction::pause));
    ASSERT_TRUE(engine.waitForState(run, "paused"));
    best = std::min(best, std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - asked));
    ASSERT_TRUE(engine.ask(run, RunAction::unpause));
    ASSERT_TRUE(engine.waitForState(run, "running"));
  }
  EXPECT_LE(best.count(), 200) << "from the request to the status that says so";
}

TEST_F(ServeTest, PauseRightAfterStartIsNeverLost) {
  LiveEngine engine(command({"serve"}), engineOptions());
  for (int round = 0; round < 20; ++round) {
    const RunFolder run = engine.start(tinySpec(2000), "hasty");
    ASSERT_TRUE(engine.ask(run, RunAction::pause));
    ASSERT_TRUE(testing::eventually([&] { return run.status().state == RunState::paused; })) << "round " << round;
    EXPECT_LE(run.status().step, 1) << "before the second step";
    ASSERT_TRUE(engine.ask(run, RunAction::discard));
    ASSERT_TRUE(testing::eventually([&] { return !isLive(run.status().state); })) << "round " << round;
  }
}

TEST_F(ServeTest, ARunOutlivesItsEngine) {
  RunFolder run("/");
  {
    LiveEngine engine(command({"serve"}), engineOptions());
    run = engine.start(tinySpec(4000), "survivor");
    ASSERT_TRUE(testing::eventually([&] { return run.status().step > 0; }));
    ::kill(-engine.process.pid(), SIGKILL);  // and everything in its session
    ASSERT_TRUE(engine.process.wait(seconds(10)).has_value());
  }
  const auto step = run.status().step;
  EXPECT_TRUE(testing::eventually([&] { return run.status().step > step + 5; }));

  LiveEngine second(command({"serve"}), engineOptions());
  const auto list = second.client.call(protocol::RunsList{});
  ASSERT_TRUE(list);
  const auto live = std::find_if(list->runs.begin(), list->runs.end(),
                                 [](const RunInfo& info) { return info.status.state == RunState::running; });
  ASSERT_NE(live, list->runs.end()) << "the next engine finds it running";
  EXPECT_EQ(live->path, run.root().string());
  ASSERT_TRUE(second.client.call(protocol::RunWatch{live->path}));
  ASSERT_TRUE(second.ask(run, RunAction::stop));
  EXPECT_TRUE(second.waitForState(run, "stopped"));
}

TEST_F(ServeTest, AKilledTrainerIsShownAsInterrupted) {
  LiveEngine engine(command({"serve"}), engineOptions());
  const RunFolder run = engine.start(tinySpec(4000), "victim");
  ASSERT_TRUE(engine.client.call(protocol::RunWatch{run.root().string()}));
  ASSERT_TRUE(testing::eventually([&] { return run.status().step > 0; }));
  const auto pid = static_cast<pid_t>(run.status().pid);
  ASSERT_GT(pid, 1);
  ::kill(pid, SIGKILL);
  EXPECT_TRUE(engine.waitForState(run, "interrupted"));
  EXPECT_TRUE(testing::eventually([&] { return !fs::exists("/proc/" + std::to_string(pid)); })) << "no zombie stays";
}

// Bytes that no window would send: an error, never a crash, never a hang.
TEST_F(ServeTest, SurvivesAnythingOnItsInput) {
  std::mt19937 random(11);
  std::string noise(5000, '\0');
  for (auto& byte : noise) byte = static_cast<char>(random());
  const std::string frame = encodeFrame(protocol::makeRequest(1, "runs.list", Json::object()));
  std::string flipped = frame;
  flipped[kFrameHeaderSize] = static_cast<char>(0xC1);  // the one byte that MessagePack never uses
  std::string tooLong = frame;
  tooLong.replace(4, 4, "\xFF\xFF\xFF\xFF");
  std::string promised = frame;
  promised.replace(4, 4, std::string("\x00\x00\x00\x0F", 4));  // 251,658,240 bytes that never come
  std::string nested(frame.substr(0, 4));
  const std::string depth(100000, static_cast<char>(0x91));
  for (int i = 0; i < 4; ++i) nested += static_cast<char>((depth.size() >> (8 * i)) & 0xFF);
  nested += depth;
  const std::vector<std::pair<std::string, std::string>> inputs{
      {"noise", noise},        {"damaged payload", flipped},          {"too long", tooLong},
      {"truncated", promised}, {"half a header", frame.substr(0, 5)}, {"deep nesting", nested}};
  for (const auto& [what, bytes] : inputs) {
    LiveEngine engine(command({"serve"}), engineOptions());
    engine.client.sendBytes(bytes);
    engine.process.closeInput();
    const auto ending = engine.process.wait(seconds(30));
    ASSERT_TRUE(ending.has_value()) << what << ": hangs";
    EXPECT_EQ(ending->exitCode, 1) << what << ": signal " << ending->signal;
    EXPECT_FALSE(ending->err.empty()) << what << ": says nothing";
  }
}

}  // namespace
}  // namespace marcie::cli
