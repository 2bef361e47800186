// What is looked at: one data set, one run, one picture, shared by every panel. GUI thread only.
#pragma once

#include <optional>

#include <QObject>
#include <QString>

#include "core/api/protocol.h"

namespace marcie::ui {

class Selection : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  // The data that new runs use; set by "Use this data".
  [[nodiscard]] bool hasData() const { return summary_.has_value(); }
  [[nodiscard]] const DataOptions& dataOptions() const { return options_; }
  // Precondition: hasData().
  [[nodiscard]] const DatasetSummary& summary() const { return *summary_; }
  void useData(const DataOptions& options, const DatasetSummary& summary);
  void clearData();

  // Folder of the current run; empty = none.
  [[nodiscard]] const QString& run() const { return run_; }
  void setRun(const QString& run);

  [[nodiscard]] const std::optional<protocol::DataRow>& picture() const { return picture_; }
  void setPicture(std::optional<protocol::DataRow> picture);

 Q_SIGNALS:
  void dataChanged();
  void runChanged(const QString& run);
  void pictureChanged();

 private:
  DataOptions options_;
  std::optional<DatasetSummary> summary_;
  QString run_;
  std::optional<protocol::DataRow> picture_;
};

}  // namespace marcie::ui
