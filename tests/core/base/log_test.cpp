#include "core/base/log.h"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace marcie {
namespace {

using marcie::testing::readText;
using marcie::testing::TempFolder;

TEST(LogTest, FileGetsEverythingAndConsoleOnlyFromItsLevelUp) {
  const TempFolder folder;
  log::openFile(folder / "log.txt");
  log::setConsoleLevel(log::Level::warning);
  ::testing::internal::CaptureStderr();
  log::info("epoch 3 of 8");
  log::warning("the disk is nearly full");
  log::debug("details {not a format}");
  log::info("last");
  const std::string console = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(console.find("epoch 3 of 8"), std::string::npos);
  EXPECT_NE(console.find("the disk is nearly full"), std::string::npos);
  const std::string file = readText(folder / "log.txt");
  for (const char* text : {"epoch 3 of 8", "the disk is nearly full", "details {not a format}", "last"}) {
    EXPECT_NE(file.find(text), std::string::npos) << text;
  }
}

TEST(LogTest, AFileThatCannotBeOpenedIsReportedAndNothingElse) {
  const TempFolder folder;
  marcie::testing::writeText(folder / "file", "x");
  ::testing::internal::CaptureStderr();
  log::openFile(folder / "file/log.txt");
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("cannot open the log file"), std::string::npos);
}

}  // namespace
}  // namespace marcie
