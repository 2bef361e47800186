#include "core/engine/boundary.h"

#include <new>
#include <stdexcept>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

namespace marcie::engine {
namespace {

template <class Failure>
Error caught(const Failure& failure) {
  const auto result = guarded([&]() -> Result<int> { throw failure; });
  EXPECT_FALSE(result);
  return result.error();
}

TEST(BoundaryTest, MemoryIsToldApartWithAdvice) {
  EXPECT_EQ(caught(std::bad_alloc()).code, ErrorCode::memory);
  EXPECT_EQ(caught(std::runtime_error("DefaultCPUAllocator: not enough memory: you tried 9 TB")).code,
            ErrorCode::memory);
  EXPECT_EQ(caught(std::runtime_error("CUDA out of memory. Tried to allocate")).code, ErrorCode::memory);
  EXPECT_FALSE(caught(std::bad_alloc()).hint.empty());
}

TEST(BoundaryTest, OthersKeepTheirFirstLine) {
  const Error error = caught(std::runtime_error("shapes differ\nException raised from here\nframe #0"));
  EXPECT_EQ(error.code, ErrorCode::internal);
  EXPECT_EQ(error.message, "shapes differ");
  EXPECT_EQ(caught(42).code, ErrorCode::internal);
  const auto result = guarded([]() -> Result<int> {
    return cv::Mat(1, 1, CV_8U).reshape(7).rows;  // 1 channel cannot become 7
  });
  EXPECT_FALSE(result);
}

TEST(BoundaryTest, ResultsPassThrough) {
  EXPECT_EQ(*guarded([]() -> Result<int> { return 7; }), 7);
  EXPECT_EQ(guarded([]() -> Result<int> { return Error{ErrorCode::data, "x", {}, {}}; }).error().code, ErrorCode::data);
}

}  // namespace
}  // namespace marcie::engine
