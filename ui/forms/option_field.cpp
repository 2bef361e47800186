#include "ui/forms/option_field.h"

#include <cmath>

#include <QCoreApplication>

#include "core/base/strings.h"

namespace marcie::ui {

namespace {

std::optional<OptionField::Kind> kindFromName(const std::string& name) {
  using Kind = OptionField::Kind;
  if (name == "bool") return Kind::boolean;
  if (name == "integer") return Kind::integer;
  if (name == "number") return Kind::number;
  if (name == "text") return Kind::text;
  if (name == "path") return Kind::path;
  if (name == "choice") return Kind::choice;
  return std::nullopt;
}

OptionField fieldFromJson(const Json& entry, OptionField::Kind kind, const std::string& group,
                          const std::string& path) {
  OptionField field;
  field.kind = kind;
  field.group = group;
  field.path = path;
  field.label = entry.value("label", std::string());
  if (field.label.empty()) field.label = entry.value("key", std::string());
  field.help = entry.value("help", std::string());
  field.unit = entry.value("unit", std::string());
  field.min = entry.value("min", field.min);
  field.max = entry.value("max", field.max);
  field.defaultValue = entry.value("default", Json());
  field.advanced = entry.value("advanced", false);
  for (const auto& choice : entry.value("choices", Json::array())) {
    OptionChoice item{choice.value("key", std::string()), choice.value("label", std::string())};
    if (item.label.empty()) item.label = item.key;
    field.choices.push_back(std::move(item));
  }
  return field;
}

void flatten(const Json& group, const std::string& groupPath, FlatSchema& out) {
  for (const auto& entry : group.value("fields", Json::array())) {
    const std::string key = entry.value("key", std::string());
    const std::string path = groupPath.empty() ? key : groupPath + "." + key;
    const std::string kindName = entry.value("kind", std::string());
    if (kindName == "group") {
      setValueAt(out.defaults, path, Json::object());
      if (entry.value("hidden", false)) continue;
      out.groups.push_back({path, entry.value("label", key)});
      flatten(entry, path, out);
      continue;
    }
    setValueAt(out.defaults, path, entry.value("default", Json()));
    const auto kind = kindFromName(kindName);
    if (!kind || entry.value("hidden", false)) continue;
    out.fields.push_back(fieldFromJson(entry, *kind, groupPath, path));
  }
}

QString text(double value) {
  return QString::fromStdString(formatNumber(value));
}

struct Text {
  Q_DECLARE_TR_FUNCTIONS(OptionField)
};

}  // namespace

QString translatedOption(const std::string& text) {
  if (text.empty()) return {};
  const QString source = QString::fromStdString(text);
  const QString found = QCoreApplication::translate("Options", text.c_str());
  return found != source ? found : QCoreApplication::translate("Data", text.c_str());
}

bool OptionField::hasRange() const {
  return std::isfinite(min) || std::isfinite(max);
}

QString OptionField::title() const {
  return translatedOption(label);
}

QString OptionField::rangeText() const {
  const QString suffix = unit.empty() ? QString() : QStringLiteral(" ") + translatedOption(unit);
  if (std::isfinite(min) && std::isfinite(max)) return Text::tr("%1 to %2").arg(text(min), text(max)) + suffix;
  if (std::isfinite(min)) return Text::tr("at least %1").arg(text(min)) + suffix;
  if (std::isfinite(max)) return Text::tr("at most %1").arg(text(max)) + suffix;
  return {};
}

QString OptionField::toolTip() const {
  QString out = QStringLiteral("<p>%1</p>").arg(translatedOption(help).toHtmlEscaped());
  const QString range = rangeText();
  if (!range.isEmpty()) out += QStringLiteral("<p>%1</p>").arg(Text::tr("Range: %1").arg(range.toHtmlEscaped()));
  out += QStringLiteral("<p><code>%1</code></p>").arg(QString::fromStdString(path).toHtmlEscaped());
  return out;
}

QString OptionField::problemOf(const Json& value) const {
  if (kind != Kind::integer && kind != Kind::number) return {};
  if (!value.is_number())
    return kind == Kind::integer ? Text::tr("Write a whole number.") : Text::tr("Write a number.");
  const auto number = value.get<double>();
  if (number >= min && number <= max) return {};
  return Text::tr("Must be %1.").arg(rangeText());
}

FlatSchema flattenSchema(const Json& schema) {
  FlatSchema out;
  out.defaults = Json::object();
  out.groups.push_back({});
  if (schema.is_object()) flatten(schema, {}, out);
  return out;
}

Json valueAt(const Json& object, const std::string& path) {
  const Json* node = &object;
  for (const auto part : split(path, '.')) {
    if (!node->is_object()) return nullptr;
    const auto it = node->find(std::string(part));
    if (it == node->end()) return nullptr;
    node = &*it;
  }
  return *node;
}

void setValueAt(Json& object, const std::string& path, Json value) {
  Json* node = &object;
  for (const auto part : split(path, '.')) {
    if (!node->is_object()) *node = Json::object();
    node = &(*node)[std::string(part)];
  }
  *node = std::move(value);
}

std::optional<Json> parseNumber(const QString& text, bool integer) {
  QString clean = text.trimmed();
  if (clean.count(u',') == 1 && !clean.contains(u'.')) clean.replace(u',', u'.');
  bool ok = false;
  if (integer) {
    const qulonglong whole = clean.toULongLong(&ok);
    if (ok) return Json(static_cast<std::uint64_t>(whole));
    const qlonglong negative = clean.toLongLong(&ok);
    if (ok) return Json(static_cast<std::int64_t>(negative));
  }
  const double number = clean.toDouble(&ok);
  if (!ok || !std::isfinite(number)) return std::nullopt;
  if (!integer) return Json(number);
  if (std::floor(number) != number || std::abs(number) >= 9e15) return std::nullopt;
  return Json(static_cast<std::int64_t>(number));
}

QString numberText(const Json& value) {
  if (value.is_number_float()) return QString::fromStdString(formatNumber(value.get<double>()));
  return value.is_number() ? QString::fromStdString(dumpJson(value)) : QString();
}

}  // namespace marcie::ui
