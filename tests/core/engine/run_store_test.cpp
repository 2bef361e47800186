#include "core/engine/run_store.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace marcie::engine {
namespace {

// Sets environment variables for the life of the object.
class Environment {
 public:
  explicit Environment(std::vector<std::pair<std::string, std::string>> values) {
    for (const auto* name : {"MARCIE_HOME", "XDG_DATA_HOME", "HOME"}) {
      const char* old = std::getenv(name);
      old_.emplace_back(name, old == nullptr ? "" : old);
      ::unsetenv(name);
    }
    for (const auto& [name, value] : values) ::setenv(name.c_str(), value.c_str(), 1);
  }
  ~Environment() {
    for (const auto& [name, value] : old_) {
      if (value.empty()) {
        ::unsetenv(name.c_str());
      } else {
        ::setenv(name.c_str(), value.c_str(), 1);
      }
    }
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  std::vector<std::pair<std::string, std::string>> old_;
};

TEST(RunStoreTest, FoldersFollowTheEnvironment) {
  {
    const Environment set({{"MARCIE_HOME", "/a"}, {"XDG_DATA_HOME", "/b"}, {"HOME", "/c"}});
    EXPECT_EQ(defaultRunsRoot(), "/a/runs");
    EXPECT_EQ(defaultSampleRoot(), "/a/samples/kitchen");
  }
  {
    const Environment set({{"XDG_DATA_HOME", "/b"}, {"HOME", "/c"}});
    EXPECT_EQ(defaultRunsRoot(), "/b/marcie/runs");
  }
  {
    const Environment set(std::vector<std::pair<std::string, std::string>>{{"HOME", "/c"}});
    EXPECT_EQ(defaultRunsRoot(), "/c/.local/share/marcie/runs");
  }
}

TEST(RunStoreTest, SlugsAreSafeFolderNames) {
  EXPECT_EQ(slugOf("My first run!"), "my-first-run");
  EXPECT_EQ(slugOf("../../etc/passwd"), "etc-passwd");
  EXPECT_EQ(slugOf("菜谱"), "run");
  EXPECT_EQ(slugOf(""), "run");
  EXPECT_EQ(slugOf(std::string(500, 'a')).size(), 60U);
  EXPECT_EQ(slugOf("a--b  c"), "a-b-c");
}

TEST(RunStoreTest, AnUnnamedRunIsCalledAfterItsDataAndMethod) {
  const testing::TempFolder folder;
  RunSpec spec;
  spec.data.path = "/data/food10/";
  const auto run = createRun(folder.path(), "  ", spec);
  ASSERT_TRUE(run) << run.error().toString();
  EXPECT_EQ(run->root().filename(), "food10-full");
  EXPECT_EQ(run->notes().name, "food10 full");
}

TEST(RunStoreTest, NeverUsesAFolderThatExists) {
  const testing::TempFolder folder;
  std::filesystem::create_directories(folder / "x");
  testing::writeText(folder / "x" / "mine.txt", "keep");
  const auto run = createRun(folder.path(), "x", RunSpec{});
  ASSERT_TRUE(run);
  EXPECT_EQ(run->root().filename(), "x-2");
  EXPECT_EQ(testing::readText(folder / "x" / "mine.txt"), "keep");
}

}  // namespace
}  // namespace marcie::engine
