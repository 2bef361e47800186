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
class QVBoxLayout;

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
  void hideRequested(const QString& run, bool isHidden);

 private:
  void build();
  QLayout* makeActions();
  void showFacts();
  using Facts = QVector<QPair<QString, QString>>;  // caption and value; empty values are left out
  using FactRows = QVector<QPair<QLabel*, QLabel*>>;
  // `isStacked`: the value stands under its caption over the whole width.
  void fillFacts(const Facts& facts, FactRows& rows, bool isStacked);
  void copyCommand();
  [[nodiscard]] QString path() const;

  std::optional<RunInfo> run_;
  FactRows rows_, longRows_;
  QLabel* title_;
  QLabel* message_;
  QWidget* facts_;
  QFormLayout* factsLayout_;
  QVBoxLayout* longLayout_;
  QPushButton* openButton_;
  QPushButton* resumeButton_;
  QPushButton* moreButton_;
  QSpinBox* moreEpochs_;
  QPushButton* deleteButton_;
  QPushButton* copyButton_;
  QPushButton* hideButton_;
};

}  // namespace marcie::ui
