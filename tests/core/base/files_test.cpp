#include "core/base/files.h"

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace marcie {
namespace {

namespace fs = std::filesystem;
using marcie::testing::readText;
using marcie::testing::TempFolder;
using marcie::testing::writeText;

std::size_t entryCount(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

// Runs `body` in a child and returns its exit status; 255 when a signal ended it.
template <class Body>
int inChild(Body body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

TEST(FilesTest, ReadsWhatIsThere) {
  const TempFolder folder;
  const std::string bytes("a\0b\nc", 5);
  writeText(folder / "a.bin", bytes);
  EXPECT_EQ(readFile(folder / "a.bin").value(), bytes);
  writeText(folder / "empty", "");
  EXPECT_EQ(readFile(folder / "empty").value(), "");
}

TEST(FilesTest, ReadingSaysWhatIsWrong) {
  const TempFolder folder;
  EXPECT_EQ(readFile(folder / "missing").error().code, ErrorCode::notFound);
  EXPECT_EQ(readFile(folder.path()).error().code, ErrorCode::io);
  writeText(folder / "long", std::string(100, 'x'));
  EXPECT_EQ(readFile(folder / "long", 99).error().code, ErrorCode::format);
  EXPECT_TRUE(readFile(folder / "long", 100).ok());
}

TEST(FilesTest, ReadsTheTail) {
  const TempFolder folder;
  writeText(folder / "log", "0123456789");
  EXPECT_EQ(readFileTail(folder / "log", 3).value(), "789");
  EXPECT_EQ(readFileTail(folder / "log", 100).value(), "0123456789");
  EXPECT_FALSE(readFileTail(folder / "missing", 3).ok());
}

TEST(FilesTest, WritesReplaceTheWholeFileAndLeaveNothingBeside) {
  const TempFolder folder;
  const fs::path path = folder / "state.json";
  ASSERT_TRUE(writeFileAtomically(path, "a long first version").ok());
  ASSERT_TRUE(writeFileAtomically(path, "short").ok());
  EXPECT_EQ(readText(path), "short");
  ASSERT_TRUE(replaceFile(path, "again").ok());
  EXPECT_EQ(readText(path), "again");
  EXPECT_EQ(entryCount(folder.path()), 1U);
}

TEST(FilesTest, WritesInChunks) {
  const TempFolder folder;
  const auto result = writeFileAtomically(folder / "chunks", [](const ByteSink& put) {
    for (const char* part : {"one ", "two ", "three"}) EXPECT_TRUE(put(part));
  });
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(readText(folder / "chunks"), "one two three");
}

TEST(FilesTest, AWriterKilledHalfWayLeavesTheOldFile) {
  const TempFolder folder;
  const fs::path path = folder / "weights";
  writeText(path, "old");
  const int status = inChild([&] {
    (void)writeFileAtomically(path, [](const ByteSink& put) {
      put("half of the new ");
      ::raise(SIGKILL);
    });
    return 0;
  });
  EXPECT_EQ(status, 255);
  EXPECT_EQ(readText(path), "old");
}

// A file-size limit stands in for a full disk: the same write fails in the same place.
TEST(FilesTest, AFullDiskLeavesTheOldFileAndNoRest) {
  const TempFolder folder;
  const fs::path path = folder / "checkpoint";
  writeText(path, "old");
  const int status = inChild([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100000, 100000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const std::string block(30000, 'x');
    int accepted = 0;
    const auto result = writeFileAtomically(path, [&](const ByteSink& put) {
      for (int i = 0; i < 10 && put(block); ++i) ++accepted;
    });
    if (result.ok()) return 1;
    if (result.error().code != ErrorCode::diskFull) return 2;
    if (result.error().hint.empty()) return 3;
    return accepted == 3 ? 0 : 4;  // the producer learns of it and can stop
  });
  EXPECT_EQ(status, 0);
  EXPECT_EQ(readText(path), "old");
  EXPECT_EQ(entryCount(folder.path()), 1U);
}

TEST(FilesTest, WritingIntoAMissingFolderIsAnError) {
  const TempFolder folder;
  EXPECT_FALSE(writeFileAtomically(folder / "no/such/file", "x").ok());
  EXPECT_FALSE(fs::exists(folder / "no"));
}

TEST(FilesTest, MakesFoldersWithParents) {
  const TempFolder folder;
  ASSERT_TRUE(makeFolders(folder / "a/b/c").ok());
  EXPECT_TRUE(fs::is_directory(folder / "a/b/c"));
  EXPECT_TRUE(makeFolders(folder / "a/b/c").ok());
  writeText(folder / "file", "x");
  EXPECT_FALSE(makeFolders(folder / "file/below").ok());
}

}  // namespace
}  // namespace marcie
