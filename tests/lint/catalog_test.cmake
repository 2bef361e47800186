# add_catalog registers every entry, and fails configuration when an entry has no test.
#   cmake -DMODULE=<MarcieCatalog.cmake> -DGENERATOR=… -P catalog_test.cmake
set(work "${CMAKE_CURRENT_BINARY_DIR}/catalog_sample")
file(REMOVE_RECURSE "${work}")

file(WRITE "${work}/CMakeLists.txt" "
cmake_minimum_required(VERSION 3.25)
project(sample LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 20)
include(\"${MODULE}\")
add_subdirectory(core)
")
file(WRITE "${work}/core/CMakeLists.txt" "
add_library(shapes STATIC)
target_include_directories(shapes PUBLIC \${CMAKE_SOURCE_DIR})
add_catalog(shapes shape_kinds NAMESPACE sample HEADER core/shape.h TYPE Shape ENTRIES round_plate bowl)
add_executable(list main.cpp)
target_link_libraries(list PRIVATE shapes)
")
file(WRITE "${work}/core/shape.h" "#pragma once\nnamespace sample { struct Shape { const char* name; }; }\n")
foreach(entry "round_plate;roundPlate" "bowl;bowl")
  list(GET entry 0 file)
  list(GET entry 1 function)
  file(WRITE "${work}/core/shape_kinds/${file}.cpp" "#include \"core/shape.h\"
namespace sample { const Shape& ${function}Entry() { static const Shape entry{\"${file}\"}; return entry; } }
")
endforeach()
file(WRITE "${work}/core/main.cpp" "#include <cstdio>
#include <span>
#include \"core/shape.h\"
namespace sample { std::span<const Shape* const> shapeKinds(); }
int main() { for (const auto* shape : sample::shapeKinds()) std::printf(\"%s \", shape->name); }
")

function(configure result output)
  execute_process(COMMAND "${CMAKE_COMMAND}" -G "${GENERATOR}" -S "${work}" -B "${work}/build"
                  RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
  set(${result} "${code}" PARENT_SCOPE)
  set(${output} "${out}${err}" PARENT_SCOPE)
endfunction()

file(WRITE "${work}/tests/core/shape_kinds/round_plate_test.cpp" "")
configure(code output)
if(code EQUAL 0)
  message(FATAL_ERROR "the entry 'bowl' has no test, and configuration went through")
endif()
string(REGEX REPLACE "[ \n]+" " " output "${output}")
if(NOT output MATCHES "'bowl' has no test: write tests/core/shape_kinds/bowl_test.cpp")
  message(FATAL_ERROR "the message does not name the entry and the missing file: ${output}")
endif()
if(output MATCHES "'round_plate' has no test")
  message(FATAL_ERROR "an entry with a test was reported: ${output}")
endif()

file(WRITE "${work}/tests/core/shape_kinds/bowl_test.cpp" "")
configure(code output)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "both entries have tests, and configuration failed: ${output}")
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${work}/build" RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "the catalog does not compile: ${output}")
endif()
file(GLOB_RECURSE program "${work}/build/*/list")
execute_process(COMMAND "${program}" OUTPUT_VARIABLE listed)
if(NOT listed STREQUAL "round_plate bowl ")
  message(FATAL_ERROR "the generated list is '${listed}'")
endif()
file(REMOVE_RECURSE "${work}")
