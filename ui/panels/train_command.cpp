#include "ui/panels/train_command.h"

#include <QRegularExpression>

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
