#include <gtest/gtest.h>

#include "tests/core/nn/rec/rec_contract.h"

namespace marcie::nn::rec::testing {
namespace {

TEST(DvbprTest, Contract) {
  expectBackboneContract("dvbpr");
}

TEST(DvbprTest, IdentityDoesNotExist) {
  const auto model = makeModel(tinyOptions("dvbpr", CierecVariant::plain));
  EXPECT_FALSE(model->module().named_parameters().contains("identity"));
}

}  // namespace
}  // namespace marcie::nn::rec::testing
