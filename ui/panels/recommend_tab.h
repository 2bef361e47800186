// One page of the Recommend panel: shows the panel's run, and asks the engine when it is looked at.
#pragma once

#include <QLabel>
#include <QVBoxLayout>
#include <QWidget>

#include "ui/bridge/app_context.h"
#include "ui/models/thumbnail_store.h"
#include "ui/theme.h"

namespace marcie::ui {

class RecommendTab : public QWidget {
  Q_OBJECT
 public:
  // `thumbnails`: of the whole panel.
  RecommendTab(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent)
      : QWidget(parent), context_(context), thumbnails_(thumbnails) {}
  // Another run, or a newer checkpoint of it; `facts` says what the model can do.
  virtual void setRun(const QString& run, const protocol::RecSearchReply& facts) = 0;
  virtual void retranslate() = 0;
  // Chooses something worth seeing, as a person would; nothing where it is there by itself.
  virtual void showExample() {}
  [[nodiscard]] virtual bool isBusy() const { return false; }

 Q_SIGNALS:
  void failed(const marcie::Error& error);

 protected:
  [[nodiscard]] AppContext& context() const { return context_; }
  [[nodiscard]] ThumbnailStore& thumbnails() const { return thumbnails_; }
  // A line in bold above a part of the page.
  [[nodiscard]] static QLabel* addHeading(QBoxLayout* layout, QWidget* parent) {
    auto* label = new QLabel(parent);
    QFont font = Theme::bodyFont();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    layout->addWidget(label);
    return label;
  }

 private:
  AppContext& context_;
  ThumbnailStore& thumbnails_;
};

}  // namespace marcie::ui
