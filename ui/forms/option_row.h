// One line of the form: dot (changed), label, editor, reset, and under it what is wrong with the value.
#pragma once

#include <QWidget>

#include "ui/forms/option_editors.h"

class QLabel;
class QToolButton;

namespace marcie::ui {

class OptionRow : public QWidget {
  Q_OBJECT
 public:
  explicit OptionRow(OptionField field, QWidget* parent = nullptr);

  [[nodiscard]] const OptionField& field() const { return field_; }
  [[nodiscard]] QString key() const { return QString::fromStdString(field_.path); }
  [[nodiscard]] QWidget* editor() const { return editor_.widget; }

  // The value that a reset goes back to and that the dot compares with.
  void setBase(const Json& base);
  void setValue(const Json& value);
  // The value as it was set or typed; nothing while what is typed is no value.
  [[nodiscard]] const std::optional<Json>& value() const { return value_; }
  [[nodiscard]] bool isChanged() const;

  // Own problem (range, not a number) first, then what the engine said.
  [[nodiscard]] QString problem() const;
  void setExternalProblem(const QString& problem);

  // Every word occurs in the label, the key or the help.
  [[nodiscard]] bool matches(const QStringList& words) const;
  [[nodiscard]] int labelWidthHint() const;
  void setLabelWidth(int width);
  void retranslate();

 Q_SIGNALS:
  void edited();

 private:
  void onEdited();
  void onReset();
  void refresh();

  OptionField field_;
  OptionEditor editor_;
  Json base_;
  std::optional<Json> value_;
  QString externalProblem_;
  QLabel* dot_;
  QLabel* label_;
  QToolButton* reset_;
  QLabel* problemLabel_;
};

}  // namespace marcie::ui
