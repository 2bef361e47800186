#include "core/nn/device.h"

#include <dlfcn.h>
#include <mutex>
#include <thread>

#include <torch/torch.h>

namespace marcie::nn {
namespace {

// Empty when CUDA works, else why it does not.
std::string loadCuda() {
  if (::dlopen("libcuda.so.1", RTLD_NOW | RTLD_GLOBAL) == nullptr) return "this machine has no NVIDIA driver";
  if (::dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) {
    const char* reason = ::dlerror();
    return "LibTorch's CUDA library cannot be loaded (" + std::string(reason != nullptr ? reason : "unknown") + ")";
  }
  try {
    if (!torch::cuda::is_available()) return "the driver offers no usable GPU (none present, or the driver is too old)";
  } catch (const std::exception& failure) {
    return std::string("the GPU does not answer: ") + failure.what();
  }
  return {};
}

}  // namespace

Result<c10::Device> resolveDevice(Device choice) {
  if (choice == Device::cpu) return c10::Device(c10::kCPU);
  static std::once_flag once;
  static std::string reason;
  std::call_once(once, [] { reason = loadCuda(); });
  if (reason.empty()) return c10::Device(c10::kCUDA, 0);
  if (choice == Device::automatic) return c10::Device(c10::kCPU);
  return Error{ErrorCode::unavailable, "the GPU cannot be used: " + reason, "Set trainer.device=cpu", {}};
}

std::string describeDevice(const c10::Device& device, int threads) {
  if (!device.is_cpu()) return "GPU (CUDA)";
  return "CPU, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

int useThreads(int threads) {
  const int all = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  at::set_num_threads(threads > 0 ? threads : all);
  return at::get_num_threads();
}

}  // namespace marcie::nn
