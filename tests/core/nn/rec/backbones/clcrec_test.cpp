#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(ClcrecTest, Contract) {
  expectBackboneContract("clcrec");
}

TEST(ClcrecTest, ColdItemsAreTheirContent) {
  const auto model = makeModel(tinyOptions("clcrec", CierecVariant::plain));
  const ItemVectors items = model->items();
  const auto factors = model->factors(model->users(torch::arange(kUsers)), items);
  ASSERT_TRUE(factors.has_value());
  EXPECT_TRUE(torch::equal(factors->items.slice(0, 11), items.content.slice(0, 11)));
  EXPECT_TRUE(torch::equal(factors->items.slice(0, 0, 11), items.own.slice(0, 0, 11)));
}

}  // namespace
}  // namespace marcie::nn::rec::testing
