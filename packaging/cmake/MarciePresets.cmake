# embed_presets(TARGET a b c): compiles resources/presets/<name>.json into TARGET (see core/api/presets.h).
function(embed_presets target)
  set(texts "")
  foreach(name IN LISTS ARGN)
    set(file "${CMAKE_SOURCE_DIR}/resources/presets/${name}.json")
    file(READ "${file}" text)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    string(APPEND texts "    R\"preset(${text})preset\",\n")
  endforeach()
  list(LENGTH ARGN count)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded_presets.cpp" @ONLY CONTENT [[
// Generated from resources/presets; the list is in CMakeLists.txt.
#include <array>
#include <span>
#include <string_view>

namespace marcie {
std::span<const std::string_view> embeddedPresets() {
  static constexpr std::array<std::string_view, @count@> texts{
@texts@  };
  return texts;
}
}  // namespace marcie
]])
  target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded_presets.cpp")
endfunction()
