#include "core/api/run_folder.h"

#include <chrono>

#include <gtest/gtest.h>

#include "tests/support/fill_visitor.h"
#include "tests/support/temp_folder.h"

namespace marcie {
namespace {

namespace fs = std::filesystem;
using marcie::testing::appendText;
using marcie::testing::TempFolder;
using marcie::testing::writeText;

RunFolder newRun(const TempFolder& parent, std::string_view name = "run") {
  auto created = RunFolder::create(parent / name, RunSpec{});
  EXPECT_TRUE(created.ok()) << created.error().toString();
  return *created;
}

void writeStatus(const RunFolder& run, RunState state, std::int64_t session) {
  RunStatus status;
  status.state = state;
  status.session = session;
  status.step = 12;
  writeText(run.statusFile(), dumpJson(toJson(status)));
}

TEST(RunFolderTest, CreateMakesTheWholeFolder) {
  const TempFolder parent;
  RunSpec spec;
  spec.trainer.seed = 42;
  const auto run = RunFolder::create(parent / "a/run", spec);
  ASSERT_TRUE(run.ok());
  EXPECT_TRUE(RunFolder::isRun(parent / "a/run"));
  EXPECT_TRUE(fs::is_directory(run->checkpointsFolder()));
  EXPECT_TRUE(fs::is_directory(run->snapshotsFolder()));
  ASSERT_TRUE(run->spec().ok());
  EXPECT_EQ(toJson(*run->spec()), toJson(spec));
}

TEST(RunFolderTest, CreateRefusesWhatExists) {
  const TempFolder parent;
  newRun(parent);
  const auto again = RunFolder::create(parent / "run", RunSpec{});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::exists);
  EXPECT_NE(again.error().hint.find("--resume"), std::string::npos);

  fs::create_directory(parent / "photos");
  writeText(parent / "photos/a.jpg", "x");
  EXPECT_EQ(RunFolder::create(parent / "photos", RunSpec{}).error().code, ErrorCode::exists);
  EXPECT_FALSE(RunFolder::isRun(parent / "photos"));
  writeText(parent / "file", "x");
  EXPECT_EQ(RunFolder::create(parent / "file", RunSpec{}).error().code, ErrorCode::exists);

