#include <gtest/gtest.h>

#include "tests/core/options/sample_options.h"

namespace marcie {
namespace {

using marcie::testing::Inner;
using marcie::testing::Sample;

Json fieldOf(const Json& schema, std::string_view key) {
  for (const auto& field : schema["fields"]) {
    if (field["key"] == key) return field;
  }
  return nullptr;
}

TEST(SchemaTest, KeepsTheOrderOfDeclaration) {
  std::vector<std::string> keys;
  const Json schema = schemaOf<Sample>();
  for (const auto& field : schema["fields"]) keys.push_back(field["key"]);
  EXPECT_EQ(keys, (std::vector<std::string>{"on", "colour", "seed", "name", "inner", "steps", "limit", "counts",
                                            "bytes", "extra"}));
}

TEST(SchemaTest, SaysKindDefaultAndRange) {
  const Json schema = schemaOf<Sample>();
  EXPECT_EQ(schema["kind"], "group");
  EXPECT_EQ(fieldOf(schema, "on")["kind"], "bool");
  EXPECT_EQ(fieldOf(schema, "name")["kind"], "text");
  EXPECT_EQ(fieldOf(schema, "name")["default"], "plate");
  EXPECT_EQ(fieldOf(schema, "seed")["kind"], "integer");
  EXPECT_EQ(fieldOf(schema, "seed")["min"], 0);
  EXPECT_EQ(fieldOf(schema, "extra")["hidden"], true);

  const Json inner = fieldOf(schema, "inner");
  EXPECT_EQ(inner["kind"], "group");
  EXPECT_EQ(inner["label"], "Inner");
  const Json epochs = fieldOf(inner, "epochs");
  EXPECT_EQ(epochs["min"], 1);
  EXPECT_EQ(epochs["max"], 100);
  EXPECT_EQ(epochs["unit"], "epochs");
  EXPECT_EQ(epochs["help"], "How many.");
  EXPECT_EQ(epochs["advanced"], false);
  EXPECT_EQ(fieldOf(inner, "rate")["advanced"], true);
  EXPECT_EQ(fieldOf(inner, "rate")["kind"], "number");
}

TEST(SchemaTest, ListsTheChoicesOfAnEnumeration) {
  const Json colour = fieldOf(schemaOf<Sample>(), "colour");
  EXPECT_EQ(colour["kind"], "choice");
  EXPECT_EQ(colour["default"], "red");
  EXPECT_EQ(colour["choices"],
            Json::array({{{"key", "red"}, {"label", "Red"}}, {{"key", "dark_green"}, {"label", "Dark green"}}}));
}

TEST(SchemaTest, DefaultsAreThoseOfTheValueGiven) {
  Inner inner;
  inner.epochs = 12;
  EXPECT_EQ(fieldOf(schemaOf(inner), "epochs")["default"], 12);
}

}  // namespace
}  // namespace marcie
