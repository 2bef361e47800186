// Every run: state, metrics, notes; open, compare, resume, go on, delete.
#pragma once

#include <QStringList>
#include <QTimer>

#include "core/api/run_folder.h"
#include "ui/panels/panel.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace marcie::ui {

class EmptyState;
class RunListFilter;
class RunListModel;
class RunsDetail;

class RunsPanel : public Panel {
  Q_OBJECT
 public:
  explicit RunsPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool hasContent() const override;
  [[nodiscard]] bool isBusy() const override { return pending_ > 0; }

  [[nodiscard]] RunListModel* model() const { return model_; }
  // Reads the list again.
  void refresh();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void build();
  QWidget* makeBar();
  void connectAll();
  void onSelection();
  void open(const QString& run);
  void compare();
  void remove(const QString& run);
  void removeNow(const QString& run);
  void saveNotes(const QString& run, const RunNotes& notes);
  void showContextMenu(const QPoint& position);
  void showColumnMenu(const QPoint& position);
  void restoreColumns();
  void saveColumns() const;
  [[nodiscard]] QStringList selectedRuns() const;
  [[nodiscard]] QString currentRun() const;

  RunListModel* model_;
  RunListFilter* sorted_;
  QStackedWidget* stack_;
  EmptyState* empty_;
  QTableView* table_;
  RunsDetail* detail_;
  QLineEdit* filter_;
  QPushButton* compareButton_;
  QPushButton* clearButton_;
  QCheckBox* hiddenBox_;
  QLabel* count_;
  QTimer poll_;
  int pending_ = 0;
  int edits_ = 0;  // of notes, so that a list that was asked for before them does not undo them on screen
};

}  // namespace marcie::ui
