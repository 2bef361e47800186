# Flags that every target of the project uses, as the interface target marcie_flags, and ccache where it is installed.
# The arithmetic is done by LibTorch and OpenCV: -O3 on our side only made the build longer.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
add_library(marcie_flags INTERFACE)
target_compile_options(marcie_flags INTERFACE -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual
                                              -Wno-missing-field-initializers
                                              -Wno-restrict)  # false positives of GCC 12 on std::string
if(MARCIE_WERROR)
  target_compile_options(marcie_flags INTERFACE -Werror)
endif()
if(MARCIE_SANITIZE)
  target_compile_options(marcie_flags INTERFACE -fsanitize=${MARCIE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(marcie_flags INTERFACE -fsanitize=${MARCIE_SANITIZE})
endif()
target_include_directories(marcie_flags INTERFACE "${CMAKE_SOURCE_DIR}")

find_program(MARCIE_CCACHE ccache)
if(MARCIE_CCACHE)
  # The slack is what ccache needs to cache units that use a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${MARCIE_CCACHE}")
  add_compile_options(-fpch-preprocess)
endif()

# marcie_library(NAME SOURCES... [DEPENDS targets...]): a static library of the project. Header and source lists are
# explicit; DEPENDS is public, so link visibility is the layer rule.
function(marcie_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC marcie_flags ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS})
endfunction()

# Targets that include torch/torch.h share one precompiled header, built with marcie_torch_pch.
function(marcie_use_torch_pch target)
  target_precompile_headers(${target} REUSE_FROM marcie_torch_pch)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "EXECUTABLE")
    # CMake compiles executables with -fPIE, which does not match a header precompiled for libraries.
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${target} PRIVATE -fPIC)
  endif()
endfunction()
