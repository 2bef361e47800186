#include "ui/bridge/selection.h"

namespace marcie::ui {

void Selection::useData(const DataOptions& options, const DatasetSummary& summary) {
  options_ = options;
  summary_ = summary;
  picture_.reset();
  Q_EMIT dataChanged();
  Q_EMIT pictureChanged();
}

void Selection::clearData() {
  if (!summary_) return;
  options_ = {};
  summary_.reset();
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
