// The runs as a table: state, name, method, metrics, progress, age, tags, note. Name, tags and note are edited in
// place.
//
// GUI thread only. Sort and filter through RunListFilter: SortRole gives numbers and times as such.
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "core/api/run_folder.h"

namespace marcie::ui {

class RunListModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kState, kName, kVariant, kTop1, kMacroF1, kEpoch, kCreated, kTags, kNote, kColumnCount };
  enum Role { kSortRole = Qt::UserRole, kPathRole };

  explicit RunListModel(QObject* parent = nullptr);

  // Keeps rows that stay, so that selection and editors survive a refresh.
  void setRuns(const std::vector<RunInfo>& runs);
  void setStatus(const QString& run, const RunStatus& status);
  [[nodiscard]] const RunInfo* run(const QString& path) const;
  [[nodiscard]] const RunInfo& runAt(int row) const { return runs_[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int rowOf(const QString& path) const;  // -1 when it is not there

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  // Hides a run from the list or brings it back; notesEdited() follows.
  void setHidden(const QString& run, bool isHidden);
  [[nodiscard]] int hiddenCount() const;
  void retranslate();

  // The last value of a metric; NaN when the run has none.
  [[nodiscard]] static double metricOf(const RunInfo& run, std::string_view name);
  [[nodiscard]] static QString nameOf(const RunInfo& run);
  [[nodiscard]] static QString stateText(RunState state);
  // File in resources/icons that stands for the state.
  [[nodiscard]] static QString stateIcon(RunState state);

 Q_SIGNALS:
  // A person changed name, tags or note, or hid it; whoever listens saves it.
  void notesEdited(const QString& run, const marcie::RunNotes& notes);

 private:
  [[nodiscard]] QString text(const RunInfo& run, int column) const;
  [[nodiscard]] QVariant sortKey(const RunInfo& run, int column) const;
  [[nodiscard]] QVariant toolTip(const RunInfo& run, int column) const;
  std::vector<RunInfo> runs_;
};

// Sorts by numbers and times, finds words in every column, and leaves out what people have hidden.
class RunListFilter : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  explicit RunListFilter(RunListModel& model, QObject* parent = nullptr);
  void setShowsHidden(bool shows);
  [[nodiscard]] bool showsHidden() const { return showsHidden_; }

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  RunListModel& model_;
  bool showsHidden_ = false;
};

}  // namespace marcie::ui
