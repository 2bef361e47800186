#include "ui/bridge/assignments.h"

namespace marcie::ui {

namespace {

void collect(const Json& node, const std::string& path, QStringList& out) {
  for (const auto& [key, member] : node.items()) {
    const std::string where = path.empty() ? key : path + "." + key;
    if (member.is_object()) {
      collect(member, where, out);
    } else {
      const std::string value = member.is_string() ? member.get<std::string>() : dumpJson(member);
      out.append(QString::fromStdString(where + "=" + value));
    }
  }
}

}  // namespace

QStringList assignmentsOf(const Json& patch) {
  QStringList out;
  if (patch.is_object()) collect(patch, {}, out);
  return out;
}

}  // namespace marcie::ui
