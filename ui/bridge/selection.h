// What is looked at: one data set (pictures, or users and items), one run, one picture, shared by every panel. GUI
// thread only.
#pragma once

#include <optional>
#include <string_view>

#include <QObject>
#include <QString>

#include "core/api/protocol.h"

namespace marcie::ui {

class Selection : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  // The data that new runs use; set by "Use this data".
  [[nodiscard]] bool hasData() const { return hasPictures() || hasInteractions(); }
  [[nodiscard]] bool hasPictures() const { return summary_.has_value(); }
  [[nodiscard]] bool hasInteractions() const { return recSummary_.has_value(); }
  // Whose data they are (RunSpec::task): pictures are MARNet's, and so is nothing; users and items are CIERec's.
  [[nodiscard]] std::string_view task() const { return hasInteractions() ? kCierecTask : kMarnetTask; }
  // Of what is in use, whichever it is; empty without data.
  [[nodiscard]] QString dataPath() const;
  [[nodiscard]] const DataOptions& dataOptions() const { return options_; }
  // Precondition: hasPictures().
  [[nodiscard]] const DatasetSummary& summary() const { return *summary_; }
  [[nodiscard]] const RecDataOptions& recDataOptions() const { return recOptions_; }
  // Precondition: hasInteractions().
  [[nodiscard]] const RecSummary& recSummary() const { return *recSummary_; }
  void useData(const DataOptions& options, const DatasetSummary& summary);
  void useData(const RecDataOptions& options, const RecSummary& summary);
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
  void announceData();

  DataOptions options_;
  std::optional<DatasetSummary> summary_;
  RecDataOptions recOptions_;
  std::optional<RecSummary> recSummary_;
  QString run_;
  std::optional<protocol::DataRow> picture_;
};

}  // namespace marcie::ui
