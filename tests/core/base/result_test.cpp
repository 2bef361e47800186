#include "core/base/result.h"

#include <memory>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace marcie {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return Error{ErrorCode::data, std::to_string(value) + " is odd", "Give an even number", {}};
  return value / 2;
}

Result<int> quarter(int value) {
  MARCIE_ASSIGN(const int first, half(value).within("first half"));
  return half(first).within("second half");
}

Result<void> checkEven(int value) {
  MARCIE_TRY(half(value));
  return {};
}

TEST(ResultTest, CarriesAValue) {
  const auto result = half(10);
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(static_cast<bool>(result));
  EXPECT_EQ(*result, 5);
}

TEST(ResultTest, CarriesAnErrorAndRefusesItsValue) {
  const auto result = half(3);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::data);
  EXPECT_THROW((void)result.value(), std::bad_variant_access);
  EXPECT_THROW((void)half(4).error(), std::bad_variant_access);
}

TEST(ResultTest, MacrosPassErrorsOn) {
  EXPECT_EQ(quarter(12).value(), 3);
  EXPECT_EQ(quarter(5).error().message, "5 is odd");
  EXPECT_EQ(quarter(6).error().message, "3 is odd");
  EXPECT_EQ(quarter(6).error().context, std::vector<std::string>{"second half"});
  EXPECT_TRUE(checkEven(2).ok());
  EXPECT_EQ(checkEven(1).error().code, ErrorCode::data);
}

TEST(ResultTest, ContextIsReadFromTheOutside) {
  const auto failed = [](std::string hint) {
    return Error{ErrorCode::format, "two columns expected", std::move(hint), {}}.within("line 42").within(
        "reading labels.txt");
  };
  const Error error = failed("Separate them with a comma");
  EXPECT_EQ(error.toString(), "reading labels.txt: line 42: two columns expected. Separate them with a comma");
  EXPECT_EQ(Error(failed("")).toString(), "reading labels.txt: line 42: two columns expected");
}

TEST(ResultTest, ContextLeavesSuccessAlone) {
  EXPECT_EQ(half(8).within("never shown").value(), 4);
}

TEST(ResultTest, MovesValuesThatCannotBeCopied) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 7);
}

TEST(ResultTest, EveryCodeHasItsOwnNameAndComesBackFromIt) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ErrorCode::internal); ++i) {
    const auto code = static_cast<ErrorCode>(i);
    const auto name = errorCodeName(code);
    EXPECT_TRUE(names.insert(name).second) << name << " is used twice";
    EXPECT_EQ(errorCodeFromName(name), code);
  }
  EXPECT_EQ(errorCodeFromName("nonsense"), std::nullopt);
}

}  // namespace
}  // namespace marcie
