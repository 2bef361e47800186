#include "ui/forms/option_editors.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include "ui/dialogs/ask.h"
#include "ui/forms/number_box.h"
#include "ui/widgets/choice_box.h"

namespace marcie::ui {

namespace {

OptionEditor makeBool(QWidget* parent, std::function<void()> onEdited) {
  auto* box = new QCheckBox(parent);
  QObject::connect(box, &QCheckBox::clicked, box, std::move(onEdited));
  return {box,
          [box] { return std::optional<Json>(box->isChecked()); },
          [box](const Json& value) { box->setChecked(value.is_boolean() && value.get<bool>()); },
          {}};
}

OptionEditor makeNumber(const OptionField& field, QWidget* parent, std::function<void()> onEdited) {
  const bool integer = field.kind == OptionField::Kind::integer;
  auto* box = new NumberBox(integer ? NumberBox::Kind::integer : NumberBox::Kind::real, parent);
  box->setRange(field.min, field.max);
  QObject::connect(box, &NumberBox::edited, box, std::move(onEdited));
  const std::string unit = field.unit;
  const auto retranslate = [box, unit] { box->setUnit(translatedOption(unit)); };
  retranslate();
  return {box, [box] { return box->value(); }, [box](const Json& value) { box->setValue(value); }, retranslate};
}

OptionEditor makeText(QWidget* parent, std::function<void()> onEdited) {
  auto* line = new QLineEdit(parent);
  QObject::connect(line, &QLineEdit::textEdited, line, std::move(onEdited));
  return {line,
          [line] { return std::optional<Json>(line->text().toStdString()); },
          [line](const Json& value) {
            line->setText(value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString());
          },
          {}};
}

OptionEditor makePath(QWidget* parent, std::function<void()> onEdited) {
  auto* box = new QWidget(parent);
  auto* layout = new QHBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  OptionEditor inner = makeText(box, onEdited);
  auto* line = qobject_cast<QLineEdit*>(inner.widget);
  auto* browse = new QToolButton(box);
  browse->setText(QStringLiteral("…"));
  browse->setObjectName(QStringLiteral("browseButton"));
  layout->addWidget(line, 1);
  layout->addWidget(browse);
  box->setFocusProxy(line);
  QObject::connect(browse, &QToolButton::clicked, box, [box, line, onEdited] {
    choosePaths(box, {PathKind::file, {}, {}, line->text()}, [line, onEdited](const QStringList& paths) {
      line->setText(paths.value(0));
      onEdited();
    });
  });
  return {box, inner.get, inner.set, {}};
}

OptionEditor makeChoice(const OptionField& field, QWidget* parent, std::function<void()> onEdited) {
  auto* combo = new ChoiceBox(parent);
  combo->setMinimumContentsLength(6);
  for (const auto& choice : field.choices) combo->addItem(QString(), QString::fromStdString(choice.key));
  QObject::connect(combo, &QComboBox::activated, combo, [edited = std::move(onEdited)](int) { edited(); });
  const auto choices = field.choices;
  const auto retranslate = [combo, choices] {
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const QString label = translatedOption(choices[i].label);
      combo->setItemText(static_cast<int>(i), label);
      combo->setItemData(static_cast<int>(i), label, Qt::ToolTipRole);
    }
  };
  retranslate();
  const auto set = [combo](const Json& value) {
    const QString key = value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
    // A value that the catalog does not list (a run of a newer version) is shown as it is rather than replaced.
    if (combo->findData(key) < 0) combo->addItem(key, key);
    combo->setCurrentIndex(combo->findData(key));
  };
  return {combo, [combo] { return std::optional<Json>(combo->currentData().toString().toStdString()); }, set,
          retranslate};
}

}  // namespace

OptionEditor makeOptionEditor(const OptionField& field, QWidget* parent, std::function<void()> onEdited) {
  switch (field.kind) {
    case OptionField::Kind::boolean:
      return makeBool(parent, std::move(onEdited));
    case OptionField::Kind::integer:
    case OptionField::Kind::number:
      return makeNumber(field, parent, std::move(onEdited));
    case OptionField::Kind::path:
      return makePath(parent, std::move(onEdited));
    case OptionField::Kind::choice:
      return makeChoice(field, parent, std::move(onEdited));
    case OptionField::Kind::text:
      break;
  }
  return makeText(parent, std::move(onEdited));
}

}  // namespace marcie::ui
