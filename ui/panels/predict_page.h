// A page of the Predict workspace that shows what a run says of a whole split: a bar on top that asks for it, a page
// below, and a sentence while there is nothing.
#pragma once

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/bridge/app_context.h"
#include "ui/models/sample_tables.h"
#include "ui/widgets/empty_state.h"

namespace marcie::ui {

class SplitPage : public QWidget {
  Q_OBJECT
 public:
  SplitPage(AppContext& context, SampleTables& tables, QWidget* parent);
  virtual void retranslate();
  [[nodiscard]] bool hasContent() const { return stack_->currentWidget() == content_; }
  [[nodiscard]] QString split() const { return splitBox_->currentData().toString(); }
  // Of all pages together.
  void setSplit(const QString& split);

 Q_SIGNALS:
  void splitChanged(const QString& split);
  void pictureChosen(const QString& path);
  void pictureOpened(const QString& path);  // to be looked at alone

 protected:
  // The table of the current run is there, or another one is.
  virtual void showTable(const std::shared_ptr<const SampleTable>& known) = 0;
  [[nodiscard]] AppContext& context() const { return context_; }
  [[nodiscard]] SampleTables& tables() const { return tables_; }
  [[nodiscard]] QWidget* content() const { return content_; }
  [[nodiscard]] QHBoxLayout* bar() const { return bar_; }
  void refresh();
  void showEvent(QShowEvent* event) override;

 private:
  void showProgress();
  AppContext& context_;
  SampleTables& tables_;
  QHBoxLayout* bar_;
  QLabel* splitLabel_;
  QComboBox* splitBox_;
  QLabel* stateLabel_;
  QProgressBar* progress_;
  QPushButton *cancelButton_, *askButton_;
  QStackedWidget* stack_;
  EmptyState* empty_;
  QWidget* content_;
};

}  // namespace marcie::ui