  fs::create_directory(parent / "empty");
  EXPECT_TRUE(RunFolder::create(parent / "empty", RunSpec{}).ok());
}

TEST(RunFolderTest, SpecSaysWhatIsWrong) {
  const TempFolder parent;
  EXPECT_EQ(RunFolder(parent / "none").spec().error().code, ErrorCode::notFound);
  const RunFolder run = newRun(parent);
  for (const char* text :
       {"", "{", "[]", R"({"format":"marcie-run"})", R"({"format":5,"spec":{}})", R"({"format":"other","spec":{}})",
        R"({"format":"marcie-run","spec":{"trainr":{}}})", R"({"format":"marcie-run","spec":{"version":99}})"}) {
    writeText(run.root() / "run.json", text);
    const auto spec = run.spec();
    ASSERT_FALSE(spec.ok()) << text;
    EXPECT_EQ(spec.error().code, ErrorCode::format) << text;
  }
}

TEST(RunFolderTest, SaveSpecKeepsTheCreationTime) {
  const TempFolder parent;
  const RunFolder run = newRun(parent);
  const auto created = run.info()->created;
  RunSpec spec;
  spec.model.phases.joint = 99;
  ASSERT_TRUE(run.saveSpec(spec).ok());
  EXPECT_EQ(run.spec()->model.phases.joint, 99);
  EXPECT_EQ(run.info()->created, created);
}

TEST(RunFolderTest, StateFollowsTheLock) {
  const TempFolder parent;
  const RunFolder run = newRun(parent);
  EXPECT_EQ(run.status().state, RunState::created);
  for (const RunState live : {RunState::created, RunState::running, RunState::paused}) {
    writeStatus(run, live, 1);
    EXPECT_EQ(run.status().state, RunState::interrupted) << "nobody holds the lock";
    const auto lock = FileLock::acquire(run.lockFile());
    ASSERT_TRUE(lock.ok());
    EXPECT_EQ(run.status().state, live);
  }
  for (const RunState ended : {RunState::completed, RunState::stopped, RunState::failed}) {
    writeStatus(run, ended, 1);
    EXPECT_EQ(run.status().state, ended);
  }
  EXPECT_EQ(run.status().step, 12);
}

TEST(RunFolderTest, ATrainerThatNeverCameIsInterrupted) {
  const TempFolder parent;
  const RunFolder run = newRun(parent);
  fs::last_write_time(run.root() / "run.json", fs::file_time_type::clock::now() - std::chrono::hours(1));
  EXPECT_EQ(run.status().state, RunState::interrupted);
}

TEST(RunFolderTest, ADamagedStatusFileIsNoCrash) {
  const TempFolder parent;
  const RunFolder run = newRun(parent);
  for (const char* text : {"", "{", "[1]", R"({"state":"dancing","step":"x"})"}) {
    writeText(run.statusFile(), text);
    EXPECT_EQ(run.status().step, 0) << text;
  }
}

TEST(RunFolderTest, NotesDefaultToTheFolderName) {
  const TempFolder parent;
  const RunFolder run = newRun(parent, "dishes");
  EXPECT_EQ(run.notes().name, "dishes");
  ASSERT_TRUE(run.saveNotes({"Abendessen", "with 饺子\nsecond line"}).ok());
  EXPECT_EQ(run.notes().name, "Abendessen");
  EXPECT_EQ(run.notes().note, "with 饺子\nsecond line");
}

TEST(RunFolderTest, ControlsAreRaisedAndWithdrawnOneByOne) {
  using Control = RunFolder::Control;
  const TempFolder parent;
  const RunFolder run = newRun(parent);
  for (const Control control : {Control::pause, Control::stop, Control::discard}) {
    EXPECT_FALSE(run.isRequested(control));
    run.request(control);
    run.request(control);
    EXPECT_TRUE(run.isRequested(control));
  }
  run.withdraw(Control::stop);
  run.withdraw(Control::stop);
  EXPECT_FALSE(run.isRequested(Control::stop));
  EXPECT_TRUE(run.isRequested(Control::pause));
  EXPECT_TRUE(run.isRequested(Control::discard));
}

std::string lineOf(RunEventBody body) {
  return dumpJson(runEventToJson({1, 1, 1, std::move(body)})) + "\n";
}

TEST(RunFolderTest, InfoTellsTheLastValidationAndTheFailure) {
  const TempFolder parent;
  const RunFolder run = newRun(parent);
  appendText(run.eventsFile(), lineOf(MetricsReady{"val", {{"top1", 0.25}}}));
  appendText(run.eventsFile(), lineOf(MetricsReady{"val", {{"top1", 0.5}}}));
  appendText(run.eventsFile(), lineOf(MetricsReady{"test", {{"top1", 0.9}}}));
  appendText(run.eventsFile(), "{\"type\":\"metricsReady\", damaged\n");
  appendText(run.eventsFile(), lineOf(RunFinished{"failed", "memory", "out of memory", "", {}}));
  const auto info = run.info();
  ASSERT_TRUE(info.ok());
  ASSERT_EQ(info->metrics.size(), 1U);
  EXPECT_EQ(info->metrics[0].value, 0.5);
  EXPECT_EQ(info->message, "out of memory");
}

TEST(RunFolderTest, InfoReadsOnlyTheEndOfALongHistory) {
  const TempFolder parent;
  const RunFolder run = newRun(parent);
  std::string text = lineOf(MetricsReady{"val", {{"top1", 0.1}}});
  const std::string step = lineOf(StepEnd{0.1, {{"loss", 1.5}}});
  while (text.size() < (600U << 10U)) text += step;
  text += lineOf(MetricsReady{"val", {{"top1", 0.75}}});
  writeText(run.eventsFile(), text);
  const auto info = run.info();
  ASSERT_TRUE(info.ok());
  ASSERT_EQ(info->metrics.size(), 1U);
  EXPECT_EQ(info->metrics[0].value, 0.75);
}

TEST(RunFolderTest, TheListLeavesOutWhatIsNoRun) {
  const TempFolder parent;
  EXPECT_TRUE(listRuns(parent / "missing").empty());
  newRun(parent, "a");
  newRun(parent, "b");
  fs::create_directory(parent / "holiday");
  fs::create_directory(parent / "broken");
  writeText(parent / "broken/run.json", "{");
  const auto older = parseJsonText(marcie::testing::readText(parent / "a/run.json"));
  ASSERT_TRUE(older.ok());
  Json changed = *older;
  changed["created"] = "2020-01-01T00:00:00Z";
  writeText(parent / "a/run.json", dumpJson(changed));
  const auto runs = listRuns(parent.path());
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].notes.name, "b") << "newest first";
  EXPECT_EQ(runs[1].notes.name, "a");
}

}  // namespace
}  // namespace marcie
