// The strip below the curves: a few fixed validation pictures with what the run says about them now and said before, so
// that a person sees opinions change while it trains. Asks the engine again whenever a checkpoint is saved.
#pragma once

#include <optional>

#include <QPixmap>
#include <QVector>
#include <QWidget>

#include "core/api/protocol.h"

namespace marcie::ui {

class AppContext;

class GlanceStrip : public QWidget {
  Q_OBJECT
 public:
  explicit GlanceStrip(AppContext& context, QWidget* parent = nullptr);

  // The run to follow; empty hides the strip.
  void setRun(const QString& run);
  // Asks for what was missed while nobody looked.
  void catchUp();
  [[nodiscard]] bool isBusy() const { return isAsking_; }
  [[nodiscard]] const std::optional<protocol::GlanceReply>& reply() const { return reply_; }
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void ask();
  void onReply(const QString& run, const Result<protocol::GlanceReply>& reply);
  [[nodiscard]] QRect cell(int index) const;
  void paintCell(QPainter& painter, int index) const;
  void paintHistory(QPainter& painter, const QRect& line, int index) const;
  [[nodiscard]] QString toolTipOf(int index) const;

  AppContext& context_;
  QString run_;
  std::optional<protocol::GlanceReply> reply_;
  QVector<QPixmap> pictures_;
  bool isAsking_ = false;
  bool isOutdated_ = false;  // a checkpoint came while the engine was being asked, or while nobody looked
};

}  // namespace marcie::ui
