#include "ui/models/run_list_model.h"

#include <algorithm>
#include <cmath>

#include <QColor>
#include <QDateTime>
#include <QDir>
#include <QLocale>

#include "ui/bridge/error_text.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {

namespace {

QDateTime createdOf(const RunInfo& run) {
  return QDateTime::fromString(QString::fromStdString(run.created), Qt::ISODate).toLocalTime();
}

QString joined(const std::vector<std::string>& tags) {
  QStringList out;
  for (const auto& tag : tags) out << QString::fromStdString(tag);
  return out.join(QStringLiteral(", "));
}

// "a, b ,a," → a, b
std::vector<std::string> tagsFrom(const QString& text) {
  QStringList words;
  for (const auto& word : text.split(u',')) {
    if (!word.trimmed().isEmpty()) words << word.trimmed();
  }
  words.removeDuplicates();
  std::vector<std::string> tags;
  for (const auto& word : words) tags.push_back(word.toStdString());
  return tags;
}

// The time alone for today, the day alone for earlier: the column is narrow and the tooltip says both.
QString ageText(const QDateTime& created) {
  const QLocale locale;
  return created.date() == QDate::currentDate() ? locale.toString(created.time(), QLocale::ShortFormat)
                                                : locale.toString(created.date(), QLocale::ShortFormat);
}

template <class E>
std::string labelOf(E value) {
  for (const auto& entry : EnumTable<E>::entries) {
    if (entry.value == value) return std::string(entry.label);
  }
  return {};
}

}  // namespace

RunListModel::RunListModel(QObject* parent) : QAbstractTableModel(parent) {}

void RunListModel::setRuns(const std::vector<RunInfo>& runs) {
  const auto find = [&](const std::string& path) {
    return std::find_if(runs.begin(), runs.end(), [&](const RunInfo& run) { return run.path == path; });
  };
  for (int row = static_cast<int>(runs_.size()) - 1; row >= 0; --row) {
    const auto at = static_cast<std::size_t>(row);
    const auto it = find(runs_[at].path);
    if (it == runs.end()) {
      beginRemoveRows({}, row, row);
      runs_.erase(runs_.begin() + row);
      endRemoveRows();
      continue;
    }
    runs_[at] = *it;
    Q_EMIT dataChanged(index(row, 0), index(row, kColumnCount - 1));
  }
  for (const auto& run : runs) {
    if (rowOf(QString::fromStdString(run.path)) >= 0) continue;
    const int row = static_cast<int>(runs_.size());
    beginInsertRows({}, row, row);
    runs_.push_back(run);
    endInsertRows();
  }
}

void RunListModel::setStatus(const QString& run, const RunStatus& status) {
  const int row = rowOf(run);
  if (row < 0) return;
  runs_[static_cast<std::size_t>(row)].status = status;
  Q_EMIT dataChanged(index(row, kState), index(row, kEpoch));
}

const RunInfo* RunListModel::run(const QString& path) const {
  const int row = rowOf(path);
  return row < 0 ? nullptr : &runAt(row);
}

int RunListModel::rowOf(const QString& path) const {
  const std::string wanted = path.toStdString();
  const auto it = std::find_if(runs_.begin(), runs_.end(), [&](const RunInfo& run) { return run.path == wanted; });
  return it == runs_.end() ? -1 : static_cast<int>(it - runs_.begin());
}

int RunListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

int RunListModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumnCount;
}

double RunListModel::metricOf(const RunInfo& run, std::string_view name) {
  for (const auto& metric : run.metrics) {
    if (metric.name == name) return metric.value;
  }
  return std::nan("");
}

QString RunListModel::nameOf(const RunInfo& run) {
  return run.notes.name.empty() ? QDir(QString::fromStdString(run.path)).dirName()
                                : QString::fromStdString(run.notes.name);
}

QString RunListModel::stateText(RunState state) {
  return translated("Run", labelOf(state));
}

QString RunListModel::stateIcon(RunState state) {
  switch (state) {
    case RunState::created:
    case RunState::running:
      return QStringLiteral("start");
    case RunState::paused:
      return QStringLiteral("pause");
    case RunState::completed:
      return QStringLiteral("check");
    case RunState::stopped:
      return QStringLiteral("stop");
    case RunState::failed:
      return QStringLiteral("error");
    case RunState::interrupted:
      break;
  }
  return QStringLiteral("warning");
}

QString RunListModel::text(const RunInfo& run, int column) const {
  switch (column) {
    case kState:
      return stateText(run.status.state);
    case kName:
      return nameOf(run);
    case kVariant:
      if (run.spec.isCierec()) return QString::fromStdString(run.spec.variantName());
      return translated("Options", labelOf(run.spec.model.variant));
    case kTop1:
      return percentText(metricOf(run, "top1"), {});
    case kMacroF1:
      return percentText(metricOf(run, "macroF1"), {});
    case kEpoch:
      return QStringLiteral("%1/%2").arg(QLocale().toString(std::floor(run.status.epoch + 1e-9), 'f', 0),
                                         QLocale().toString(qlonglong(run.status.totalEpochs)));
    case kCreated:
      return ageText(createdOf(run));
    case kTags:
      return joined(run.notes.tags);
    case kNote:
      return QString::fromStdString(run.notes.note);
    default:
      return {};
  }
}

