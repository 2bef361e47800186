// F1: the user guide, a page for each panel, as the program carries it (resources/guide). The pages are Markdown in
// English; a name in **bold** is, letter for letter, something that can be found on the panel. GUI thread only.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QTextBrowser>

namespace marcie::ui {

class GuideDialog : public QDialog {
  Q_OBJECT
 public:
  explicit GuideDialog(QWidget* parent = nullptr);

  // Names of the pages, in the order of the rail: those of the panels, and "robustness", a tab of "predict".
  [[nodiscard]] static QStringList pages();
  // A page as Markdown; empty when there is none of this name.
  [[nodiscard]] static QString text(const QString& page);

  // An unknown name shows the first page.
  void showPage(const QString& name);
  [[nodiscard]] QString page() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void render();
  QListWidget* list_;
  QLabel* note_;
  QTextBrowser* text_;
};

}  // namespace marcie::ui
