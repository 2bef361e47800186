#include "core/api/presets.h"

#include <set>

#include <gtest/gtest.h>

#include "core/api/run_spec.h"

namespace marcie {
namespace {

TEST(PresetsTest, EveryPresetMakesAValidRun) {
  std::set<std::string> names;
  for (const auto& preset : presets()) {
    SCOPED_TRACE(preset.name);
    EXPECT_TRUE(names.insert(preset.task + " " + preset.name).second);
    EXPECT_FALSE(preset.title.empty());
    EXPECT_FALSE(preset.help.empty());
    const auto spec = makeRunSpec(preset.options, nullptr);
    ASSERT_TRUE(spec.ok()) << spec.error().toString();
    EXPECT_EQ(spec->task, preset.task);
  }
  for (const std::string task : {"marnet", "cierec"}) {
    for (const char* name : {"quick", "standard", "paper"}) EXPECT_TRUE(names.contains(task + " " + name)) << task;
  }
}

TEST(PresetsTest, APresetIsFoundByItsNameOnly) {
  const auto quick = findPreset("quick");
  ASSERT_TRUE(quick.ok());
  EXPECT_EQ(quick->name, "quick");
  const auto slip = findPreset("quik");
  ASSERT_FALSE(slip.ok());
  EXPECT_EQ(slip.error().code, ErrorCode::usage);
  EXPECT_NE(slip.error().toString().find("quick"), std::string::npos) << slip.error().toString();
}

}  // namespace
}  // namespace marcie
