#include "core/options/json.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/options/sample_options.h"

namespace marcie {
namespace {

using marcie::testing::Colour;
using marcie::testing::Inner;
using marcie::testing::Sample;

Sample unusualSample() {
  Sample sample;
  sample.on = false;
  sample.colour = Colour::darkGreen;
  sample.seed = 18446744073709551615ULL;
  sample.name = "饺子 \"quoted\"";
  sample.inner = {7, 0.25};
  sample.steps = {{1, 0}, {2, 1}};
  sample.limit = 2.5;
  sample.counts = {{"a", 1}, {"b", -2}};
  sample.bytes = {0, 255, 10};
  sample.extra = {{"free", {1, nullptr, "x"}}};
  return sample;
}

// The problems of reading `json` as T.
template <class T>
std::vector<std::string> problemsOf(const Json& json) {
  T value{};
  Problems problems;
  fromJson(json, value, problems);
  return problems.lines;
}

bool anyContains(const std::vector<std::string>& lines, std::string_view words) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const auto& line) { return line.find(words) != std::string::npos; });
}

TEST(JsonTest, EveryKindOfMemberComesBack) {
  const Json json = toJson(unusualSample());
  const auto back = parseStruct<Sample>(json);
  ASSERT_TRUE(back.ok()) << back.error().toString();
  EXPECT_EQ(toJson(*back), json);
  EXPECT_EQ(back->seed, 18446744073709551615ULL);
  EXPECT_EQ(back->colour, Colour::darkGreen);
  EXPECT_EQ(back->bytes, (std::vector<std::uint8_t>{0, 255, 10}));
  EXPECT_EQ(back->limit, 2.5);
  EXPECT_EQ(back->steps.size(), 2U);
  EXPECT_EQ(back->counts.at("b"), -2);
}

TEST(JsonTest, TextCarriesEverythingButBytes) {
  Sample sample = unusualSample();
  sample.bytes.clear();
  Json json = toJson(sample);
  json.erase("bytes");
  const auto parsed = parseJsonText(dumpJson(json, 2));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(*parsed, json);
}

TEST(JsonTest, MissingMembersKeepTheirDefaults) {
  const auto sample = parseStruct<Sample>(Json{{"inner", {{"epochs", 9}}}});
  ASSERT_TRUE(sample.ok());
  EXPECT_EQ(sample->inner.epochs, 9);
  EXPECT_EQ(sample->inner.rate, 0.5);
  EXPECT_EQ(sample->name, "plate");
}

TEST(JsonTest, UnknownKeyNamesTheNearestSpelling) {
  const auto lines = problemsOf<Sample>({{"inner", {{"epoch", 3}}}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0], "inner: unknown option 'epoch'; did you mean 'epochs'?");
}

TEST(JsonTest, UnknownKeyFarFromAllListsWhatIsKnown) {
  const auto lines = problemsOf<Inner>({{"temperature", 3}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0], "unknown option 'temperature'; known here: epochs, rate");
}

TEST(JsonTest, EveryWrongTypeIsReportedAtOnce) {
  const auto lines = problemsOf<Sample>({{"on", 1},
                                         {"colour", "darkgreen"},
                                         {"seed", -1},
                                         {"name", 5},
                                         {"inner", 3},
                                         {"steps", Json::array({Json{{"epochs", 1.5}}})},
                                         {"counts", Json::array()},
                                         {"bytes", "text"}});
  EXPECT_EQ(lines.size(), 8U);
  for (const char* words : {"on: expected true or false, got 1",
                            "colour: 'darkgreen' is not one of red, dark_green; did you mean 'dark_green'?",
                            "seed: ", "name: expected a text, got 5", "inner: expected an object, got 3",
                            "steps[0].epochs: expected a whole number, got 1.5", "counts: expected an object",
                            "bytes: expected binary data"}) {
    EXPECT_TRUE(anyContains(lines, words)) << words;
  }
}

TEST(JsonTest, NumbersThatDoNotFitAreRefused) {
  EXPECT_EQ(problemsOf<Inner>({{"epochs", 3000000000U}}).size(), 1U);
  EXPECT_EQ(problemsOf<Inner>({{"epochs", -3000000000LL}}).size(), 1U);
  EXPECT_EQ(problemsOf<Inner>({{"epochs", "4"}}).size(), 1U);
  EXPECT_EQ(problemsOf<Inner>({{"epochs", true}}).size(), 1U);
}

// 1e3 is how people write a whole number on a command line; a float that only looks whole must fit as well.
TEST(JsonTest, WholeNumbersMayBeWrittenAsFloats) {
  const auto inner = parseStruct<Inner>({{"epochs", 1e1}});
  ASSERT_TRUE(inner.ok());
  EXPECT_EQ(inner->epochs, 10);
  EXPECT_EQ(problemsOf<Inner>({{"epochs", 1e12}}).size(), 1U);
  EXPECT_EQ(problemsOf<Sample>({{"seed", -2.0}}).size(), 1U);
}

TEST(JsonTest, EveryValueOutOfRangeIsReportedAtOnce) {
  const auto result = parseStruct<Sample>({{"inner", {{"epochs", 0}, {"rate", 1.5}}}});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::option);
  EXPECT_EQ(result.error().message,
            "inner.epochs: must be between 1 and 100, is 0\ninner.rate: must be between 0 and 1, is 1.5");
  EXPECT_TRUE(parseStruct<Sample>({{"inner", {{"epochs", 1}, {"rate", 1}}}}).ok());
  EXPECT_TRUE(parseStruct<Sample>({{"inner", {{"epochs", 100}, {"rate", 0}}}}).ok());
}

TEST(JsonTest, NotANumberIsOutOfEveryRange) {
  Inner inner;
  inner.rate = std::nan("");
  Problems problems;
  validate(inner, problems, "here");
  ASSERT_EQ(problems.lines.size(), 1U);
  EXPECT_EQ(problems.lines[0], "here.rate: must be between 0 and 1, is nan");
}

TEST(JsonTest, NullResetsAnOptionalAndMeansNotANumber) {
  Sample sample = unusualSample();
  Problems problems;
  fromJson(Json{{"limit", nullptr}, {"inner", {{"rate", nullptr}}}}, sample, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_FALSE(sample.limit.has_value());
  EXPECT_TRUE(std::isnan(sample.inner.rate));
}

TEST(JsonTest, DifferencesApplyBackToTheSameValue) {
  const Json defaults = toJson(Sample{});
  Sample sample;
  sample.inner.rate = 0.75;
  sample.name = "bowl";
  const Json changed = differences(toJson(sample), defaults);
  EXPECT_EQ(changed, (Json{{"inner", {{"rate", 0.75}}}, {"name", "bowl"}}));
  Sample rebuilt;
  Problems problems;
  fromJson(changed, rebuilt, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(toJson(rebuilt), toJson(sample));
  EXPECT_EQ(differences(defaults, defaults), Json::object());
}

}  // namespace
}  // namespace marcie
