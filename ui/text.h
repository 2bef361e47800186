// Words and numbers as the window shows them, and the value that is none.
#pragma once

#include <cmath>
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
// "97.3 %" of a share in [0, 1]; `none` for what is no number.
[[nodiscard]] inline QString percentText(double share, const QString& none = QStringLiteral("–")) {
  return std::isfinite(share) ? QLocale().toString(100 * share, 'f', 1) + QStringLiteral(" %") : none;
}

// For narrow places: "97 %", and "4.2 %" of less than a tenth.
[[nodiscard]] inline QString shortPercent(double share) {
  return QLocale().toString(100 * share, 'f', share < 0.0995 ? 1 : 0) + QStringLiteral(" %");
}

}  // namespace marcie::ui
