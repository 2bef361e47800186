// The card beside the list of runs: what a run is, how it differs from the defaults, how it ended, what can be done.
#pragma once

#include <optional>

#include <QFrame>
#include <QPair>
#include <QVector>

#include "core/api/run_folder.h"

class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace marcie::ui {

class RunsDetail : public QFrame {
  Q_OBJECT
 public:
  explicit RunsDetail(QWidget* parent = nullptr);
  void setRun(std::optional<RunInfo> run);
  void retranslate();

 Q_SIGNALS:
  void openRequested(const QString& run);
  void resumeRequested(const QString& run);
  void moreEpochsRequested(const QString& run, int epochs);
  void deleteRequested(const QString& run);

 private:
  void build();
  QLayout* makeActions();
  void showFacts();
  void fillFacts(const QVector<QPair<QString, QString>>& facts);
  void copyCommand();
  [[nodiscard]] QString path() const;

  std::optional<RunInfo> run_;
  QVector<QPair<QLabel*, QLabel*>> rows_;  // caption and value
  QLabel* title_;
  QLabel* message_;
  QWidget* facts_;
  QFormLayout* factsLayout_;
  QPushButton* openButton_;
  QPushButton* resumeButton_;
  QPushButton* moreButton_;
  QSpinBox* moreEpochs_;
  QPushButton* deleteButton_;
  QPushButton* copyButton_;
};

}  // namespace marcie::ui
