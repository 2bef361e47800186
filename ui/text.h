// Words and numbers as the window shows them, and the value that is none.
#pragma once

#include <limits>
#include <string>

#include <QLocale>
#include <QString>

namespace marcie::ui {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] inline QString q(const std::string& text) {
  return QString::fromStdString(text);
}
[[nodiscard]] inline QString number(qint64 value) {
  return QLocale().toString(value);
}

}  // namespace marcie::ui
