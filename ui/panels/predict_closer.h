// A closer look at one picture: what each part of the model says, its neighbours in each space, and the smallest square
// that changes the prediction. GUI thread.
#pragma once

#include <optional>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "core/api/protocol_samples.h"
#include "ui/bridge/app_context.h"
#include "ui/charts/grouped_bars.h"

namespace marcie::ui {

// Titles of the heads in the window's language: "backbone", "+ alignment (EMA)" …
[[nodiscard]] QString headTitle(const std::string& name);

class PredictCloser : public QWidget {
  Q_OBJECT
 public:
  PredictCloser(AppContext& context, QWidget* parent);
  void retranslate();
  // Asks for the parts; what was found about another picture is forgotten.
  void look(const QString& run, const QString& path, const QString& trueLabel);
  [[nodiscard]] bool isBusy() const { return parts_.isBusy(); }
  [[nodiscard]] const std::optional<protocol::PredictPartsReply>& reply() const { return reply_; }

 Q_SIGNALS:
  // What has to be covered, as shares of the picture; empty = nothing to mark.
  void marked(const QRectF& area);
  void partsChanged();

 private:
  void showParts();
  void showOcclusion();
  void onOcclusion(const Result<protocol::OcclusionReply>& reply);

  AppContext& context_;
  QString run_, path_, trueLabel_, failure_;
  std::optional<protocol::PredictPartsReply> reply_;
  std::optional<protocol::OcclusionReply> occlusion_;
  LatestCall<protocol::PredictParts> parts_;
  qint64 call_ = 0;
  QLabel *heading_, *mindLabel_;
  GroupedBars* bars_;
  QPushButton* mindButton_;
};

}  // namespace marcie::ui
