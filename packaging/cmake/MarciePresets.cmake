# embed_texts(TARGET kind a b c): compiles resources/<kind>/<name>.json into TARGET, as marcie::embedded<Kind>() (see
# core/api/presets.h and core/api/experiment_spec.h).
function(embed_texts target kind)
  set(texts "")
  foreach(name IN LISTS ARGN)
    set(file "${CMAKE_SOURCE_DIR}/resources/${kind}/${name}.json")
    file(READ "${file}" text)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    string(APPEND texts "    R\"marcie(${text})marcie\",\n")
  endforeach()
  list(LENGTH ARGN count)
  string(SUBSTRING "${kind}" 0 1 head)
  string(TOUPPER "${head}" head)
  string(SUBSTRING "${kind}" 1 -1 tail)
  set(function "embedded${head}${tail}")
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded_${kind}.cpp" @ONLY CONTENT [[
// Generated from resources/@kind@; the list is in CMakeLists.txt.
#include <array>
#include <span>
#include <string_view>

namespace marcie {
std::span<const std::string_view> @function@() {
  static constexpr std::array<std::string_view, @count@> texts{
@texts@  };
  return texts;
}
}  // namespace marcie
]])
  target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded_${kind}.cpp")
endfunction()
