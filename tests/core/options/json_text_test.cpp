#include <gtest/gtest.h>

#include "core/options/json.h"

namespace marcie {
namespace {

Json assigned(std::initializer_list<const char*> assignments) {
  Json patch;
  for (const char* assignment : assignments) {
    const auto added = addAssignment(assignment, patch);
    EXPECT_TRUE(added.ok()) << assignment;
  }
  return patch;
}

TEST(JsonTextTest, AssignmentsBuildANestedPatch) {
  EXPECT_EQ(assigned({"trainer.learningRate=1e-3", "trainer.batchSize = 16", "model.ema.learnTemperature=false"}),
            (Json{{"trainer", {{"learningRate", 1e-3}, {"batchSize", 16}}},
                  {"model", {{"ema", {{"learnTemperature", false}}}}}}));
}

TEST(JsonTextTest, ValuesThatAreNotJsonAreText) {
  EXPECT_EQ(assigned({"model.encoder=resnet18"}), (Json{{"model", {{"encoder", "resnet18"}}}}));
  EXPECT_EQ(assigned({"data.path=a=b"}), (Json{{"data", {{"path", "a=b"}}}}));
  EXPECT_EQ(assigned({"model.weights="}), (Json{{"model", {{"weights", ""}}}}));
  EXPECT_EQ(assigned({R"(name="7")"}), (Json{{"name", "7"}}));
}

TEST(JsonTextTest, TheLastAssignmentWins) {
  EXPECT_EQ(assigned({"trainer.seed=1", "trainer.seed=2"}), (Json{{"trainer", {{"seed", 2}}}}));
}

TEST(JsonTextTest, AnAssignmentWithoutKeyOrSignIsAUsageError) {
  for (const char* text : {"trainer.seed", "=3", ""}) {
    Json patch;
    const auto result = addAssignment(text, patch);
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().code, ErrorCode::usage);
    EXPECT_FALSE(result.error().hint.empty());
  }
}

TEST(JsonTextTest, BrokenTextSaysWhere) {
  const auto result = parseJsonText(R"({"a": 1, )");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::format);
  EXPECT_NE(result.error().message.find("byte 10"), std::string::npos) << result.error().message;
  EXPECT_FALSE(parseJsonText("").ok());
}

TEST(JsonTextTest, DumpingNeverThrowsOnMalformedText) {
  const Json json{{"path", "caf\xe9"}};
  const std::string text = dumpJson(json);
  EXPECT_TRUE(isUtf8(text));
  EXPECT_TRUE(parseJsonText(text).ok());
  EXPECT_EQ(text.find('\n'), std::string::npos);
}

TEST(JsonTextTest, ProblemsBecomeOneError) {
  Problems problems;
  EXPECT_TRUE(problems.toResult().ok());
  problems.add("", "first");
  problems.add("a.b", "second");
  const auto result = problems.toResult(ErrorCode::format);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::format);
  EXPECT_EQ(result.error().message, "first\na.b: second");
}

}  // namespace
}  // namespace marcie
