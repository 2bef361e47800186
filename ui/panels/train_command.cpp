#include "ui/panels/train_command.h"

#include <QRegularExpression>

#include "ui/bridge/assignments.h"

namespace marcie::ui {

QString shellQuoted(const QString& text) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:=,+@%-]+$"));
  if (plain.match(text).hasMatch()) return text;
  return u'\'' + QString(text).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

QString trainCommand(const std::string& task, const std::string& preset, const Json& patch) {
  QStringList words{QStringLiteral("marcie-cli"), QStringLiteral("train"), QStringLiteral("--task"),
                    QString::fromStdString(task)};
  QString data = QStringLiteral("DATA");
  QStringList settings;
  for (const auto& assignment : assignmentsOf(patch)) {
    if (assignment.startsWith(QLatin1String("data.path="))) {
      data = assignment.mid(10);
    } else {
      settings << QStringLiteral("--set") << shellQuoted(assignment);
    }
  }
  words << QStringLiteral("--data") << shellQuoted(data) << QStringLiteral("--out") << QStringLiteral("RUN");
  if (!preset.empty()) words << QStringLiteral("--preset") << shellQuoted(QString::fromStdString(preset));
  return (words + settings).join(u' ');
}

}  // namespace marcie::ui
