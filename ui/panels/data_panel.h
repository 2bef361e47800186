// Data: drop or open → what was found, pictures or users and items → use → the grid of pictures, or the preview of
// users and items, which stays.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QStackedWidget>

#include "ui/bridge/app_context.h"
#include "ui/panels/data_grid.h"
#include "ui/panels/data_preview.h"
#include "ui/panels/panel.h"
#include "ui/panels/rec_preview.h"
#include "ui/widgets/empty_state.h"

namespace marcie::ui {

class ColumnMapping;

class DataPanel : public Panel {
  Q_OBJECT
 public:
  enum class Page { empty, inspecting, refused, preview, grid, interactions };

  explicit DataPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool isBusy() const override;
  [[nodiscard]] bool hasContent() const override {
    return page_ == Page::preview || page_ == Page::grid || page_ == Page::interactions;
  }
  [[nodiscard]] Page page() const { return page_; }
  // Looks at pictures, or at users and items; the preview follows.
  void inspect(const DataOptions& options);
  void inspectInteractions(const RecDataOptions& options);
  // Looks at a folder or file with the preview that its layout asks for.
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
  // Asks the engine about `path` and shows the progress; an answer that something newer has overtaken is dropped, an
  // error shown.
  template <class Request, class Answer>
  void ask(const std::string& path, const Request& request, Answer answer);
  void onRecognised(const protocol::DataRecogniseReply& reply);
  void onSummary(const DatasetSummary& summary);
  void onRecSummary(const RecSummary& summary);
  void showRefusal(const Error& error);
  void useInspected();
  void useInteractions();
  void dismissInteractions();
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
  RecPreview* interactions_;
  Page page_ = Page::empty;
  DataOptions pending_;
  RecDataOptions pendingRec_;
  std::string_view lookingFor_ = kMarnetTask;  // whose data the refusal speaks of
  qint64 call_ = 0;
  QElapsedTimer since_;
};

}  // namespace marcie::ui
