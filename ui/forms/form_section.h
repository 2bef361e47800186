// A titled group of rows in the form; foldable ones have an arrow.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/forms/option_field.h"

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace marcie::ui {

class OptionRow;

class FormSection : public QWidget {
  Q_OBJECT
 public:
  FormSection(OptionGroup group, bool isFoldable, QWidget* parent);

  [[nodiscard]] const OptionGroup& group() const { return group_; }
  [[nodiscard]] const std::vector<OptionRow*>& rows() const { return rows_; }
  void addRow(OptionRow* row);
  void setUnfolded(bool unfolded);
  // Shows the rows that match; hides itself when none does. Empty words: as folded.
  void filter(const QStringList& words);
  void retranslate();

 private:
  void refresh();
  OptionGroup group_;
  bool isFoldable_;
  bool isUnfolded_;
  bool isSearching_ = false;
  std::vector<OptionRow*> rows_;
  QToolButton* header_ = nullptr;
  QLabel* title_ = nullptr;
  QWidget* body_;
  QVBoxLayout* bodyLayout_;
};

}  // namespace marcie::ui
