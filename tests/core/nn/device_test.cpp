#include "core/nn/device.h"

#include <gtest/gtest.h>

namespace marcie::nn {
namespace {

TEST(DeviceTest, TheCpuIsAlwaysThere) {
  const auto cpu = resolveDevice(Device::cpu);
  ASSERT_TRUE(cpu.ok());
  EXPECT_TRUE(cpu->is_cpu());
}

TEST(DeviceTest, AskingForAGpuGivesOneOrSaysWhyNot) {
  const auto gpu = resolveDevice(Device::cuda);
  const auto automatic = resolveDevice(Device::automatic);
  ASSERT_TRUE(automatic.ok());
  if (gpu.ok()) {
    EXPECT_TRUE(automatic->is_cuda());
    return;
  }
  EXPECT_EQ(gpu.error().code, ErrorCode::unavailable);
  EXPECT_NE(gpu.error().hint.find("trainer.device=cpu"), std::string::npos);
  EXPECT_TRUE(automatic->is_cpu());
}

TEST(DeviceTest, CountsThreadsForPeople) {
  EXPECT_EQ(describeDevice(c10::Device(c10::kCPU), 1), "CPU, 1 thread");
  EXPECT_EQ(describeDevice(c10::Device(c10::kCPU), 8), "CPU, 8 threads");
}

}  // namespace
}  // namespace marcie::nn
