#include <array>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace marcie {
namespace {

using marcie::testing::TempFolder;

TEST(FileLockTest, IsHeldWhileTheObjectLives) {
  const TempFolder folder;
  const auto path = folder / "lock";
  EXPECT_FALSE(FileLock::isHeld(path));
  {
    const auto lock = FileLock::acquire(path);
    ASSERT_TRUE(lock.ok());
    EXPECT_TRUE(FileLock::isHeld(path));
  }
  EXPECT_FALSE(FileLock::isHeld(path));
}

TEST(FileLockTest, SecondHolderIsRefused) {
  const TempFolder folder;
  const auto first = FileLock::acquire(folder / "lock");
  ASSERT_TRUE(first.ok());
  const auto second = FileLock::acquire(folder / "lock");
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::busy);
}

TEST(FileLockTest, AskingDoesNotTakeIt) {
  const TempFolder folder;
  { ASSERT_TRUE(FileLock::acquire(folder / "lock").ok()); }
  EXPECT_FALSE(FileLock::isHeld(folder / "lock"));
  EXPECT_FALSE(FileLock::isHeld(folder / "lock"));
  EXPECT_TRUE(FileLock::acquire(folder / "lock").ok());
}

TEST(FileLockTest, MovesWithTheObject) {
  const TempFolder folder;
  auto lock = FileLock::acquire(folder / "lock");
  ASSERT_TRUE(lock.ok());
  {
    const FileLock moved = std::move(*lock);
    EXPECT_TRUE(FileLock::isHeld(folder / "lock"));
  }
  EXPECT_FALSE(FileLock::isHeld(folder / "lock"));
}

TEST(FileLockTest, AnUnwritablePlaceIsAnError) {
  const TempFolder folder;
  EXPECT_FALSE(FileLock::acquire(folder / "missing/lock").ok());
}

// How an interrupted trainer is told from a running one, however it died.
TEST(FileLockTest, IsReleasedWhenTheProcessIsKilled) {
  const TempFolder folder;
  const auto path = folder / "lock";
  std::array<int, 2> ready{};
  ASSERT_EQ(::pipe(ready.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = FileLock::acquire(path);
    const char answer = lock.ok() ? 'y' : 'n';
    (void)!::write(ready[1], &answer, 1);
    for (;;) ::pause();
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  EXPECT_TRUE(FileLock::isHeld(path));
  EXPECT_EQ(FileLock::acquire(path).error().code, ErrorCode::busy);

  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_FALSE(FileLock::isHeld(path));
  EXPECT_TRUE(FileLock::acquire(path).ok());
  ::close(ready[0]);
  ::close(ready[1]);
}

}  // namespace
}  // namespace marcie
