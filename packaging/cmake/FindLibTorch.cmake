# LibTorch from the unpacked wheel, imported by path: find_package(Torch) would demand a full CUDA toolkit.
# Defines LibTorch::cpu. CUDA kernels are loaded at run time where a driver is present (core/nn/device.cpp).
set(_root "${MARCIE_DEPS_DIR}/libtorch/torch")
find_path(LibTorch_INCLUDE_DIR ATen/ATen.h PATHS "${_root}/include" NO_DEFAULT_PATH)
find_library(LibTorch_CPU_LIBRARY torch_cpu PATHS "${_root}/lib" NO_DEFAULT_PATH)
find_library(LibTorch_C10_LIBRARY c10 PATHS "${_root}/lib" NO_DEFAULT_PATH)
# libtorch_cpu needs the CUDA runtime even without a GPU: the toolkit's where it is installed, else the unpacked wheels'.
find_path(LibTorch_CUDART_DIR libcudart.so.13
          PATHS "${MARCIE_DEPS_DIR}/libtorch/nvidia/cu13/lib" /usr/local/cuda/lib64 NO_DEFAULT_PATH)
find_path(LibTorch_CUPTI_DIR libcupti.so.13
          PATHS "${MARCIE_DEPS_DIR}/libtorch/nvidia/cu13/lib" /usr/local/cuda/lib64 /usr/local/cuda/extras/CUPTI/lib64 NO_DEFAULT_PATH)

if(LibTorch_INCLUDE_DIR)
  file(STRINGS "${LibTorch_INCLUDE_DIR}/torch/headeronly/version.h" _version REGEX "define TORCH_VERSION_(MAJOR|MINOR|PATCH) ")
  string(REGEX REPLACE "[^0-9;]" "" _version "${_version}")
  string(REPLACE ";" "." LibTorch_VERSION "${_version}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY LibTorch_INCLUDE_DIR LibTorch_CUDART_DIR LibTorch_CUPTI_DIR
  VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "run packaging/run.sh --build-only, which unpacks LibTorch into build/deps")

if(LibTorch_FOUND AND NOT TARGET LibTorch::cpu)
  add_library(LibTorch::cpu INTERFACE IMPORTED)
  target_include_directories(LibTorch::cpu SYSTEM INTERFACE
    "${LibTorch_INCLUDE_DIR}" "${LibTorch_INCLUDE_DIR}/torch/csrc/api/include")
  target_link_libraries(LibTorch::cpu INTERFACE "${LibTorch_CPU_LIBRARY}" "${LibTorch_C10_LIBRARY}")
  # DT_RPATH (not RUNPATH), because libtorch_cpu itself must find the CUDA runtime through it.
  target_link_options(LibTorch::cpu INTERFACE
    -Wl,--allow-shlib-undefined -Wl,--disable-new-dtags)
endif()
# In the build folder; CMake adds LibTorch's own folder. What is installed looks beside itself (MarcieInstall.cmake).
list(APPEND CMAKE_BUILD_RPATH "${LibTorch_CUDART_DIR}" "${LibTorch_CUPTI_DIR}")
