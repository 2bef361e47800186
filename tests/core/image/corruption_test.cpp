#include "core/image/corruption.h"

#include <gtest/gtest.h>

namespace marcie::image {
namespace {

TEST(CorruptionTest, FindsByNameInTheOrderOfTheCatalog) {
  const std::vector<std::string> all{"all"};
  EXPECT_EQ(findCorruptions(all)->size(), corruptions().size());
  EXPECT_EQ(corruptions().size(), 14U);
  const std::vector<std::string> two{"scale", "jpeg"};
  const auto found = findCorruptions(two);
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[0]->name, "jpeg");
}

TEST(CorruptionTest, NamesEveryUnknownOneWithTheNearest) {
  const std::vector<std::string> wrong{"jpg", "scale", "fog"};
  const auto found = findCorruptions(wrong);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, ErrorCode::usage);
  EXPECT_NE(found.error().message.find("'jpg'; did you mean 'jpeg'?"), std::string::npos) << found.error().message;
  EXPECT_NE(found.error().message.find("'fog'"), std::string::npos);
  EXPECT_EQ(found.error().message.find("'scale'"), std::string::npos);
  EXPECT_FALSE(findCorruptions({}).ok());
}

}  // namespace
}  // namespace marcie::image
