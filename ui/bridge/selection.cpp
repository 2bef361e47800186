#include "ui/bridge/selection.h"

namespace marcie::ui {

QString Selection::dataPath() const {
  return QString::fromStdString(hasInteractions() ? recOptions_.path : options_.path);
}

void Selection::useData(const DataOptions& options, const DatasetSummary& summary) {
  options_ = options;
  summary_ = summary;
  recOptions_ = {};
  recSummary_.reset();
  announceData();
}

void Selection::useData(const RecDataOptions& options, const RecSummary& summary) {
  options_ = {};
  summary_.reset();
  recOptions_ = options;
  recSummary_ = summary;
  announceData();
}

void Selection::clearData() {
  if (!hasData()) return;
  options_ = {};
  summary_.reset();
  recOptions_ = {};
  recSummary_.reset();
  announceData();
}

void Selection::announceData() {
  picture_.reset();
  Q_EMIT dataChanged();
  Q_EMIT pictureChanged();
}

void Selection::setRun(const QString& run) {
  if (run == run_) return;
  run_ = run;
  Q_EMIT runChanged(run_);
}

void Selection::setPicture(std::optional<protocol::DataRow> picture) {
  if (picture.has_value() == picture_.has_value() && (!picture || picture->path == picture_->path)) return;
  picture_ = std::move(picture);
  Q_EMIT pictureChanged();
}

}  // namespace marcie::ui
