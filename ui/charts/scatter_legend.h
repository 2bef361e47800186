// The categories of a map: mark, name, how many; searched by typing, singled out by clicking. For a thousand classes as
// for three. GUI thread only.
#pragma once

#include <QAbstractListModel>
#include <QLineEdit>
#include <QListView>
#include <QSet>
#include <QSortFilterProxyModel>
#include <QWidget>

#include "ui/charts/scatter_look.h"

namespace marcie::ui {

class ScatterLegendModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { KindRole = Qt::UserRole, CountRole };
  using QAbstractListModel::QAbstractListModel;
  void setColouring(const ScatterColouring& colouring, const std::vector<bool>& hidden);
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  ScatterColouring colouring_;
  QVector<int> order_, counts_;  // most frequent first
};

class ScatterLegend : public QWidget {
  Q_OBJECT
 public:
  explicit ScatterLegend(QWidget* parent = nullptr);
  void retranslate();
  void setColouring(const ScatterColouring& colouring, const std::vector<bool>& hidden = {});
  [[nodiscard]] QSet<int> isolated() const;
  void clearIsolated();
  [[nodiscard]] int shownCount() const { return proxy_->rowCount(); }

 Q_SIGNALS:
  void isolatedChanged(const QSet<int>& kinds);

 private:
  ScatterLegendModel* model_;
  QSortFilterProxyModel* proxy_;
  QLineEdit* search_;
  QListView* view_;
};

}  // namespace marcie::ui
