// One editor per kind of option. To add a kind: extend OptionField::Kind and makeOptionEditor.
#pragma once

#include <functional>
#include <optional>

#include "ui/forms/option_field.h"

class QWidget;

namespace marcie::ui {

// A widget and how to read and write it. The functions live as long as the widget.
struct OptionEditor {
  QWidget* widget = nullptr;
  std::function<std::optional<Json>()> get;  // nothing while what is typed is no value of the kind
  std::function<void(const Json&)> set;      // silent
  std::function<void()> retranslate;         // may be empty
};

// `onEdited` is called for changes by a person only.
[[nodiscard]] OptionEditor makeOptionEditor(const OptionField& field, QWidget* parent, std::function<void()> onEdited);

}  // namespace marcie::ui
