// Named starting points for a run. Each is a file resources/presets/<name>.json, {"name","title","help","options"},
// embedded at build time so that the program needs no file of its own. To add one: the file and the list in
// core/CMakeLists.txt. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/options/json.h"

namespace marcie {

struct Preset {
  std::string name, title, help;
  std::string task = "marnet";
  Json options;  // patch over the defaults of the task's RunSpec
  template <class Self, class Visitor>
  static void visit(Self& self, Visitor& v) {
    v("name", self.name);
    v("title", self.title);
    v("help", self.help);
    v("task", self.task);
    v("options", self.options);
  }
};

// In the order of the list. Throws std::logic_error when an embedded file is not a preset (a bug; a test reads all).
[[nodiscard]] const std::vector<Preset>& presets();
// Those of one task.
[[nodiscard]] std::vector<Preset> presets(std::string_view task);

// Names repeat from task to task. Errors: usage, with the nearest spelling.
[[nodiscard]] Result<Preset> findPreset(std::string_view name, std::string_view task = "marnet");

}  // namespace marcie