QVariant RunListModel::sortKey(const RunInfo& run, int column) const {
  switch (column) {
    case kState:
      return static_cast<int>(run.status.state);
    case kTop1:
    case kMacroF1: {
      const double value = metricOf(run, column == kTop1 ? "top1" : "macroF1");
      return std::isnan(value) ? -1.0 : value;
    }
    case kEpoch:
      return run.status.epoch;
    case kCreated:
      return createdOf(run);
    default:
      return text(run, column).toLower();
  }
}

QVariant RunListModel::toolTip(const RunInfo& run, int column) const {
  if (column == kState && !run.message.empty()) return QString::fromStdString(run.message);
  if (column == kName) return QString::fromStdString(run.path);
  if (column == kCreated) return QLocale().toString(createdOf(run), QLocale::LongFormat);
  if (column == kVariant || column == kTags || column == kNote) return text(run, column);
  return {};
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const RunInfo& run = runAt(index.row());
  const int column = index.column();
  const bool isNumber = column == kTop1 || column == kMacroF1 || column == kEpoch;
  switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
      return text(run, column);
    case Qt::ToolTipRole:
      return toolTip(run, column);
    case Qt::DecorationRole:
      return column == kState ? Theme::instance().icon(stateIcon(run.status.state)) : QVariant();
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(Qt::Alignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case Qt::ForegroundRole:
      if (run.notes.hidden) return Theme::instance().colours().muted;
      return column == kState && run.status.state == RunState::failed ? QVariant(Theme::instance().colours().danger)
                                                                      : QVariant();
    case kSortRole:
      return sortKey(run, column);
    case kPathRole:
      return QString::fromStdString(run.path);
    default:
      return {};
  }
}

bool RunListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || role != Qt::EditRole) return false;
  auto& run = runs_[static_cast<std::size_t>(index.row())];
  const std::string typed = value.toString().trimmed().toStdString();
  if (index.column() == kName) {
    if (typed.empty() || typed == nameOf(run).toStdString()) return false;
    run.notes.name = typed;
  } else if (index.column() == kTags) {
    const auto tags = tagsFrom(value.toString());
    if (tags == run.notes.tags) return false;
    run.notes.tags = tags;
  } else if (index.column() == kNote) {
    if (typed == run.notes.note) return false;
    run.notes.note = typed;
  } else {
    return false;
  }
  Q_EMIT dataChanged(index, index);
  Q_EMIT notesEdited(QString::fromStdString(run.path), run.notes);
  return true;
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    const bool isNumber = section == kTop1 || section == kMacroF1 || section == kEpoch;
    return QVariant::fromValue(Qt::Alignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case kState:
      return tr("State");
    case kName:
      return tr("Name");
    case kVariant:
      return tr("Method");
    case kTop1:
      return tr("Top-1");
    case kMacroF1:
      return tr("Macro-F1");
    case kEpoch:
      return tr("Epoch");
    case kCreated:
      return tr("Created");
    case kTags:
      return tr("Tags");
    case kNote:
      return tr("Note");
    default:
      return {};
  }
}

Qt::ItemFlags RunListModel::flags(const QModelIndex& index) const {
  const auto base = QAbstractTableModel::flags(index);
  const bool isEdited = index.column() == kName || index.column() == kTags || index.column() == kNote;
  return isEdited ? base | Qt::ItemIsEditable : base;
}

void RunListModel::setHidden(const QString& path, bool isHidden) {
  const int row = rowOf(path);
  if (row < 0 || runAt(row).notes.hidden == isHidden) return;
  auto& run = runs_[static_cast<std::size_t>(row)];
  run.notes.hidden = isHidden;
  Q_EMIT dataChanged(index(row, 0), index(row, kColumnCount - 1));
  Q_EMIT notesEdited(path, run.notes);
}

int RunListModel::hiddenCount() const {
  return static_cast<int>(
      std::count_if(runs_.begin(), runs_.end(), [](const RunInfo& run) { return run.notes.hidden; }));
}

void RunListModel::retranslate() {
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumnCount - 1));
  Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumnCount - 1);
}

RunListFilter::RunListFilter(RunListModel& model, QObject* parent) : QSortFilterProxyModel(parent), model_(model) {
  setSourceModel(&model);
  setSortRole(RunListModel::kSortRole);
  setFilterKeyColumn(-1);
  setFilterCaseSensitivity(Qt::CaseInsensitive);
}

void RunListFilter::setShowsHidden(bool shows) {
  showsHidden_ = shows;
  invalidateFilter();
}

bool RunListFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  if (!showsHidden_ && model_.runAt(row).notes.hidden) return false;
  return QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

}  // namespace marcie::ui
