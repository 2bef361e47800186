// A form over any option struct, built from its schema: basic options first, the others folded into groups, one search
// box over both. Holds a copy of the values; nothing outside changes until the caller takes value().
//
// GUI thread. Extend by declaring options (core/options/field.h): no line here names one.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QWidget>

#include "ui/forms/option_field.h"

class QLabel;
class QLineEdit;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace marcie::ui {

class FormSection;
class OptionRow;

class OptionsForm : public QWidget {
  Q_OBJECT
 public:
  explicit OptionsForm(QWidget* parent = nullptr);
  ~OptionsForm() override;

  // The schema of core/options/json.h, or the engine's catalog with choices filled in. All values become defaults.
  void setSchema(const Json& schema);
  [[nodiscard]] bool hasSchema() const { return !rows_.empty(); }
  // A patch over the defaults (a preset) that dots and resets compare with. Visible values become the base's, hidden
  // ones that were set stay. Returns keys that no option has.
  QStringList setBase(const Json& patch);
  // Every visible value becomes the base's, then the patch is applied, hidden members included. Returns unknown keys.
  QStringList setValues(const Json& patch);
  // A member by its dotted key, hidden or not.
  void setValue(const QString& key, const Json& value);

  // All members that differ from the struct's defaults / from the base. While a number box holds
  // no number, its last one counts.
  [[nodiscard]] Json value() const;
  [[nodiscard]] Json changes() const;

  // "trainer.batchSize: Must be 2 to 4096." for every visible problem.
  [[nodiscard]] QStringList problems() const;
  [[nodiscard]] bool isValid() const { return problems().isEmpty(); }
  // What somebody else found wrong, one "key: text" each: shown at the option until it is edited, else on top.
  void setProblems(const QStringList& lines);

  [[nodiscard]] OptionRow* row(const QString& key) const;
  [[nodiscard]] QStringList keys() const;

 public Q_SLOTS:
  void setSearch(const QString& text);
  void showAllOptions(bool all);
  void resetAll();
  // Unfolds whatever hides the option and puts the focus on its editor.
  void reveal(const QString& key);

 Q_SIGNALS:
  // Any value changed, by a person or by a call.
  void valueChanged();
  void validityChanged(bool valid);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void addRows(bool advanced);
  void alignLabels();
  void retranslate();
  void refreshVisibility();
  void announce();
  void showValues();

  FlatSchema schema_;
  Json base_;    // whole struct
  Json values_;  // whole struct
  std::vector<OptionRow*> rows_;
  std::map<QString, OptionRow*> byKey_;
  std::vector<FormSection*> basicSections_, advancedSections_;
  QStringList words_;  // of the search
  bool wasValid_ = true;

  QLineEdit* search_;
  QScrollArea* scroll_;
  QWidget* content_ = nullptr;
  QVBoxLayout* layout_ = nullptr;
  QLabel* generalProblems_ = nullptr;
  QLabel* nothingFound_ = nullptr;
  QToolButton* allButton_ = nullptr;
};

}  // namespace marcie::ui
