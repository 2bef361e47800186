// Predict: one picture → what the run takes it for, which annotations it sees, which training pictures are nearest, and
// what would change its mind; all pictures of a split → confusions and doubtful labels; one picture under damage.
// Works while the run trains: every checkpoint predicts again.
#pragma once

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/bridge/app_context.h"
#include "ui/charts/bar_plot.h"
#include "ui/models/sample_tables.h"
#include "ui/panels/confusion_page.h"
#include "ui/panels/lens_page.h"
#include "ui/panels/panel.h"
#include "ui/panels/predict_closer.h"
#include "ui/panels/samples_page.h"
#include "ui/widgets/chip_row.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/picture_view.h"

namespace marcie::ui {

class PredictPanel : public Panel {
  Q_OBJECT
 public:
  explicit PredictPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool isBusy() const override;
  [[nodiscard]] bool hasContent() const override { return reply_.has_value(); }
  [[nodiscard]] QString guidePage() const override;
  [[nodiscard]] std::vector<PanelView> views() override;
  void predict(const QString& path);
  [[nodiscard]] const std::optional<protocol::PredictReply>& reply() const { return reply_; }

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void buildCard();
  QVBoxLayout* addSection(QVBoxLayout* column, QLabel** heading);
  void refresh();
  void onReply(const protocol::Predict& request, const Result<protocol::PredictReply>& reply);
  void onRunEvents(const QString& run, const std::vector<RunEvent>& events);
  void showReply();
  void showTags();
  void showNeighbours();
  void fillNeighbours(const std::vector<protocol::Neighbour>& neighbours);
  void fillSpaces();
  void buildTabs();
  void open(const QString& path);
  void explain(const QString& headline, const QString& text);
  void choosePicture();

  QTabWidget* tabs_;
  QStackedWidget* pages_;
  EmptyState* empty_;
  QPushButton *emptyOpenButton_, *openButton_;
  QWidget* card_;
  PictureView* picture_;
  QLabel *titleLabel_, *sourceLabel_, *verdictLabel_, *stateLabel_;
  QLabel *topHeading_, *tagHeading_, *neighbourHeading_, *legendLabel_;
  BarPlot* topPlot_;
  ChipRow* chips_;
  QWidget *tagSection_, *neighbourRow_;
  PredictCloser* closer_;
  QComboBox* spaceBox_;
  SampleTables* tables_;
  ConfusionPage* confusion_;
  SamplesPage* samples_;
  LensPage* lens_;
  QString path_;
  bool stale_ = false;
  std::optional<protocol::PredictReply> reply_;
  LatestCall<protocol::Predict> latest_;
};

}  // namespace marcie::ui
