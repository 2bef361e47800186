// The pictures of a data set as a list model: knows only how many there are and the pages that were looked at.
// 200,000 rows cost what is on screen. GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QCache>
#include <QSet>

#include "ui/models/thumbnail_store.h"

namespace marcie::ui {

struct PictureFilter {
  QString label, split, tag, text;  // empty = any
  bool operator==(const PictureFilter&) const = default;
};

class PictureModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { RowRole = Qt::UserRole, LabelRole, SplitRole, FailureRole, PathRole };

  explicit PictureModel(EngineClient& engine, QObject* parent = nullptr);

  void setData(const DataOptions& options);
  void setFilter(const PictureFilter& filter);
  [[nodiscard]] const PictureFilter& filter() const { return filter_; }
  // These pictures instead of the data's; nothing: the data's again.
  void setFixed(std::optional<std::vector<protocol::DataRow>> rows);
  [[nodiscard]] bool isFixed() const { return fixed_.has_value(); }
  // Null until its page has come.
  [[nodiscard]] const protocol::DataRow* rowAt(int row) const;
  [[nodiscard]] ThumbnailStore& thumbnails() { return thumbnails_; }
  [[nodiscard]] bool isBusy() const { return !asked_.isEmpty() || thumbnails_.isBusy(); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  [[nodiscard]] QStringList mimeTypes() const override { return {QStringLiteral("text/uri-list")}; }
  [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

 Q_SIGNALS:
  void totalChanged(qint64 total);
  void failed(const marcie::Error& error);

 private:
  static constexpr int kPage = 200;
  void ask(int page) const;
  void reload();
  void onPage(int generation, int page, const Result<protocol::DataRowsReply>& reply);

  EngineClient& engine_;
  mutable ThumbnailStore thumbnails_;
  DataOptions options_;
  PictureFilter filter_;
  std::optional<std::vector<protocol::DataRow>> fixed_;
  int total_ = 0;
  int generation_ = 0;
  mutable QCache<int, std::vector<protocol::DataRow>> pages_;
  mutable QSet<int> asked_;
};

}  // namespace marcie::ui
