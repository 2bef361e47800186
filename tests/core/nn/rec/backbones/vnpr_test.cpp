#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(VnprTest, Contract) {
  expectBackboneContract("vnpr");
}

TEST(VnprTest, IsNoProduct) {
  const auto model = makeModel(tinyOptions("vnpr", CierecVariant::plain));
  EXPECT_FALSE(model->factors(model->users(torch::arange(2)), model->items()).has_value());
}

}  // namespace
}  // namespace marcie::nn::rec::testing
