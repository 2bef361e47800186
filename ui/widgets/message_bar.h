// What has to be said without interrupting: errors and warnings stay until dismissed, the rest leaves by itself.
#pragma once

#include <QVBoxLayout>
#include <QWidget>

#include "ui/bridge/messages.h"

namespace marcie::ui {

class MessageBar : public QWidget {
  Q_OBJECT
 public:
  explicit MessageBar(Messages& messages, QWidget* parent = nullptr);
  // Rows that are shown now.
  [[nodiscard]] int count() const { return layout_->count(); }

 private:
  void show(const Message& message);
  QWidget* makeRow(const Message& message);
  void remove(QWidget* row);
  QVBoxLayout* layout_;
};

}  // namespace marcie::ui
