// Data: drop or open → what was found → use → the grid of pictures.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QStackedWidget>

#include "ui/bridge/app_context.h"
#include "ui/panels/data_grid.h"
#include "ui/panels/data_preview.h"
#include "ui/panels/panel.h"
#include "ui/widgets/empty_state.h"

namespace marcie::ui {

class ColumnMapping;

class DataPanel : public Panel {
  Q_OBJECT
 public:
  enum class Page { empty, inspecting, refused, preview, grid };

  explicit DataPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool isBusy() const override;
  [[nodiscard]] bool hasContent() const override { return page_ == Page::preview || page_ == Page::grid; }
  [[nodiscard]] Page page() const { return page_; }
  // Looks at a folder or list; the preview follows.
  void inspect(const DataOptions& options);
  void openPath(const QString& path);
  void chooseFolder();
  void chooseList();
  // Between the grid and what was found in the data in use.
  void showPreviewOfUsed();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void buildEmpty();
  void buildInspecting();
  void buildRefused();
  void turnTo(Page page);
  void onSummary(const Result<DatasetSummary>& summary);
  void showRefusal(const Error& error);
  void useInspected();
  void onSampleProgress(const QString& text, double share);
  void showProgress(const QString& text, qint64 done, qint64 total);
  void leave();

  QStackedWidget* pages_;
  EmptyState* empty_;
  QPushButton *openFolderButton_, *openListButton_, *sampleButton_;
  QWidget* inspecting_;
  QLabel *inspectingTitle_, *inspectingText_;
  QProgressBar* inspectingBar_;
  QPushButton* cancelButton_;
  QWidget* refused_;
  QLabel *refusedTitle_, *refusedText_, *layoutsText_;
  QPushButton *refusedBackButton_, *refusedOpenButton_;
  ColumnMapping* refusedMapping_;
  DataPreview* preview_;
  DataGrid* grid_;
  Page page_ = Page::empty;
  DataOptions pending_;
  qint64 call_ = 0;
  QElapsedTimer since_;
};

}  // namespace marcie::ui
