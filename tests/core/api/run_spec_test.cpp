#include "core/api/run_spec.h"

#include <functional>

#include <gtest/gtest.h>

#include "tests/support/fill_visitor.h"

namespace marcie {
namespace {

using Visit = std::function<void(const std::string& path, const Json& field)>;

// Calls `visit` for every option, groups left out, with its dotted path.
void forEachOption(const Json& group, const std::string& path, const Visit& visit) {
  for (const auto& field : group["fields"]) {
    const std::string key = field["key"];
    const std::string where = path.empty() ? key : path + "." + key;
    if (field["kind"] == "group") {
      EXPECT_NE(field["label"], "") << where;
      forEachOption(field, where, visit);
    } else {
      visit(where, field);
    }
  }
}

void forEachOption(const Visit& visit) {
  forEachOption(schemaOf<RunSpec>(), "", visit);
}

TEST(RunSpecTest, DefaultsAreValid) {
  EXPECT_TRUE(checkRunSpec(RunSpec{}).ok());
  const auto spec = makeRunSpec(nullptr, nullptr);
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(toJson(*spec), toJson(RunSpec{}));
}

TEST(RunSpecTest, EveryMemberComesBackFromText) {
  const auto spec = marcie::testing::filled<RunSpec>();
  const Json json = toJson(spec);
  const auto text = parseJsonText(dumpJson(json, 2));
  ASSERT_TRUE(text.ok());
  const auto back = parseStruct<RunSpec>(*text);
  ASSERT_TRUE(back.ok()) << back.error().toString();
  EXPECT_EQ(toJson(*back), json);
}

TEST(RunSpecTest, EveryOptionOfTheFormExplainsItself) {
  int count = 0;
  forEachOption([&](const std::string& path, const Json& field) {
    if (field["hidden"] == true) return;
    ++count;
    EXPECT_NE(field["label"], "") << path;
    const std::string help = field["help"];
    EXPECT_GE(help.size(), 10U) << path;
    EXPECT_TRUE(help.empty() || help.back() == '.') << path << ": help is made of sentences";
  });
  EXPECT_GT(count, 40);
}

TEST(RunSpecTest, EveryOptionIsReachedByAnAssignment) {
  const Json filledJson = toJson(marcie::testing::filled<RunSpec>());
  forEachOption([&](const std::string& path, const Json&) {
    const Json* value = &filledJson;
    for (const auto part : split(path, '.')) value = &(*value)[std::string(part)];
    Json patch;
    ASSERT_TRUE(addAssignment(path + "=" + dumpJson(*value), patch).ok());
    RunSpec spec;
    Problems problems;
    fromJson(patch, spec, problems);
    EXPECT_TRUE(problems.empty()) << path;
    EXPECT_EQ(differences(toJson(spec), toJson(RunSpec{})), differences(patch, toJson(RunSpec{}))) << path;
  });
}

TEST(RunSpecTest, ThePatchWinsOverThePreset) {
  const auto spec = makeRunSpec({{"trainer", {{"batchSize", 8}, {"seed", 5}}}}, {{"trainer", {{"batchSize", 16}}}});
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(spec->trainer.batchSize, 16);
  EXPECT_EQ(spec->trainer.seed, 5U);
}

TEST(RunSpecTest, ASlipIsAnsweredWithTheNearestSpelling) {
  const auto spec = makeRunSpec(nullptr, {{"trainer", {{"learnigRate", 0.1}}}});
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(spec.error().code, ErrorCode::option);
  EXPECT_EQ(spec.error().message, "trainer: unknown option 'learnigRate'; did you mean 'learningRate'?");
}

TEST(RunSpecTest, EveryProblemIsReportedAtOnce) {
  const auto spec = makeRunSpec(nullptr, {{"trainer", {{"batchSize", 1}, {"momentum", 2}, {"sed", 3}}},
                                          {"data", {{"imageSize", 96}, {"cacheSize", 64}, {"tagSeparator", "||"}}},
                                          {"model", {{"cdr", {{"steps", 10}, {"samplingSteps", 20}}}}}});
  ASSERT_FALSE(spec.ok());
  for (const char* words : {"trainer.batchSize: must be between 2 and 4096, is 1", "trainer.momentum: must be",
                            "unknown option 'sed'; did you mean 'seed'?", "data.cacheSize: must be at least",
                            "data.tagSeparator: must be exactly one character", "model.cdr.samplingSteps"}) {
    EXPECT_NE(spec.error().message.find(words), std::string::npos) << words << " in\n" << spec.error().message;
  }
}

TEST(RunSpecTest, CombinationsThatCannotWorkAreRefused) {
  RunSpec spec;
  spec.task = "cierec2";
  EXPECT_FALSE(checkRunSpec(spec).ok());
  spec = {};
  spec.data.valFraction = 0.5;
  spec.data.testFraction = 0.5;
  EXPECT_FALSE(checkRunSpec(spec).ok());
  spec = {};
  spec.version = kRunSpecVersion + 1;
  EXPECT_FALSE(checkRunSpec(spec).ok());
}

}  // namespace
}  // namespace marcie
